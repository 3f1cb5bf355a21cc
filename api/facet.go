package api

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// countFilter counts everything that a filter lets through: one grouped
// question to the record, exact for any number of hits.
func (l *Library) countFilter(ctx context.Context, f store.Filter, total int) (store.Facets, int, error) {
	facets, err := l.store.Facets(ctx, f)
	if err != nil {
		return facets, 0, fmt.Errorf("count hits: %w", err)
	}
	return filledFacets(facets), total, nil
}

// countHits counts the first 10,000 hits of a query.
func (l *Library) countHits(ctx context.Context, node query.Node) (store.Facets, int, error) {
	found, err := l.all(ctx, node)
	if err != nil {
		return store.Facets{}, 0, err
	}
	ids := make([]string, 0, len(found.Hits))
	for _, h := range found.Hits {
		ids = append(ids, h.ID)
	}
	facets, err := l.store.FacetsOf(ctx, ids)
	if err != nil {
		return facets, 0, fmt.Errorf("count hits: %w", err)
	}
	return filledFacets(facets), len(ids), nil
}

// all finds the first 10,000 hits of a query, best first.
func (l *Library) all(ctx context.Context, node query.Node) (index.Result, error) {
	found, err := l.index.Search(ctx, index.Request{Query: node, Size: maxDepth})
	if err != nil {
		return found, fmt.Errorf("search: %w", err)
	}
	return found, nil
}

func filledFacets(f store.Facets) store.Facets {
	return store.Facets{
		Languages: filled(f.Languages), Sources: filled(f.Sources), Narratives: filled(f.Narratives),
		Levels: filled(f.Levels), Statuses: filled(f.Statuses), Days: filled(f.Days),
	}
}
