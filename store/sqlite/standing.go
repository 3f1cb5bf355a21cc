package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Standing implements [store.Standings].
func (s *Store) Standing(ctx context.Context, level qalxan.Level, status qalxan.Status, limit int) ([]qalxan.Finding, error) {
	var all []qalxan.Finding
	err := s.read(ctx, "listing findings in review", func(tx *sql.Tx) (err error) {
		all, err = list(ctx, tx, findingFields, selectFinding+"WHERE status = ? AND level = ? ORDER BY created, id LIMIT ?", status, level, limit)
		if err != nil {
			return err
		}
		return complete(ctx, tx, all)
	})
	return all, err
}

// complete adds signals and decisions to findings.
func complete(ctx context.Context, tx *sql.Tx, all []qalxan.Finding) (err error) {
	for i := range all {
		if all[i].Signals, err = signalsOf(ctx, tx, all[i].Identity); err != nil {
			return err
		}
		if all[i].Decisions, err = decisionsOn(ctx, tx, all[i].ID); err != nil {
			return err
		}
	}
	return nil
}

// Unreviewed implements [store.Standings].
func (s *Store) Unreviewed(ctx context.Context) ([]store.Count, error) {
	var counts []store.Count
	err := s.read(ctx, "counting what waits", func(tx *sql.Tx) (err error) {
		counts, err = list(ctx, tx, countFields, "SELECT level, count(*) FROM findings WHERE status = ? GROUP BY level", qalxan.StatusNew)
		return err
	})
	levels := qalxan.Levels()
	slices.SortFunc(counts, func(a, b store.Count) int {
		return slices.Index(levels, qalxan.Level(b.Value)) - slices.Index(levels, qalxan.Level(a.Value))
	})
	return counts, err
}
