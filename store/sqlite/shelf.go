package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/store"
)

const searchColumns = "user, name, query, saved"

var putSearch = insertion("REPLACE", "searches", searchColumns)

func searchFields(s *store.SavedSearch) []any {
	return []any{&s.User, &s.Name, &s.Query, instant{&s.Saved}}
}

// SaveSearch implements [store.Shelves].
func (s *Store) SaveSearch(ctx context.Context, n store.SavedSearch) error {
	return s.write(ctx, "keeping a search", func(tx *sql.Tx) error {
		others, err := first(ctx, tx, itself[int], "SELECT count(*) FROM searches WHERE user = ? AND name <> ?", n.User, n.Name)
		if err != nil {
			return err
		}
		if others >= store.MaxSearches {
			return fmt.Errorf("%w: %d searches are kept already", store.ErrConflict, others)
		}
		_, err = tx.ExecContext(ctx, putSearch, searchFields(&n)...)
		return err
	})
}

// RenameSearch implements [store.Shelves].
func (s *Store) RenameSearch(ctx context.Context, user, name, to string) error {
	doing := "renaming a search"
	return s.write(ctx, doing, func(tx *sql.Tx) error {
		taken, err := first(ctx, tx, itself[int], "SELECT count(*) FROM searches WHERE user = ?1 AND name = ?2 AND ?2 <> ?3", user, to, name)
		if err != nil {
			return err
		}
		if taken > 0 {
			return fmt.Errorf("%w: another search has this name", store.ErrConflict)
		}
		done, err := tx.ExecContext(ctx, "UPDATE searches SET name = ?3 WHERE user = ?1 AND name = ?2", user, name, to)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return store.ErrNotFound
		}
		return nil
	})
}

// DropSearch implements [store.Shelves].
func (s *Store) DropSearch(ctx context.Context, user, name string) error {
	return s.write(ctx, "forgetting a search", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM searches WHERE user = ? AND name = ?", user, name)
		return err
	})
}

// Searches implements [store.Shelves].
func (s *Store) Searches(ctx context.Context, user string) ([]store.SavedSearch, error) {
	all, err := list(ctx, s.reader, searchFields, "SELECT "+searchColumns+" FROM searches WHERE user = ? ORDER BY name", user)
	return all, s.explain("reading saved searches", err)
}

// Visit implements [store.Shelves].
func (s *Store) Visit(ctx context.Context, user string, at time.Time) error {
	return s.write(ctx, "noting a visit", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "REPLACE INTO visits (user, at) VALUES (?, ?)", user, instant{&at})
		return err
	})
}

// Visited implements [store.Shelves].
func (s *Store) Visited(ctx context.Context, user string) (time.Time, error) {
	fields := func(t *time.Time) []any { return []any{instant{t}} }
	at, err := first(ctx, s.reader, fields, "SELECT at FROM visits WHERE user = ?", user)
	if err = s.explain("reading a visit", err); errors.Is(err, store.ErrNotFound) {
		return time.Time{}, nil
	}
	return at, err
}
