package api

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// SearchRequest is one page of one search.
type SearchRequest struct {
	Query  string // in the search language; empty for everything
	Cursor string // empty for the first page, then SearchResult.Next
	Limit  int    // 1 to 100; 0 for 20
	// Sort is the order of hits; empty for relevance where the query has
	// words, and newest first where it only filters.
	Sort index.Sort
	// NoFacets leaves the counts out.
	NoFacets bool
}

// SearchResult is one page of hits.
type SearchResult struct {
	Total  int          `json:"total"`
	Hits   []Hit        `json:"hits"`
	Facets store.Facets `json:"facets"`
	// FacetsOf is how many hits the facets count: all of them, or 0 where the
	// counts were left out.
	FacetsOf int    `json:"facets_of"`
	Next     string `json:"next,omitempty"` // cursor of the next page
}

// Hit is an item that was found.
type Hit struct {
	Brief
	// FindingID, Level and Status are those of the finding about the item's
	// identity; empty without one.
	FindingID string        `json:"finding,omitempty"`
	Level     qalxan.Level  `json:"level,omitempty"`
	Status    qalxan.Status `json:"status,omitempty"`
	Score     float64       `json:"score"` // of the index; compares hits of one search only
	Snippets  []Snippet     `json:"snippets"`
}

// Bounds of a search.
const (
	defaultHits = 20
	maxHits     = 100
	maxDepth    = 10_000 // hits that can be paged through and counted
)

// Search finds items. The index lags behind the record by what is in the
// outbox: a hit that the record no longer holds is left out.
func (l *Library) Search(ctx context.Context, r SearchRequest) (SearchResult, error) {
	node, err := query.Parse(r.Query, l.now())
	if err != nil {
		return SearchResult{}, err
	}
	from, err := offset(r.Cursor)
	if err != nil {
		return SearchResult{}, err
	}
	limit, err := size(r.Limit, from)
	if err != nil {
		return SearchResult{}, err
	}
	_, filters := filterOf(node)
	found, err := l.index.Search(ctx, index.Request{
		Query: node, From: from, Size: limit, Sort: order(r.Sort, filters), Matches: true, Facets: !r.NoFacets,
	})
	if err != nil {
		return SearchResult{}, fmt.Errorf("search: %w", err)
	}
	out := SearchResult{Total: found.Total, Facets: filledFacets(found.Facets), Next: cursor(from+len(found.Hits), found)}
	if !r.NoFacets {
		out.FacetsOf = found.Total
	}
	out.Hits, err = l.hits(ctx, found.Hits)
	return out, err
}

// size is how many hits the page has.
func size(limit, from int) (int, error) {
	if limit < 0 || limit > maxHits {
		return 0, fmt.Errorf("%w: the limit %d is not between 1 and %d", store.ErrPage, limit, maxHits)
	}
	return min(cmp.Or(limit, defaultHits), maxDepth-from), nil
}

func order(asked index.Sort, filters bool) index.Sort {
	switch {
	case asked != "":
		return asked
	case filters:
		return index.SortNewest
	}
	return index.SortRelevance
}

// cursor names the place after the hits given out; nothing after the last.
func cursor(to int, found index.Result) string {
	if len(found.Hits) == 0 || to >= min(found.Total, maxDepth) {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(to)))
}

func offset(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	from, number := strconv.Atoi(string(raw))
	if err != nil || number != nil || from < 1 || from >= maxDepth {
		return 0, fmt.Errorf("%w: the cursor %.40q was not made by this list; start again without one", store.ErrPage, cursor)
	}
	return from, nil
}

func (l *Library) hits(ctx context.Context, found []index.Hit) ([]Hit, error) {
	hits, brief := []Hit{}, l.briefs()
	for _, f := range found {
		item, err := l.item(ctx, f.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		about, err := brief(ctx, item)
		if err != nil {
			return nil, err
		}
		hit := Hit{Brief: about, Score: f.Score, Snippets: matched(item, f.Matches)}
		finding, err := optional(l.store.FindingOf(ctx, item.Identity))
		if err != nil {
			return nil, fmt.Errorf("read the finding about item %s: %w", item.ID, err)
		}
		if finding != nil {
			hit.FindingID, hit.Level, hit.Status = finding.ID, finding.Level, finding.Status
		}
		hits = append(hits, hit)
	}
	return hits, nil
}
