// Package narrative finds watched claims in texts: sentences that say what one
// of a narrative's wordings says, and how the text stands to it. Saying is not
// the same as spreading: reporters and fact checkers say it too.
//
// Words are compared by stems and weighed by how much they tell; there is no
// model. docs/detectors.md says what that finds and misses.
package narrative

import (
	"fmt"

	"github.com/qalxan/qalxan"
)

// Detector looks for narratives. It is safe for concurrent use.
type Detector struct {
	narratives []qalxan.Narrative
	speeches   map[string]speech
	catalogue  catalogue
}

// New makes a detector of narratives, some 5 KB each. Their ids must be
// different, and their parents among them.
func New(narratives []qalxan.Narrative) (*Detector, error) {
	seen := map[string]bool{}
	for _, n := range narratives {
		if err := n.Validate(); err != nil {
			return nil, err
		}
		if seen[n.ID] {
			return nil, fmt.Errorf("narrative %s: the id is used twice", n.ID)
		}
		seen[n.ID] = true
	}
	if err := qalxan.CheckParents(narratives); err != nil {
		return nil, err
	}
	speeches := newSpeeches(narratives)
	return &Detector{narratives, speeches, newCatalogue(narratives, speeches)}, nil
}

// Detect returns at most one signal for each narrative, in the order in which
// they were given. Its key is the narrative's id and its score that of the
// passage that comes closest to a wording, 0.6 to 1. The spans are the passages
// and, within them, the words that match.
func (d *Detector) Detect(item qalxan.Item) []qalxan.Signal {
	if len(d.narratives) == 0 {
		return nil
	}
	page := newPage(item)
	return d.signals(page, d.hits(page, Threshold))
}

// signals makes the signals of hits.
func (d *Detector) signals(page page, hits []hit) []qalxan.Signal {
	byNarrative := map[int][]hit{}
	for _, h := range hits {
		number := d.catalogue.cards[h.card].narrative
		byNarrative[number] = append(byNarrative[number], h)
	}
	var signals []qalxan.Signal
	for number := range d.narratives {
		if s, ok := d.signal(number, page, byNarrative[number]); ok {
			signals = append(signals, s)
		}
	}
	return signals
}

// hits looks for wordings in the language of the page by stems, and for all
// others by the beginnings of words. The floor is the least score of a hit.
func (d *Detector) hits(page page, floor float64) []hit {
	code := page.item.Language.Code
	var found []hit
	own, ok := d.catalogue.own[code]
	if ok {
		found = d.search(page, own, false, floor).hits(func(card) bool { return true })
	}
	distant := d.search(page, d.catalogue.distant, true, floor)
	return append(found, distant.hits(func(c card) bool { return !ok || c.language != code })...)
}

// search makes a search in a section; one without cards finds nothing.
func (d *Detector) search(page page, in section, distant bool, floor float64) search {
	s := search{d.catalogue, d.speeches, page, in, distant, floor, nil}
	if len(in.cards) > 0 {
		s.places = page.places(in.terms)
	}
	return s
}
