package bleve

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	blevesearch "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"

	"github.com/qalxan/qalxan/index"
)

// maxHits is how deep a search may page.
const maxHits = 10_000

// Search answers a request. Hits of equal relevance come newest first. Only
// words and phrases have relevance; without any, scores are 0.
func (x *Index) Search(ctx context.Context, r index.Request) (index.Result, error) {
	if r.From < 0 || r.Size < 0 || r.Size > maxHits-r.From {
		return index.Result{}, fmt.Errorf("search %d hits from %d: only the first %d can be listed; narrow the query", r.Size, r.From, maxHits)
	}
	request, err := newRequest(r)
	if err != nil {
		return index.Result{}, fmt.Errorf("search: %w", err)
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	found, err := x.run(ctx, request)
	if err == nil && r.Matches && len(found.Hits) > 0 {
		err = x.locate(ctx, request, found)
	}
	if err != nil {
		return index.Result{}, fmt.Errorf("search: %w", failure(err))
	}
	return result(found), nil
}

func newRequest(r index.Request) (*blevesearch.SearchRequest, error) {
	q, wordy, err := translate(r.Query)
	if err != nil {
		return nil, err
	}
	request := blevesearch.NewSearchRequestOptions(q, r.Size, r.From, false)
	if !wordy {
		request.Score = "none"
	}
	if r.Sort == index.SortNewest || !wordy {
		request.SortBy([]string{"-" + fieldWhen, "_id"})
	} else {
		request.SortBy([]string{"-_score", "-" + fieldWhen, "_id"})
	}
	return request, nil
}

func (x *Index) run(ctx context.Context, request *blevesearch.SearchRequest) (found *blevesearch.SearchResult, err error) {
	defer recovered(&err)
	found, err = x.live.SearchInContext(ctx, request)
	if err != nil {
		return nil, err
	}
	for _, err := range found.Status.Errors {
		return nil, err
	}
	return found, nil
}

// locate adds the places of matches to the hits found, by a second search
// among them alone: Bleve otherwise reads the places in all that match.
func (x *Index) locate(ctx context.Context, request *blevesearch.SearchRequest, found *blevesearch.SearchResult) error {
	ids := make([]string, len(found.Hits))
	for i, hit := range found.Hits {
		ids[i] = hit.ID
	}
	among := blevesearch.NewConjunctionQuery(blevesearch.NewDocIDQuery(ids), request.Query)
	again := blevesearch.NewSearchRequestOptions(among, len(ids), 0, false)
	again.IncludeLocations = true
	located, err := x.run(ctx, again)
	if err != nil {
		return err
	}
	places := make(map[string]search.FieldTermLocationMap, len(ids))
	for _, hit := range located.Hits {
		places[hit.ID] = hit.Locations
	}
	for _, hit := range found.Hits {
		hit.Locations = places[hit.ID]
	}
	return nil
}

func result(found *blevesearch.SearchResult) index.Result {
	r := index.Result{Total: int(found.Total), Hits: make([]index.Hit, len(found.Hits))}
	for i, hit := range found.Hits {
		r.Hits[i] = index.Hit{ID: hit.ID, Score: hit.Score, Matches: matches(hit.Locations)}
	}
	return r
}

// matches lists where the words of a query stand: title before text, in order,
// overlapping ones joined.
func matches(fields search.FieldTermLocationMap) []index.Match {
	var all []index.Match
	for field, terms := range fields {
		for _, locations := range terms {
			for _, l := range locations {
				all = append(all, index.Match{Field: strings.TrimSuffix(field, stemmed), From: int(l.Start), To: int(l.End)})
			}
		}
	}
	slices.SortFunc(all, func(a, b index.Match) int {
		return cmp.Or(-cmp.Compare(a.Field, b.Field), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return joined(all)
}

func joined(sorted []index.Match) []index.Match {
	var all []index.Match
	for _, m := range sorted {
		if n := len(all); n > 0 && all[n-1].Field == m.Field && m.From < all[n-1].To {
			all[n-1].To = max(all[n-1].To, m.To)
		} else {
			all = append(all, m)
		}
	}
	return all
}
