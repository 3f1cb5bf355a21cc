package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/store"
)

// piece is an item with all its versions and everything that hangs on them.
type piece struct {
	versions []qalxan.Item
	captures []qalxan.Capture
	signals  []qalxan.Signal
	finding  *qalxan.Finding
	// decided are the decisions that led to the finding's status.
	decided []qalxan.Decision
	status  qalxan.Status
}

// root is what others need to know of an item to refer to it.
type root struct {
	source   *outlet
	identity string
	when     time.Time
}

func (w *world) rand(n int) *rand.Rand { return rand.New(rand.NewPCG(w.seed, uint64(n)+1)) }

// root makes the beginning of the n-th item.
func (w *world) root(r *rand.Rand, n int) root {
	s := &w.sources[pick(r, w.shares)]
	when := w.when(r, n)
	return root{s, fmt.Sprintf("%s/%s/%07d.html", s.URL[:len(s.URL)-trailing(s.URL)], when.Format("2006/01/02"), n), when}
}

func trailing(address string) int {
	if address[len(address)-1] == '/' {
		return 1
	}
	return 0
}

// Lengths of texts, in words: a median of 100 and a mean near 130.
const (
	medianLog, spreadLog = 4.6, 0.7
	shortest, longest    = 15, 1500
)

// piece makes the n-th item.
func (w *world) piece(n int) piece {
	r := w.rand(n)
	about := w.root(r, n)
	words := int(min(max(math.Exp(medianLog+spreadLog*r.NormFloat64()), shortest), longest))
	text, title := about.source.tongue.text(r, words), about.source.tongue.title(r)
	var p piece
	seen := about.when.Add(time.Duration(r.IntN(4*3600)) * time.Second)
	for v := range 1 + more(r) {
		if v > 0 {
			seen = seen.Add(time.Duration(1+r.IntN(72)) * time.Hour)
			text += " " + about.source.tongue.text(r, 12)
		}
		p.add(r, about, v+1, title, text, seen)
	}
	w.judge(r, n, about, &p)
	return p
}

// more is how many versions an item has beyond the first: two in a hundred have
// any.
func more(r *rand.Rand) int {
	if r.IntN(50) > 0 {
		return 0
	}
	return 1 + r.IntN(3)
}

func (p *piece) add(r *rand.Rand, about root, version int, title, text string, seen time.Time) {
	id, _ := uuid.FromBytes(slices.Concat(bytesOf(r.Uint64()), bytesOf(r.Uint64())))
	c := qalxan.Capture{
		ID: "urn:uuid:" + id.String(), SourceID: about.source.ID, URL: about.identity, Time: seen, Status: 200,
		ContentType: "text/html; charset=utf-8", Size: int64(20_000 + r.IntN(80_000)), SHA256: qalxan.ItemHash(title, text),
		Location: qalxan.WARCLocation{File: "made-up.warc.gz", Offset: int64(r.IntN(1 << 30))},
	}
	p.captures = append(p.captures, c)
	p.versions = append(p.versions, qalxan.Item{
		ID: qalxan.ItemID(about.identity, version), Identity: about.identity, Version: version,
		SourceID: about.source.ID, CaptureID: c.ID, URL: about.identity, Canonical: about.identity,
		Title: title, Text: text, Site: about.source.Name,
		Language: qalxan.Language{Code: about.source.tongue.code, Confidence: 0.9, Script: about.source.tongue.script},
		Dates:    []qalxan.Date{{Kind: qalxan.DatePublished, Time: about.when, Origin: "json-ld datePublished"}},
		Seen:     seen, Hash: qalxan.ItemHash(title, text),
	})
}

func bytesOf(n uint64) []byte {
	b := make([]byte, 8)
	for i := range b {
		b[i] = byte(n >> (8 * i))
	}
	return b
}

// judge adds signals and, to every fiftieth item, a finding.
func (w *world) judge(r *rand.Rand, n int, about root, p *piece) {
	item := p.versions[len(p.versions)-1]
	if n%findingEvery != findingEvery-1 {
		if r.IntN(20) == 0 {
			p.signals = append(p.signals, remark(r, item, qalxan.DetectTechnique, "loaded", "technique.loaded"))
		}
		return
	}
	f := qalxan.Finding{
		ID: qalxan.FindingID(about.identity), Identity: about.identity, ItemID: item.ID, SourceID: item.SourceID,
		Level: levels[r.IntN(len(levels))], Status: qalxan.StatusNew, Criteria: "made-up 1",
		Reason:  qalxan.Reason{Code: "made.up", Text: "The text is (nearly) that of another source and makes a watched claim."},
		Created: item.Seen, Updated: item.Seen,
	}
	number := -1
	if r.IntN(10) < 7 {
		number = pick(r, w.campaigns)
		f.CampaignID = campaignID(number)
	}
	p.signals = w.signals(r, n, number, item)
	p.finding = &f
	p.status = w.decide(r, n, p)
}

// levels are the levels as often as they occur.
var levels = []qalxan.Level{
	qalxan.LevelSignal, qalxan.LevelSignal, qalxan.LevelSignal, qalxan.LevelSignal, qalxan.LevelSignal, qalxan.LevelSignal,
	qalxan.LevelIncident, qalxan.LevelIncident, qalxan.LevelIncident, qalxan.LevelCritical,
}

func campaignID(number int) string { return qalxan.CampaignID("made up " + strconv.Itoa(number)) }

func (w *world) signals(r *rand.Rand, n, number int, item qalxan.Item) []qalxan.Signal {
	claim := remark(r, item, qalxan.DetectNarrative, w.narratives[(number+1+r.IntN(2))%narrativeCount].ID, "narrative.made")
	claim.Stance = qalxan.StanceSpreads
	out := []qalxan.Signal{claim}
	if n > findingEvery {
		other := w.root(w.rand(n-findingEvery), n-findingEvery)
		s := remark(r, item, qalxan.DetectDuplicate, qalxan.ItemID(other.identity, 1), "duplicate.copy")
		s.Compared = s.Key
		s.Reason.Facts = map[string]string{campaign.FactIdentities: other.identity}
		out = append(out, s)
	}
	if r.IntN(2) == 0 {
		out = append(out, remark(r, item, qalxan.DetectTechnique, "loaded", "technique.loaded"))
	}
	return out
}

func remark(r *rand.Rand, item qalxan.Item, d qalxan.Detector, key, code string) qalxan.Signal {
	from := r.IntN(max(len([]rune(item.Text))-60, 1))
	return qalxan.Signal{
		ID: qalxan.SignalID(item.ID, d, key), ItemID: item.ID, Detector: d, Key: key, Score: 0.5 + r.Float64()/2,
		Spans:  []qalxan.Span{{Field: qalxan.FieldText, From: from, To: from + 50}},
		Reason: qalxan.Reason{Code: code, Text: "A made-up reason in one sentence."}, Techniques: []string{"T0022"}, Time: item.Seen,
	}
}

// decide makes the decisions about a finding: most of the last tenth of the
// time wait, and a few of before.
func (w *world) decide(r *rand.Rand, n int, p *piece) qalxan.Status {
	waits := 0.03
	if n > w.items*92/100 {
		waits = 0.9
	}
	if r.Float64() < waits {
		return qalxan.StatusNew
	}
	to := []qalxan.Status{qalxan.StatusConfirmed, qalxan.StatusConfirmed, qalxan.StatusDismissed, qalxan.StatusDismissed, qalxan.StatusEscalated}[r.IntN(5)]
	by := []string{"aygun", "leyla", "rashad", "nigar"}
	first := r.IntN(len(by))
	d := qalxan.Decision{Time: p.finding.Created.Add(time.Duration(1+r.IntN(100)) * time.Hour), By: by[first], To: to, Reason: "Read and compared."}
	p.decided = append(p.decided, d)
	if to == qalxan.StatusConfirmed && p.finding.Level == qalxan.LevelCritical && r.IntN(20) > 0 {
		d.Time, d.By = d.Time.Add(time.Hour), by[(first+1)%len(by)]
		p.decided = append(p.decided, d)
	}
	return to
}

// documents are what an index holds of the piece.
func (p piece) documents() []index.Document {
	var out []index.Document
	for i, v := range p.versions {
		s := store.Searchable{Item: v, Latest: i == len(p.versions)-1}
		if p.finding != nil {
			s.Level, s.Status, s.CampaignID = p.finding.Level, p.status, p.finding.CampaignID
		}
		for _, g := range p.signals {
			if g.ItemID == v.ID && g.Detector == qalxan.DetectNarrative {
				s.Narratives = append(s.Narratives, g.Key)
			}
		}
		out = append(out, index.NewDocument(s))
	}
	return out
}
