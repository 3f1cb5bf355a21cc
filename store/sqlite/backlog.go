package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

const (
	// defaultMaxTasks is how many addresses of a source are known at most.
	defaultMaxTasks = 100_000
	// defaultMaxLists is how many of them are feeds and sitemaps at most. The
	// largest papers have some hundred.
	defaultMaxLists = 1000
)

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
	lists := map[string]bool{} // by source, whether there are some among those added
	for _, t := range added {
		lists[t.SourceID] = lists[t.SourceID] || t.Role == frontier.RoleFeed || t.Role == frontier.RoleSitemap
	}
	for id, some := range lists {
		if some {
			if err := s.boundLists(ctx, tx, id); err != nil {
				return fmt.Errorf("bounding the feeds and sitemaps of %s: %w", id, err)
			}
		}
		if err := s.bound(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// share is the part of what may be known that is kept for pages which were
// never visited: one in so many. A source of which all was visited would
// otherwise forget each new page in the moment that it is found.
const share = 10

// bound forgets pages of a source where more is known than may be. Some more go
// than have to, so that this is seldom done.
func (s *Store) bound(ctx context.Context, tx *sql.Tx, sourceID string) error {
	b, err := backlog(ctx, tx, sourceID)
	if err != nil || b.Known <= s.maxTasks {
		return err
	}
	dropped, err := s.forget(ctx, tx, sourceID, b.Known-s.maxTasks+s.maxTasks/100)
	if err != nil {
		return fmt.Errorf("bounding what is known of %s: %w", sourceID, err)
	}
	if dropped == 0 {
		return nil
	}
	s.log.WarnContext(ctx, "a source has more addresses than are kept; the least promising pages are forgotten, or those visited longest ago",
		"source", sourceID, "known", s.maxTasks, "forgotten", dropped)
	return countDropped(ctx, tx, sourceID, dropped)
}

func countDropped(ctx context.Context, tx *sql.Tx, sourceID string, dropped int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE backlogs SET dropped = dropped + ? WHERE source_id = ?", dropped, sourceID)
	return err
}

const (
	countUnvisited  = "SELECT count(*) FROM tasks WHERE source_id = ? AND next IS NOT NULL AND place > ? AND worked IS NULL"
	forgetUnvisited = `DELETE FROM tasks WHERE seq IN (
		SELECT seq FROM tasks WHERE source_id = ? AND next IS NOT NULL AND place > ? AND worked IS NULL
		ORDER BY place DESC, depth DESC, next, seq LIMIT ?)`
	forgetVisited = `DELETE FROM tasks WHERE seq IN (
		SELECT seq FROM tasks WHERE source_id = ? AND place > ? AND worked IS NOT NULL
		ORDER BY next IS NOT NULL AND state <> 'denied', worked, seq LIMIT ?)`
)

// forget drops so many pages: of those never visited, beyond their share, the
// least promising first and of these the oldest; then of the others those that
// are done with, and last those that are to be visited again, each the ones
// visited longest ago first.
func (s *Store) forget(ctx context.Context, tx *sql.Tx, sourceID string, excess int) (dropped int64, err error) {
	unvisited := 0
	if err := tx.QueryRowContext(ctx, countUnvisited, sourceID, frontier.PlaceStart).Scan(&unvisited); err != nil {
		return 0, err
	}
	least := min(max(unvisited-s.maxTasks/share, 0), excess)
	for query, n := range map[string]int{forgetUnvisited: least, forgetVisited: excess - least} {
		result, err := tx.ExecContext(ctx, query, sourceID, frontier.PlaceStart, n)
		if err != nil {
			return 0, err
		}
		gone, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		dropped += gone
	}
	return dropped, nil
}
