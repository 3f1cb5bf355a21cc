package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/qalxan/qalxan/store"
)

const dispatchColumns = "id, report, due, made, entry"

var putDispatch = insertion("REPLACE", "dispatches", dispatchColumns)

func dispatchEntry(d *store.Dispatch) []any { return []any{document{d}} }

// BeginReports implements [store.Dispatches].
func (s *Store) BeginReports(ctx context.Context, names []string, now time.Time) (map[string]time.Time, error) {
	if names == nil {
		names = []string{}
	}
	since := map[string]time.Time{}
	err := s.write(ctx, "noting the standing reports", func(tx *sql.Tx) error {
		for _, statement := range []string{
			"DELETE FROM standing_reports WHERE name NOT IN (SELECT value FROM json_each(?1))",
			"INSERT OR IGNORE INTO standing_reports (name, since) SELECT value, ?2 FROM json_each(?1)",
		} {
			if _, err := tx.ExecContext(ctx, statement, document{names}, instant{&now}); err != nil {
				return err
			}
		}
		all, err := list(ctx, tx, func(r *ruleSince) []any { return []any{&r.name, instant{&r.since}} }, "SELECT name, since FROM standing_reports")
		for _, r := range all {
			since[r.name] = r.since
		}
		return err
	})
	return since, err
}

// SaveDispatch implements [store.Dispatches].
func (s *Store) SaveDispatch(ctx context.Context, d store.Dispatch, letters []store.Letter) error {
	return s.write(ctx, "noting report "+d.ID, func(tx *sql.Tx) error {
		oldest := d.Made.Add(-store.DispatchesKept)
		if _, err := tx.ExecContext(ctx, "DELETE FROM dispatches WHERE made < ?", instant{&oldest}); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, putDispatch, d.ID, d.Report, instant{&d.Due}, instant{&d.Made}, document{d}); err != nil {
			return err
		}
		for _, l := range letters {
			if _, err := tx.ExecContext(ctx, putLetter, letterFields(&l)...); err != nil {
				return err
			}
		}
		return nil
	})
}

// Dispatch implements [store.Dispatches].
func (s *Store) Dispatch(ctx context.Context, id string) (store.Dispatch, error) {
	d, err := first(ctx, s.reader, dispatchEntry, "SELECT entry FROM dispatches WHERE id = ?", id)
	return d, s.explain("reading report "+id, err)
}

// LastDispatch implements [store.Dispatches].
func (s *Store) LastDispatch(ctx context.Context, report string) (store.Dispatch, error) {
	d, err := first(ctx, s.reader, dispatchEntry,
		"SELECT entry FROM dispatches WHERE report = ? AND due > 0 ORDER BY due DESC LIMIT 1", report)
	return d, s.explain("reading the last report "+report, err)
}

// Dispatches implements [store.Dispatches].
func (s *Store) Dispatches(ctx context.Context, p store.Page) ([]store.Dispatch, string, error) {
	c := &conditions{from: "dispatches"}
	limit, err := c.turn(p, "made", "id")
	if err != nil {
		return nil, "", err
	}
	all, err := list(ctx, s.reader, dispatchEntry, c.query("SELECT entry")+" ORDER BY made DESC, id DESC LIMIT ?", append(c.args, limit+1)...)
	if err != nil {
		return nil, "", s.explain("reading reports", err)
	}
	page, cursor := cut(all, limit, func(d store.Dispatch) key { return key{d.Made, d.ID} })
	return page, cursor, nil
}
