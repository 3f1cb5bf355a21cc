package bleve

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	blevesearch "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	blevequery "github.com/blevesearch/bleve/v2/search/query"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
)

// maxHits is how deep a search may page.
const maxHits = 10_000

// mostRanked is how many hits are put in order of relevance: where more match,
// the newest of them, and all of the day of the last. A word that half of all
// texts have makes none of them better than another.
const mostRanked = 10_000

// Search answers a request. Hits of equal relevance come newest first. Only
// words and phrases have relevance; without any, scores are 0. Where more than
// 10,000 match, these are the newest of them; Total and the facets count all.
func (x *Index) Search(ctx context.Context, r index.Request) (index.Result, error) {
	if r.From < 0 || r.Size < 0 || r.Size > maxHits-r.From {
		return index.Result{}, fmt.Errorf("search %d hits from %d: only the first %d can be listed; narrow the query", r.Size, r.From, maxHits)
	}
	scored, err := rank(r.Query)
	if err != nil {
		return index.Result{}, fmt.Errorf("search: %w", err)
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	selected := &selection{shelf: x.shelf, node: r.Query, scored: scored, newest: r.From + r.Size, facets: r.Facets}
	found, err := x.run(ctx, newRequest(r, selected))
	if err == nil && r.Matches && len(found.Hits) > 0 {
		err = x.locate(ctx, r.Query, found)
	}
	if err != nil {
		return index.Result{}, fmt.Errorf("search: %w", failure(err))
	}
	return result(found, selected), nil
}

func newRequest(r index.Request, s *selection) *blevesearch.SearchRequest {
	request := blevesearch.NewSearchRequestOptions(s, r.Size, r.From, false)
	if s.scored == nil {
		request.Score = "none"
	}
	if r.Sort == index.SortNewest || s.scored == nil {
		request.SortBy([]string{"-" + fieldWhen, "_id"})
	} else {
		s.newest = mostRanked
		request.SortBy([]string{"-_score", "-" + fieldWhen, "_id"})
	}
	return request
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
func (x *Index) locate(ctx context.Context, n query.Node, found *blevesearch.SearchResult) error {
	words, err := placed(n)
	if err != nil || words == nil {
		return err
	}
	ids := make([]string, len(found.Hits))
	for i, hit := range found.Hits {
		ids[i] = hit.ID
	}
	among := blevequery.NewConjunctionQuery([]blevequery.Query{blevesearch.NewDocIDQuery(ids), words})
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

func result(found *blevesearch.SearchResult, s *selection) index.Result {
	r := index.Result{Total: s.total, Facets: s.counted, Hits: make([]index.Hit, len(found.Hits))}
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
