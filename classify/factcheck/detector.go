package factcheck

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
)

// Options say what is known.
type Options struct {
	// Reviews are known from the start.
	Reviews []Review
	// Language tells the language of a claim where its review does not
	// (ISO 639-1, or und). Optional.
	Language func(text string) string
}

// Detector looks for reviewed claims. It is safe for concurrent use.
type Detector struct{ catalogue *Catalogue }

// New makes a detector of the reviews that are given.
func New(o Options) (*Detector, error) {
	c := NewCatalogue(o.Language)
	if _, err := c.Add(o.Reviews...); err != nil {
		return nil, fmt.Errorf("reading the reviews: %w", err)
	}
	return &Detector{c}, nil
}

// Catalogue is what the detector knows; it may grow at any time.
func (d *Detector) Catalogue() *Catalogue { return d.catalogue }

// maxSignals bounds the signals of one item; the best are kept.
const maxSignals = 5

// Detect returns at most one signal for each review, five in all, the best
// first. Its key is the address of the review, its score that of the passage
// that comes closest to the claim, 0.6 to 1.
//
// A page of the site that published the review raises no signal, and a page
// that links to the review, or lies on the site of another checker, reports
// the claim at most.
func (d *Detector) Detect(item qalxan.Item) []qalxan.Signal {
	host := hostOf(item.URL)
	best := map[string]qalxan.Signal{} // by address of the review
	for _, p := range d.catalogue.view() {
		for _, found := range p.detector.Detect(item) {
			r := p.byID[found.Key]
			if r.host() == host || found.Score <= best[r.URL].Score {
				continue
			}
			best[r.URL] = d.signal(item, r, found)
		}
	}
	signals := slices.SortedFunc(maps.Values(best), func(a, b qalxan.Signal) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Key, b.Key))
	})
	return signals[:min(len(signals), maxSignals)]
}

// signal says of a match with a claim what the review found.
func (d *Detector) signal(item qalxan.Item, r Review, found qalxan.Signal) qalxan.Signal {
	s := found
	s.Detector, s.Key = qalxan.DetectFactcheck, r.URL
	s.ID = qalxan.SignalID(item.ID, s.Detector, s.Key)
	cites := slices.Contains(item.Links, r.URL) || d.catalogue.checks(hostOf(item.URL))
	if cites && s.Stance == qalxan.StanceSpreads {
		s.Stance, s.Techniques = qalxan.StanceReports, nil
	}
	s.Reason = reason(r, s.Stance, found.Reason.Facts)
	return s
}

// openings are how a sentence begins, by stance.
var openings = map[qalxan.Stance]string{
	qalxan.StanceSpreads: "This claim was",
	qalxan.StanceReports: "It reports, as the words of others, a claim that was",
	qalxan.StanceRefutes: "It refutes a claim that was",
}

// maxWords bounds what is quoted of a review, in code points.
const maxWords = 200

func reason(r Review, stance qalxan.Stance, match map[string]string) qalxan.Reason {
	facts := map[string]string{
		"rating": string(r.Rating), "words": cut(r.Words), "publisher": cut(r.Publisher), "url": r.URL,
		"claim": cut(r.Claim), "passage": match["passage"], "language": match["language"],
	}
	on := ""
	if !r.Date.IsZero() {
		facts["date"] = r.Date.Format(time.DateOnly)
		on = " on " + facts["date"]
	}
	text := fmt.Sprintf("%s reviewed as %s by %s%s: %s", openings[stance], strings.ToUpper(string(r.Rating)), facts["publisher"], on, r.URL)
	return qalxan.Reason{Code: "factcheck." + string(stance), Facts: facts, Text: text}
}

func cut(text string) string {
	points := []rune(text)
	if len(points) > maxWords {
		return string(points[:maxWords]) + "…"
	}
	return text
}
