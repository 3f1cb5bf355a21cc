package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"github.com/qalxan/qalxan/store"
)

const (
	shareColumns = "time, content, kind, object, account, outlet"
	markColumns  = "site, kind, value, seen"
)

var (
	addShare = insertion("INSERT OR IGNORE", "shares", shareColumns)
	putMark  = insertion("REPLACE", "marks", markColumns)
)

func shareFields(s *store.Share) []any {
	return []any{instant{&s.Time}, &s.Content, &s.Kind, &s.Object, &s.Account, &s.Outlet}
}

func markFields(m *store.Mark) []any { return []any{&m.Site, &m.Kind, &m.Value, instant{&m.Seen}} }

// saveShares adds shares, and drops those that are too old beside them.
func saveShares(ctx context.Context, tx *sql.Tx, shares []store.Share) error {
	var newest time.Time
	for _, s := range shares {
		if _, err := tx.ExecContext(ctx, addShare, shareFields(&s)...); err != nil {
			return err
		}
		if s.Time.After(newest) {
			newest = s.Time
		}
	}
	return dropBefore(ctx, tx, "DELETE FROM shares WHERE time < ?", newest, store.ShareAge)
}

// saveMarks adds marks or notes that they were seen again, and drops those that
// were not for long.
func saveMarks(ctx context.Context, tx *sql.Tx, marks []store.Mark) error {
	var newest time.Time
	for _, m := range marks {
		if _, err := tx.ExecContext(ctx, putMark, markFields(&m)...); err != nil {
			return err
		}
		if m.Seen.After(newest) {
			newest = m.Seen
		}
	}
	return dropBefore(ctx, tx, "DELETE FROM marks WHERE seen < ?", newest, store.MarkAge)
}

func dropBefore(ctx context.Context, tx *sql.Tx, statement string, newest time.Time, age time.Duration) error {
	if newest.IsZero() {
		return nil
	}
	oldest := newest.Add(-age)
	_, err := tx.ExecContext(ctx, statement, instant{&oldest})
	return err
}

// Shares implements [store.Traces].
func (s *Store) Shares(ctx context.Context, since time.Time) iter.Seq2[store.Share, error] {
	return pages(func(after store.Share) ([]store.Share, store.Share, error) {
		if after == (store.Share{}) {
			after.Time = since
		}
		page, err := list(ctx, s.reader, shareFields, "SELECT "+shareColumns+` FROM shares
			WHERE (time, content, kind, object, account) > (?, ?, ?, ?, ?) ORDER BY time, content, kind, object, account LIMIT ?`,
			instant{&after.Time}, after.Content, after.Kind, after.Object, after.Account, rowsAPage)
		if len(page) > 0 {
			after = page[len(page)-1]
		}
		return page, after, s.explain("reading shares", err)
	})
}

// Marks implements [store.Traces].
func (s *Store) Marks(ctx context.Context) iter.Seq2[store.Mark, error] {
	return pages(func(after store.Mark) ([]store.Mark, store.Mark, error) {
		page, err := list(ctx, s.reader, markFields, "SELECT "+markColumns+` FROM marks
			WHERE (seen, site, kind, value) > (?, ?, ?, ?) ORDER BY seen, site, kind, value LIMIT ?`,
			instant{&after.Seen}, after.Site, after.Kind, after.Value, rowsAPage)
		if len(page) > 0 {
			after = page[len(page)-1]
		}
		return page, after, s.explain("reading marks", err)
	})
}

// FoundOn implements [store.Traces].
func (s *Store) FoundOn(ctx context.Context, site string, after time.Time, limit int) ([]string, error) {
	all, err := list(ctx, s.reader, itself[string], `SELECT identity FROM items
		WHERE place = ? AND at >= ? AND latest = 1 AND level <> '' ORDER BY at DESC, identity LIMIT ?`, site, instant{&after}, limit)
	return all, s.explain("listing findings on "+site, err)
}

// hourly is the hour of an item, as microseconds; times before 1970 are in the
// hour that they lie in, too.
const hourly = "(at / 3600000000 - (at % 3600000000 < 0)) * 3600000000 AS hour"

const (
	selectSourceTallies    = "SELECT source_id, " + hourly + ", count(*) FROM items WHERE version = 1 AND at >= ? GROUP BY source_id, hour"
	selectNarrativeTallies = "SELECT key, " + hourly + `, count(*) FROM signals CROSS JOIN items ON items.id = item_id
		WHERE detector = 'narrative' AND stance = 'spreads' AND version = 1 AND at >= ? GROUP BY key, hour`
)

// SourceTallies implements [store.Traces].
func (s *Store) SourceTallies(ctx context.Context, since time.Time) ([]store.Tally, error) {
	all, err := list(ctx, s.reader, tallyFields, selectSourceTallies, instant{&since})
	return all, s.explain("counting the items of sources", err)
}

// NarrativeTallies implements [store.Traces].
func (s *Store) NarrativeTallies(ctx context.Context, since time.Time) ([]store.Tally, error) {
	all, err := list(ctx, s.reader, tallyFields, selectNarrativeTallies, instant{&since})
	return all, s.explain("counting what spreads narratives", err)
}

func tallyFields(t *store.Tally) []any { return []any{&t.Key, instant{&t.Hour}, &t.Items} }

// watched is since when something is.
type watched struct {
	id    string
	since time.Time
}

// SourcesWatched implements [store.Traces].
func (s *Store) SourcesWatched(ctx context.Context) (map[string]time.Time, error) {
	return s.watched(ctx, "SELECT source_id, min(started) FROM runs GROUP BY source_id")
}

// NarrativesWatched implements [store.Traces].
func (s *Store) NarrativesWatched(ctx context.Context) (map[string]time.Time, error) {
	return s.watched(ctx, "SELECT id, since FROM narratives")
}

func (s *Store) watched(ctx context.Context, query string) (map[string]time.Time, error) {
	all, err := list(ctx, s.reader, func(w *watched) []any { return []any{&w.id, instant{&w.since}} }, query)
	since := make(map[string]time.Time, len(all))
	for _, w := range all {
		since[w.id] = w.since
	}
	return since, s.explain("reading since when things are watched", err)
}
