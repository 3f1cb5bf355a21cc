package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"time"

	"github.com/qalxan/qalxan"
)

// Sizes of a world that do not grow with the number of items.
const (
	mostSources    = 2000 // one for each hundred items, up to these
	narrativeCount = 60
	campaignCount  = 500
	hugeCampaigns  = 3
	burstCount     = 40
	years          = 2
	findingEvery   = 50 // every fiftieth item has a finding
)

// world is everything that items refer to. All of it, and every item, follows
// from the seed and the number of items alone.
type world struct {
	seed       uint64
	items      int
	made       int // of them, those that are there
	until      time.Time
	tongues    []*tongue
	sources    []outlet
	shares     []float64 // of the sources, summed up
	narratives []qalxan.Narrative
	campaigns  []float64 // shares of the campaigns, summed up
	bursts     []burst
}

// outlet is a source with the language that it writes in.
type outlet struct {
	qalxan.Source
	tongue *tongue
}

// burst is a time when much more is written than else.
type burst struct {
	at    float64 // 0 to 1, of the whole time
	width float64
}

// newWorld makes a world that ends at a fixed time.
func newWorld(seed uint64, items int) *world {
	w := &world{seed: seed, items: items, made: items, until: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)}
	r := rand.New(rand.NewPCG(seed, 0))
	w.tongues = tongues(r)
	for i := range min(mostSources, items/100) {
		w.sources = append(w.sources, w.outlet(r, i))
		w.shares = raise(w.shares, 1/math.Pow(float64(i)+20, 0.9))
	}
	for i := range narrativeCount {
		w.narratives = append(w.narratives, w.narrative(r, i))
	}
	// The first campaigns are huge; the rest follow Zipf.
	for i := range campaignCount {
		share := map[int]float64{0: 0.30, 1: 0.15, 2: 0.12}[i]
		if share == 0 {
			share = 0.07 / float64(i)
		}
		w.campaigns = raise(w.campaigns, share)
	}
	for range burstCount {
		w.bursts = append(w.bursts, burst{r.Float64(), 0.001 + 0.006*r.Float64()})
	}
	return w
}

// raise appends a share to shares that are summed up.
func raise(sums []float64, share float64) []float64 {
	if n := len(sums); n > 0 {
		share += sums[n-1]
	}
	return append(sums, share)
}

// pick draws by shares that are summed up.
func pick(r *rand.Rand, sums []float64) int {
	return min(sort.SearchFloat64s(sums, r.Float64()*sums[len(sums)-1]), len(sums)-1)
}

// surfaces are the places where outlets write, as often as they stand here.
var surfaces = []string{
	"https://%s.example/", "https://%s.example/", "https://%s.example/", "https://%s.example/", "https://www.%s.example/",
	"https://t.me/s/%s", "https://t.me/s/%s", "https://www.facebook.com/%s", "https://www.youtube.com/@%s", "https://vk.com/%s",
}

func (w *world) outlet(r *rand.Rand, i int) outlet {
	t := w.tongue(r)
	s := qalxan.Source{
		ID: fmt.Sprintf("%s-outlet-%04d", t.code, i), Name: t.word(r) + " " + t.word(r), Kind: qalxan.KindSite,
		Languages: []string{t.code}, Grade: qalxan.Grade("ABCDEF"[r.IntN(6):][:1]),
	}
	s.URL = fmt.Sprintf(surfaces[r.IntN(len(surfaces))], s.ID)
	switch {
	case i%100 == 99:
		s.Kind, s.URL, s.Articles = qalxan.KindWikipedia, "https://"+t.code+".wikipedia.org", []string{t.title(r)}
	case i%5 == 4:
		s.Kind = qalxan.KindFeed
	}
	return outlet{s.WithDefaults(), t}
}

func (w *world) tongue(r *rand.Rand) *tongue {
	at := r.Float64()
	for _, t := range w.tongues {
		if at -= t.share; at < 0 {
			return t
		}
	}
	return w.tongues[0]
}

func (w *world) narrative(r *rand.Rand, i int) qalxan.Narrative {
	n := qalxan.Narrative{
		ID: fmt.Sprintf("claim-%02d", i), Claim: w.tongues[2].title(r),
		Wordings: map[string][]string{}, Rebuttals: map[string][]string{"en": {w.tongues[2].text(r, 40)}},
	}
	for _, t := range w.tongues[:4] {
		n.Wordings[t.code] = []string{t.title(r), t.title(r), t.title(r)}
	}
	return n
}

// when is the time of the n-th item: a little more is written from month to
// month, and much more in bursts.
func (w *world) when(r *rand.Rand, n int) time.Time {
	at := math.Sqrt(0.15+0.85*(float64(n)+r.Float64())/float64(w.items))*1.63 - 0.63
	switch r.IntN(10) {
	case 0: // found late
		at -= 0.05 * r.ExpFloat64()
	case 1: // part of the nearest burst
		nearest := w.bursts[0]
		for _, b := range w.bursts {
			if math.Abs(b.at-at) < math.Abs(nearest.at-at) {
				nearest = b
			}
		}
		at = nearest.at + nearest.width*r.NormFloat64()
	}
	at = min(max(at, 0), 1)
	span := years * 365 * 24 * time.Hour
	return w.until.Add(-time.Duration((1 - at) * float64(span))).Truncate(time.Second)
}
