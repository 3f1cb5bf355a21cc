package sqlite

import (
	"context"
	"database/sql"
	"iter"

	"github.com/qalxan/qalxan/store"
)

// textsAPage is how many texts an iterator holds at a time.
const textsAPage = 100

// Pending implements [store.Outbox].
func (s *Store) Pending(ctx context.Context, limit int) ([]store.Change, error) {
	fields := func(c *store.Change) []any { return []any{&c.Seq, &c.ItemID} }
	all, err := list(ctx, s.reader, fields, "SELECT seq, item_id FROM outbox ORDER BY seq LIMIT ?", max(limit, 0))
	return all, s.explain("reading the outbox", err)
}

// Settle implements [store.Outbox]. A change after the sequence number stands
// under a new one, so the old number finds nothing.
func (s *Store) Settle(ctx context.Context, changes []store.Change) error {
	settled := make([]int64, len(changes))
	for i, c := range changes {
		settled[i] = c.Seq
	}
	return s.write(ctx, "settling the outbox", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM outbox WHERE seq IN (SELECT value FROM json_each(?))", document{settled})
		return err
	})
}

// selectSearchable reads items with what can be searched of their findings.
const selectSearchable = "SELECT " + itemColumns + ", " + contentColumns + `,
	latest, level, status, campaign_id, (SELECT json_group_array(key ORDER BY key) FROM signals WHERE item_id = i.id AND detector = 'narrative')
	FROM items i JOIN contents ON item_seq = i.seq `

func searchableFields(x *store.Searchable) []any {
	return append(wholeItem(&x.Item), &x.Latest, &x.Level, &x.Status, &x.CampaignID, document{&x.Narratives})
}

// Searchable implements [store.Outbox].
func (s *Store) Searchable(ctx context.Context) iter.Seq2[store.Searchable, error] {
	return pages(func(after string) ([]store.Searchable, string, error) {
		page, err := list(ctx, s.reader, searchableFields, selectSearchable+"WHERE i.id > ? ORDER BY i.id LIMIT ?", after, textsAPage)
		if len(page) > 0 {
			after = page[len(page)-1].Item.ID
		}
		return page, after, s.explain("reading what can be searched", err)
	})
}

// SearchableByID implements [store.Outbox].
func (s *Store) SearchableByID(ctx context.Context, itemIDs []string) ([]store.Searchable, error) {
	all, err := list(ctx, s.reader, searchableFields,
		selectSearchable+"WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY i.id", document{itemIDs})
	return all, s.explain("reading what can be searched", err)
}
