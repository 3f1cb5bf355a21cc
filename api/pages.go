package api

import (
	"context"
	"iter"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// pages yields every value of a paged list, page by page. It ends with the
// first error.
func pages[T any](list func(store.Page) ([]T, string, error)) iter.Seq2[T, error] {
	return paged(1000, list)
}

// paged is pages, with how many values are read at a time: as many as are
// needed, where that is known.
func paged[T any](length int, list func(store.Page) ([]T, string, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for p := (store.Page{Limit: length}); ; {
			values, next, err := list(p)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, v := range values {
				if !yield(v, nil) {
					return
				}
			}
			if p.Cursor = next; next == "" {
				return
			}
		}
	}
}

// findings yields every finding that the filter lets through.
func (l *Library) findings(ctx context.Context, f store.Filter) iter.Seq2[qalxan.Finding, error] {
	return pages(func(p store.Page) ([]qalxan.Finding, string, error) { return l.store.Findings(ctx, f, p) })
}

// campaigns yields every campaign.
func (l *Library) campaigns(ctx context.Context) iter.Seq2[qalxan.Campaign, error] {
	return pages(func(p store.Page) ([]qalxan.Campaign, string, error) { return l.store.Campaigns(ctx, p) })
}
