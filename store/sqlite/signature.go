package sqlite

import (
	"context"
	"iter"
	"time"

	"github.com/qalxan/qalxan/store"
)

// sighting is the place of an item among those ordered by when they were seen.
type sighting struct{ seen, seq int64 }

// Signatures implements [store.Reader].
func (s *Store) Signatures(ctx context.Context, since time.Time) iter.Seq2[store.Signed, error] {
	return pages(func(after sighting) ([]store.Signed, sighting, error) {
		if after == (sighting{}) {
			after.seen = since.UnixMicro()
		}
		fields := func(g *store.Signed) []any {
			return []any{
				&g.ItemID, &g.Identity, &g.SourceID, &g.URL, instant{&g.When}, minhash{&g.Signature}, &after.seen, &after.seq,
			}
		}
		page, err := list(ctx, s.reader, fields, `SELECT id, identity, source_id, url, at, minhash, seen, seq
			FROM items CROSS JOIN signatures ON item_seq = seq
			WHERE latest = 1 AND (seen, seq) > (?, ?) ORDER BY seen, seq LIMIT ?`, after.seen, after.seq, rowsAPage)
		return page, after, s.explain("reading signatures", err)
	})
}
