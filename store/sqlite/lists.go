package sqlite

import (
	"context"
	"database/sql"
)

const (
	areLists   = " FROM tasks WHERE source_id = ? AND role IN ('feed', 'sitemap')"
	countLists = "SELECT count(*), coalesce(sum(worked IS NULL), 0)" + areLists
	// Of those never visited the newest go, so that a site which names lists
	// without end does not push out the first of them.
	forgetNewLists = "DELETE FROM tasks WHERE seq IN (SELECT seq" + areLists + " AND worked IS NULL ORDER BY depth DESC, seq DESC LIMIT ?)"
	// Of the others those go first that are no lists, or were never seen to
	// change.
	forgetOldLists = "DELETE FROM tasks WHERE seq IN (SELECT seq" + areLists + ` AND worked IS NOT NULL
		ORDER BY next IS NOT NULL AND state <> 'failed', coalesce(json_extract(memory, '$.changes'), 0) > 0, depth DESC, worked, seq LIMIT ?)`
)

// lists are how many feeds and sitemaps of a source are known, and how many of
// them were never visited.
type lists struct{ known, unvisited int }

func listsFields(l *lists) []any { return []any{&l.known, &l.unvisited} }

// boundLists forgets feeds and sitemaps of a source where more are known than
// may be: those never visited, beyond their share, and then others.
func (s *Store) boundLists(ctx context.Context, tx *sql.Tx, sourceID string) error {
	l, err := first(ctx, tx, listsFields, countLists, sourceID)
	excess := l.known - s.maxLists
	if err != nil || excess <= 0 {
		return err
	}
	fresh := min(max(l.unvisited-s.maxLists/share, 0), excess)
	for query, n := range map[string]int{forgetNewLists: fresh, forgetOldLists: excess - fresh} {
		if _, err := tx.ExecContext(ctx, query, sourceID, n); err != nil {
			return err
		}
	}
	s.log.WarnContext(ctx, "a source names more feeds and sitemaps than are kept; the least promising are forgotten",
		"source", sourceID, "kept", s.maxLists, "forgotten", excess)
	return countDropped(ctx, tx, sourceID, int64(excess))
}
