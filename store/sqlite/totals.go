package sqlite

import (
	"context"

	"github.com/qalxan/qalxan/store"
)

// Totals implements [store.Reader]. What grows without bound is counted as it
// is written: the table tallies, a row a source.
func (s *Store) Totals(ctx context.Context) (store.Totals, error) {
	fields := func(t *store.Totals) []any {
		return []any{&t.Captures, &t.Items, &t.Versions, &t.Findings, &t.Queued, &t.Sources, &t.Campaigns, &t.Outbox}
	}
	t, err := first(ctx, s.reader, fields, `SELECT
		coalesce(sum(captures), 0), coalesce(sum(items), 0), coalesce(sum(versions), 0), coalesce(sum(findings), 0), coalesce(sum(queued), 0),
		(SELECT count(*) FROM sources),
		(SELECT count(*) FROM campaigns),
		(SELECT count(*) FROM outbox)
		FROM tallies`)
	return t, s.explain("counting the record", err)
}

// turn is how often a source or its runs were written.
type turn struct {
	sourceID string
	number   int64
}

// Turns implements [store.History].
func (s *Store) Turns(ctx context.Context) (map[string]int64, error) {
	all, err := list(ctx, s.reader, func(t *turn) []any { return []any{&t.sourceID, &t.number} },
		"SELECT source_id, turn FROM tallies JOIN sources ON id = source_id")
	by := make(map[string]int64, len(all))
	for _, t := range all {
		by[t.sourceID] = t.number
	}
	return by, s.explain("reading what changed of sources", err)
}

// recount is what tallies must hold, counted anew.
const recount = `SELECT source_id, sum(c) AS captures, sum(i) AS items, sum(v) AS versions, sum(f) AS findings, sum(q) AS queued FROM (
	SELECT source_id, count(*) AS c, 0 AS i, 0 AS v, 0 AS f, 0 AS q FROM captures GROUP BY source_id
	UNION ALL SELECT source_id, 0, sum(latest), count(*), 0, 0 FROM items GROUP BY source_id
	UNION ALL SELECT source_id, 0, 0, 0, count(*), 0 FROM findings GROUP BY source_id
	UNION ALL SELECT source_id, 0, 0, 0, 0, count(*) FROM tasks WHERE next IS NOT NULL GROUP BY source_id
	) GROUP BY source_id`

// assigned is who works on every finding by the decisions that stand, which are
// those that do not undo and are not followed by one that does.
const assigned = `SELECT f.id, coalesce((
	SELECT iif(substr(d.assignee, 1, 1) = '-', substr(d.assignee, 2), d.assignee) FROM decisions d
	WHERE d.finding_id = f.id AND d.assignee <> '' AND d.undoes = 0 AND coalesce((
		SELECT n.undoes FROM decisions n WHERE n.finding_id = d.finding_id AND n.seq > d.seq ORDER BY n.seq LIMIT 1), 0) = 0
	ORDER BY d.seq DESC LIMIT 1), '') AS assignee FROM findings f`
