package coordination

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/qalxan/qalxan"
)

func newDetector(t testing.TB, o Options) *Detector {
	t.Helper()
	d, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// checkSame holds that a detector that got shares one by one knows the network
// that a file of them gives.
func checkSame(t *testing.T, d *Detector, shares []Share, s Settings) {
	t.Helper()
	from := d.Since(KindLink)
	shares = slices.DeleteFunc(slices.Clone(shares), func(s Share) bool { return s.Time.Before(from) })
	want, got := analyse(t, shares, s), d.Network(KindLink)
	if diff := cmp.Diff(want.Summary(), got.Summary()); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff(want.Edges, got.Edges, cmpopts.IgnoreUnexported(Edge{}), cmpopts.EquateEmpty()); diff != "" {
		t.Fatal(diff)
	}
}

// TestStreaming gives random shares in random orders.
func TestStreaming(t *testing.T) {
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 2))
		var shares []Share
		for i := range 50 + r.IntN(400) {
			shares = append(shares, Share{
				Kind: KindLink, Object: fmt.Sprint("o", r.IntN(30)), Account: fmt.Sprint("a", r.IntN(20)), Outlet: []string{"", "x", "y"}[r.IntN(3)],
				Content: fmt.Sprint("c", i/(1+r.IntN(3)), r.IntN(3)), Time: noon.Add(time.Duration(r.IntN(4000)) * time.Second),
			})
		}
		s := Settings{Window: time.Minute, Participation: r.IntN(4), Weight: r.Float64(), Popular: 5 + r.IntN(15), Repeats: 1 + r.IntN(5)}
		d := newDetector(t, Options{Settings: s, Horizon: 50 * time.Minute, Least: 5})
		d.Add(shares...)
		distinct := map[Share]bool{}
		for _, share := range shares {
			distinct[share] = true
		}
		checkSame(t, d, keysOf(distinct), s)
	}
}

func keysOf(set map[Share]bool) (all []Share) {
	for s := range set {
		all = append(all, s)
	}
	return all
}

// TestStreamingPublic gives the public set in three orders, with and without a
// horizon that forgets.
func TestStreamingPublic(t *testing.T) {
	shares := public(t)
	for i := range shares {
		shares[i].Kind = KindLink
	}
	s := parity[1].Settings
	s.Popular, s.Repeats = 100, 20
	r := rand.New(rand.NewPCG(1, 1))
	for _, horizon := range []time.Duration{365 * 24 * time.Hour, 21 * 24 * time.Hour} {
		r.Shuffle(len(shares), func(i, j int) { shares[i], shares[j] = shares[j], shares[i] })
		d := newDetector(t, Options{Settings: s, Horizon: horizon})
		d.Add(shares...)
		d.Add(shares[:1000]...)
		checkSame(t, d, shares, s)
	}
}

// TestBounded holds that memory does not grow beyond the bound, and that what
// is left is right.
func TestBounded(t *testing.T) {
	d := newDetector(t, Options{MaxShares: 500})
	shares := crowdOf(rand.New(rand.NewPCG(3, 3)), 50, 800)
	slices.SortFunc(shares, func(a, b Share) int { return a.Time.Compare(b.Time) })
	for _, share := range shares {
		d.Add(share)
		if n := d.shelves[KindLink].size; n > 500 {
			t.Fatalf("%d shares", n)
		}
	}
	checkSame(t, d, shares, d.options.Settings)
	for i := range 2000 {
		d.Add(Share{Kind: KindText, Object: "o", Account: "a", Content: fmt.Sprint(i), Time: noon})
	}
	if n := d.shelves[KindText].size; n > 500 {
		t.Errorf("%d shares of one moment", n)
	}
}

// planted makes a detector that knows a crowd and two accounts that shared
// things within seconds, and the item and shares of the second's next post.
func planted(t testing.TB, times int) (*Detector, qalxan.Item, []Share) {
	r := rand.New(rand.NewPCG(8, 8))
	d := newDetector(t, Options{})
	shares := ring(r, times)
	last := shares[len(shares)-1]
	d.Add(crowdOf(r, 60, 400)...)
	d.Add(shares[:len(shares)-1]...)
	return d, qalxan.Item{ID: qalxan.ItemID(last.Content, 1), Identity: last.Content}, []Share{last}
}

func TestDetect(t *testing.T) {
	d, item, shares := planted(t, 7)
	signals := d.Detect(item, shares)
	if len(signals) != 1 {
		t.Fatalf("got %+v", signals)
	}
	s := signals[0]
	want := "This account and ring1 shared the same link within 40 seconds of each other, 7 times in 16 days; by chance it would be fewer than 0.1 times."
	if s.Reason.Text != want || s.Compared != qalxan.ItemID("ring1-6", 1) || s.Score < 0.9 || s.Key != "link:ring1" {
		t.Errorf("got %+v", s)
	}
	if diff := cmp.Diff([]string{"T0119"}, s.Techniques); diff != "" {
		t.Error(diff)
	}
	again := d.Detect(item, shares)
	d.Add(shares...)
	for _, other := range [][]qalxan.Signal{again, d.Detect(item, shares)} {
		if diff := cmp.Diff(signals, other); diff != "" {
			t.Error(diff)
		}
	}
}

func TestDetectNothing(t *testing.T) {
	stranger := func(change func(*Share)) (*Detector, qalxan.Item, []Share) {
		d, item, shares := planted(t, 7)
		change(&shares[0])
		return d, item, shares
	}
	for name, change := range map[string]func(*Share){
		"another object": func(s *Share) { s.Object = "new" },
		"much later":     func(s *Share) { s.Time = s.Time.Add(time.Hour) },
		"another kind":   func(s *Share) { s.Kind = KindText },
		"a stranger":     func(s *Share) { s.Account = "new" },
		"year 9999":      func(s *Share) { s.Time = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		if d, item, shares := stranger(change); len(d.Detect(item, shares)) != 0 {
			t.Errorf("%s: a signal", name)
		}
	}
	if d, item, shares := planted(t, 2); len(d.Detect(item, shares)) != 0 {
		t.Error("twice: a signal")
	}
	if d, item, _ := planted(t, 7); len(d.Detect(item, nil)) != 0 {
		t.Error("no shares: a signal")
	}
}

// TestOneHouse holds that the accounts of one outlet are one voice, and that
// what everybody shares says nothing.
func TestOneHouse(t *testing.T) {
	d := newDetector(t, Options{})
	house := newDetector(t, Options{})
	var last []Share
	for i := range 9 {
		for n := range 150 {
			last = []Share{{Kind: KindLink, Object: fmt.Sprint("o", i), Account: fmt.Sprint("a", n), Content: fmt.Sprint(i, "-", n), Time: noon.AddDate(0, 0, i)}}
			d.Add(last...)
			last[0].Outlet = "x"
			if n < 2 {
				house.Add(last...)
			}
		}
	}
	item := qalxan.Item{ID: "i", Identity: last[0].Content}
	if got := append(d.Detect(item, last), house.Detect(item, last)...); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestShares(t *testing.T) {
	item := qalxan.Item{Identity: "i", URL: "https://a.example/1", Text: "Rain #Bakı ＃дождь #2026 C#sharp x.example/#part #", Dates: published(noon), Seen: noon.Add(time.Hour)}
	c := Clues{Account: "a", Links: []string{"https://b.example/", "https://www.a.example/2", "https://cdn.a.example/3", "https://b.example/", "::"}, Text: "t", Images: []string{"p"}}
	objects := func(shares []Share) (all []string) {
		for _, s := range shares {
			all = append(all, string(s.Kind)+" "+s.Object)
		}
		return all
	}
	want := []string{"link https://b.example/", "text t", "hashtag baki", "hashtag дождь", "image p"}
	if diff := cmp.Diff(want, objects(Shares(item, c))); diff != "" {
		t.Error(diff)
	}
	c.Copied = true
	if diff := cmp.Diff([]string{"text t"}, objects(Shares(item, c))); diff != "" {
		t.Errorf("what came with a copied text is shared, too: %s", diff)
	}
	c.Attributed = true
	if got := objects(Shares(item, c)); slices.Contains(got, "text t") {
		t.Errorf("attributed: %v", got)
	}
	for name, dates := range map[string][]qalxan.Date{
		"no date": nil, "a day without an hour": published(noon.Truncate(24 * time.Hour)), "the future": published(noon.AddDate(1, 0, 0)),
	} {
		item.Dates = dates
		if got := Shares(item, c); got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func published(t time.Time) []qalxan.Date {
	return []qalxan.Date{{Kind: qalxan.DatePublished, Time: t}}
}

// TestBadInput gives texts that no detector should choke on.
func TestBadInput(t *testing.T) {
	d := newDetector(t, Options{})
	for name, text := range map[string]string{
		"empty": "", "endless": strings.Repeat("a", 10<<20), "binary": "\xff\x00#\xfe\xed\xa0\x80", "signs": strings.Repeat("#", 1<<20),
		"endless tag": "#" + strings.Repeat("ж", 5<<20), "many tags": strings.Repeat("#ab ", 1<<18), "glued tags": strings.Repeat("#a", 1<<19),
	} {
		item := qalxan.Item{ID: "i", Identity: name, Text: text, Dates: published(noon), Seen: noon}
		shares := Shares(item, Clues{Account: text, Outlet: text, Links: []string{text}, Text: text, Images: []string{text}})
		d.Add(shares...)
		if signals := d.Detect(item, shares); len(signals) != 0 {
			t.Errorf("%s: %+v", name, signals)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"horizon": {Horizon: -1}, "shares": {MaxShares: -1}, "least": {Least: 1}, "chance": {Chance: 2},
		"window": {Settings: Settings{Window: -1}}, "shuffle": {Shuffle: Shuffle{Rounds: -1}},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestConcurrent adds and looks at the same time; the race detector judges.
func TestConcurrent(t *testing.T) {
	d, item, shares := planted(t, 7)
	var group sync.WaitGroup
	for n := range 4 {
		group.Go(func() {
			for i := range 20 {
				d.Add(Share{Kind: KindLink, Object: "o", Account: "z", Content: fmt.Sprint(n, i), Time: noon})
				d.Detect(item, shares)
			}
		})
	}
	group.Wait()
}

// BenchmarkDetect looks at a post of an account that is in a ring.
func BenchmarkDetect(b *testing.B) {
	d, item, shares := planted(b, 9)
	for b.Loop() {
		d.Detect(item, shares)
	}
}

// BenchmarkAdd adds the public set.
func BenchmarkAdd(b *testing.B) {
	shares := public(b)
	for b.Loop() {
		d := newDetector(b, Options{Horizon: 365 * 24 * time.Hour})
		d.Add(shares...)
	}
}

// TestOldSharesLeaveNothing looks at an archive that is far older than what
// counts: nothing of it may stay in memory.
func TestOldSharesLeaveNothing(t *testing.T) {
	d := newDetector(t, Options{})
	share := Share{Kind: KindLink, Object: "o", Account: "a", Content: "now", Time: noon}
	d.Add(share)
	before := len(d.shelf(KindLink).names.known)
	for n := range 100 {
		old := share
		old.Object, old.Content, old.Time = fmt.Sprint("old-", n), fmt.Sprint("post-", n), noon.AddDate(-1, 0, 0)
		d.Detect(qalxan.Item{ID: "i", Identity: old.Content}, []Share{old})
		d.Add(old)
	}
	if got := len(d.shelf(KindLink).names.known); got != before {
		t.Errorf("%d names are kept, there were %d", got, before)
	}
}
