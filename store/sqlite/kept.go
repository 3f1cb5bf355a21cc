package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan/store"
)

const keptColumns = "kind, subject, version, time, by, why, ended, doc"

var addKept = insertion("INSERT", "kept", keptColumns)

func keptFields(k *store.Kept) []any {
	return []any{&k.Kind, &k.Subject, &k.Version, instant{&k.Time}, &k.By, &k.Why, &k.Ended, document{&k.Doc}}
}

// Keep implements [store.Keeping].
func (s *Store) Keep(ctx context.Context, k store.Kept) (store.Kept, error) {
	doing := fmt.Sprintf("keeping %s %s", k.Kind, k.Subject)
	if k.By == "" {
		return k, fmt.Errorf("%s: %w", doing, errors.New("it needs the name of who writes"))
	}
	if k.Time.IsZero() {
		k.Time = s.now()
	}
	k.Time = k.Time.UTC().Truncate(time.Microsecond)
	return k, s.write(ctx, doing, func(tx *sql.Tx) error {
		last, err := first(ctx, tx, itself[int], "SELECT coalesce(max(version), 0) FROM kept WHERE kind = ? AND subject = ?", k.Kind, k.Subject)
		if err != nil {
			return err
		}
		if k.Version != last+1 {
			return store.ErrConflict
		}
		_, err = tx.ExecContext(ctx, addKept, keptFields(&k)...)
		return err
	})
}

// KeptVersions implements [store.KeptReader].
func (s *Store) KeptVersions(ctx context.Context, kind store.KeptKind, subject string) ([]store.Kept, error) {
	all, err := list(ctx, s.reader, keptFields, "SELECT "+keptColumns+" FROM kept WHERE kind = ? AND subject = ? ORDER BY version DESC LIMIT ?",
		kind, subject, store.MostVersions)
	slices.Reverse(all)
	return all, s.explain(fmt.Sprintf("reading the versions of %s %s", kind, subject), err)
}

// KeptLast implements [store.KeptReader].
func (s *Store) KeptLast(ctx context.Context, kind store.KeptKind) ([]store.Kept, error) {
	all, err := list(ctx, s.reader, keptFields, "SELECT "+keptColumns+` FROM kept AS k WHERE kind = ?
		AND version = (SELECT max(version) FROM kept WHERE kind = k.kind AND subject = k.subject) ORDER BY subject`, kind)
	return all, s.explain(fmt.Sprintf("listing what was kept as %s", kind), err)
}
