package api

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

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
