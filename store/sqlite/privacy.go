package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/qalxan/qalxan/store"
)

// PrivacySeal implements [store.Privacy].
func (s *Store) PrivacySeal(ctx context.Context) (string, error) {
	seal, err := first(ctx, s.reader, itself[string], "SELECT seal FROM privacy_seal")
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return seal, s.explain("reading the seal of the pseudonyms", err)
}

// SetPrivacySeal implements [store.Privacy].
func (s *Store) SetPrivacySeal(ctx context.Context, seal string) error {
	return s.write(ctx, "noting the seal of the pseudonyms", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO privacy_seal (one, seal) VALUES (1, ?)", seal); err != nil {
			return err
		}
		noted, err := first(ctx, tx, itself[string], "SELECT seal FROM privacy_seal")
		if err == nil && noted != seal {
			err = fmt.Errorf("%w: the pseudonyms have another key", store.ErrConflict)
		}
		return err
	})
}

func authoredFields(a *store.Authored) []any {
	return []any{&a.Key, &a.ItemID, &a.SourceID, &a.Identity, &a.Site, &a.Author}
}

// Authored implements [store.Privacy].
func (s *Store) Authored(ctx context.Context, after int64, limit int) ([]store.Authored, error) {
	all, err := list(ctx, s.reader, authoredFields, `SELECT seq, id, source_id, identity, site, author FROM items
		WHERE seq > ? AND author <> '' ORDER BY seq LIMIT ?`, after, limit)
	return all, s.explain("reading authors", err)
}

// Relabel implements [store.Privacy].
func (s *Store) Relabel(ctx context.Context, all []store.Authored) error {
	return s.write(ctx, "replacing authors", func(tx *sql.Tx) error {
		for _, a := range all {
			if err := announce(ctx, tx, "SELECT id FROM items WHERE seq = ? AND author = ?", a.Key, a.Author); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, "UPDATE items SET author = ? WHERE seq = ? AND author = ?", a.Label, a.Key, a.Author); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `UPDATE OR REPLACE shares SET account = n.label
			FROM (SELECT value ->> 'Identity' AS identity, value ->> 'Author' AS author, value ->> 'Label' AS label FROM json_each(?)) n
			WHERE content = n.identity AND account = n.author`, document{all})
		return err
	})
}

// SaveErasure implements [store.Privacy].
func (s *Store) SaveErasure(ctx context.Context, e store.Erasure) error {
	return s.write(ctx, "noting the erasure "+e.ID, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "REPLACE INTO erasures (id, done, doc) VALUES (?, ?, ?)", e.ID, !e.Done.IsZero(), document{e})
		return err
	})
}

// Erasures implements [store.Privacy].
func (s *Store) Erasures(ctx context.Context) ([]store.Erasure, error) {
	all, err := list(ctx, s.reader, func(e *store.Erasure) []any { return []any{document{e}} },
		"SELECT doc FROM erasures ORDER BY doc ->> 'began', id")
	return all, s.explain("reading erasures", err)
}

func holdFields(h *store.Hold) []any { return []any{document{h}} }

// AddHold implements [store.Privacy].
func (s *Store) AddHold(ctx context.Context, h store.Hold) error {
	return s.write(ctx, "adding the hold "+h.ID, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO holds (id, noun, object, open, doc) VALUES (?, ?, ?, 1, ?)", h.ID, h.Noun, h.Object, document{h})
		return err
	})
}

// ReleaseHold implements [store.Privacy].
func (s *Store) ReleaseHold(ctx context.Context, id string, r store.Release) (h store.Hold, err error) {
	err = s.write(ctx, "releasing the hold "+id, func(tx *sql.Tx) error {
		if h, err = first(ctx, tx, holdFields, "SELECT doc FROM holds WHERE id = ?", id); err != nil {
			return err
		}
		if h.Release != nil {
			return fmt.Errorf("%w: %s released it on %s", store.ErrConflict, h.Release.By, h.Release.Time.Format("2006-01-02"))
		}
		h.Release = &r
		_, err := tx.ExecContext(ctx, "UPDATE holds SET open = 0, doc = ? WHERE id = ?", document{h}, id)
		return err
	})
	return h, err
}

// Holds implements [store.Privacy].
func (s *Store) Holds(ctx context.Context) ([]store.Hold, error) {
	all, err := list(ctx, s.reader, holdFields, "SELECT doc FROM holds ORDER BY open DESC, doc ->> 'time' DESC, id")
	return all, s.explain("reading holds", err)
}
