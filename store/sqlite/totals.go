package sqlite

import (
	"context"

	"github.com/qalxan/qalxan/store"
)

// Totals implements [store.Reader].
func (s *Store) Totals(ctx context.Context) (store.Totals, error) {
	fields := func(t *store.Totals) []any {
		return []any{&t.Sources, &t.Captures, &t.Items, &t.Versions, &t.Findings, &t.Campaigns, &t.Queued, &t.Outbox}
	}
	t, err := first(ctx, s.reader, fields, `SELECT
		(SELECT count(*) FROM sources),
		(SELECT count(*) FROM captures),
		(SELECT count(*) FROM items WHERE latest = 1),
		(SELECT count(*) FROM items),
		(SELECT count(*) FROM findings),
		(SELECT count(*) FROM campaigns),
		(SELECT count(*) FROM tasks WHERE next IS NOT NULL),
		(SELECT count(*) FROM outbox)`)
	return t, s.explain("counting the record", err)
}
