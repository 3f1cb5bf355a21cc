package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// defaultMaxTasks is how many addresses of a source are known at most.
const defaultMaxTasks = 100_000

// LeaveOut implements [store.Frontier].
func (s *Store) LeaveOut(ctx context.Context, results []frontier.Result) error {
	return s.write(ctx, fmt.Sprintf("leaving out %d tasks", len(results)), func(tx *sql.Tx) error {
		for _, r := range results {
			if err := settle(ctx, tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// PutOff implements [store.Frontier].
func (s *Store) PutOff(ctx context.Context, tasks []frontier.Task) error {
	return s.write(ctx, fmt.Sprintf("putting off %d tasks", len(tasks)), func(tx *sql.Tx) error {
		for _, t := range tasks {
			if _, err := tx.ExecContext(ctx, "UPDATE tasks SET place = "+latePlace+" WHERE source_id = ? AND url = ?", t.SourceID, t.URL); err != nil {
				return err
			}
		}
		return nil
	})
}

// Backlog implements [store.Frontier].
func (s *Store) Backlog(ctx context.Context, sourceID string) (store.Backlog, error) {
	b, err := backlog(ctx, s.reader, sourceID)
	return b, s.explain("counting what is known of "+sourceID, err)
}

func backlog(ctx context.Context, q querier, sourceID string) (b store.Backlog, err error) {
	all, err := list(ctx, q, func(b *store.Backlog) []any { return []any{&b.Known, &b.Dropped} },
		"SELECT known, dropped FROM backlogs WHERE source_id = ?", sourceID)
	if len(all) > 0 {
		b = all[0]
	}
	return b, err
}

// boundAll bounds every source that tasks were added to.
func (s *Store) boundAll(ctx context.Context, tx *sql.Tx, added []frontier.Task) error {
	done := map[string]bool{}
	for _, t := range added {
		if done[t.SourceID] {
			continue
		}
		done[t.SourceID] = true
		if err := s.bound(ctx, tx, t.SourceID); err != nil {
			return err
		}
	}
	return nil
}

// bound forgets pages of a source where more is known than may be: those that
// were never visited, the least promising first and of these the oldest. Some
// more go than have to, so that this is seldom done.
func (s *Store) bound(ctx context.Context, tx *sql.Tx, sourceID string) error {
	b, err := backlog(ctx, tx, sourceID)
	if err != nil || b.Known <= s.maxTasks {
		return err
	}
	excess := b.Known - s.maxTasks + s.maxTasks/100
	result, err := tx.ExecContext(ctx, `DELETE FROM tasks WHERE seq IN (
		SELECT seq FROM tasks WHERE source_id = ? AND next IS NOT NULL AND place > ? AND worked IS NULL
		ORDER BY place DESC, depth DESC, next, seq LIMIT ?)`, sourceID, frontier.PlaceStart, excess)
	if err != nil {
		return fmt.Errorf("bounding what is known of %s: %w", sourceID, err)
	}
	dropped, err := result.RowsAffected()
	if err != nil || dropped == 0 {
		return err
	}
	s.log.WarnContext(ctx, "a source has more addresses than are kept; pages that were never visited are forgotten, the least promising first",
		"source", sourceID, "known", s.maxTasks, "forgotten", dropped)
	_, err = tx.ExecContext(ctx, "UPDATE backlogs SET dropped = dropped + ? WHERE source_id = ?", dropped, sourceID)
	return err
}
