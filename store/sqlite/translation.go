package sqlite

import (
	"context"
	"database/sql"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Translations implements [store.TranslationReader].
func (s *Store) Translations(ctx context.Context, digest string) ([]qalxan.Translation, error) {
	all, err := list(ctx, s.reader, func(t *qalxan.Translation) []any { return []any{document{t}} },
		"SELECT doc FROM translations WHERE digest = ? ORDER BY target, source", digest)
	return all, s.explain("reading translations", err)
}

// SaveTranslation implements [store.Translations].
func (s *Store) SaveTranslation(ctx context.Context, itemID string, t qalxan.Translation) error {
	t.Time = t.Time.UTC()
	return s.write(ctx, "keeping the translation of item "+itemID, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `REPLACE INTO translations (digest, target, source, doc) SELECT hash, ?, ?, ? FROM items
			JOIN contents ON item_seq = seq WHERE id = ? AND hash = ? AND text <> ''`, t.Target, t.Source, document{t}, itemID, t.Digest)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return store.ErrNotFound
	})
}
