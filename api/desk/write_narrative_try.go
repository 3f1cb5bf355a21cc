package desk

import (
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
)

// triedWording is what a wording would find in the last month.
type triedWording struct {
	Wording        string
	Unfit          bool
	Total, NearBy  int
	Hits, NearHits []hit
}

// Bounds of a trial of wordings on one page.
const (
	mostTried = 20
	mostHits  = 5
)

// tryWordings looks for the items of the last month that each wording would
// find, and for those that lack one word of it.
func (d *desk) tryWordings(r *http.Request, p *narrativePage, n qalxan.Narrative) error {
	for _, lang := range slices.Sorted(maps.Keys(n.Wordings)) {
		for _, wording := range n.Wordings[lang] {
			if len(p.Tried) == mostTried {
				p.TriedMore++
				continue
			}
			one, err := d.tryWording(r, wording)
			if err != nil {
				return err
			}
			p.Tried = append(p.Tried, one)
		}
	}
	if len(p.Tried) == 0 {
		p.Fault = "wordings"
	}
	return nil
}

func (d *desk) tryWording(r *http.Request, wording string) (triedWording, error) {
	t := triedWording{Wording: wording}
	found, err := d.library.Try(r.Context(), wording)
	if t.Unfit = errors.Is(err, api.ErrWording); t.Unfit {
		return t, nil
	}
	if err != nil {
		return t, err
	}
	near, err := d.library.Near(r.Context(), wording)
	t.Total, t.Hits, t.NearBy, t.NearHits = found.Total, someHits(found), near.Total, someHits(near)
	return t, err
}

func someHits(r api.SearchResult) []hit {
	var all []hit
	for _, h := range r.Hits[:min(len(r.Hits), mostHits)] {
		all = append(all, newHit(h))
	}
	return all
}
