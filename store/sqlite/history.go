package sqlite

import (
	"context"
	"time"

	"github.com/qalxan/qalxan/store"
)

const selectRecent = "SELECT " + runColumns + ` FROM (SELECT r.* FROM sources s JOIN runs r ON r.id IN (
	SELECT id FROM runs WHERE source_id = s.id ORDER BY started DESC, id DESC LIMIT ?)
	WHERE ? IN ('', s.id))
	ORDER BY source_id, started DESC, id DESC`

// RecentRuns implements [store.History].
func (s *Store) RecentRuns(ctx context.Context, only string, limit int) (map[string][]store.Run, error) {
	return s.recent(ctx, s.reader, only, limit)
}

func (s *Store) recent(ctx context.Context, q querier, only string, limit int) (map[string][]store.Run, error) {
	all, err := list(ctx, q, runFields, selectRecent, limit, only)
	by := make(map[string][]store.Run)
	for _, r := range all {
		by[r.SourceID] = append(by[r.SourceID], r)
	}
	return by, s.explain("listing runs", err)
}

// harvest is the end of a run and whose it was.
type harvest struct {
	sourceID string
	end      time.Time
}

const selectHarvests = `SELECT r.source_id, r.ended FROM sources s JOIN runs r ON r.rowid IN (
	SELECT rowid FROM runs WHERE source_id = s.id AND items > 0 AND ended > 0 ORDER BY ended DESC LIMIT ?)
	WHERE ? IN ('', s.id) ORDER BY r.source_id, r.ended DESC`

// Harvests implements [store.History].
func (s *Store) Harvests(ctx context.Context, only string, limit int) (map[string][]time.Time, error) {
	all, err := list(ctx, s.reader, func(h *harvest) []any { return []any{&h.sourceID, instant{&h.end}} }, selectHarvests, limit, only)
	by := make(map[string][]time.Time)
	for _, h := range all {
		by[h.sourceID] = append(by[h.sourceID], h.end)
	}
	return by, s.explain("listing harvests", err)
}

// waiting is a wait and whose it is.
type waiting struct {
	store.Wait
	sourceID string
}

const selectWaits = `SELECT source_id, state, reason, min(next), count(*) AS addresses FROM tasks
	WHERE reason <> '' AND state <> 'denied' AND next > ? AND ? IN ('', source_id) GROUP BY source_id, state, reason
	ORDER BY source_id, addresses DESC, reason`

// Waits implements [store.History].
func (s *Store) Waits(ctx context.Context, only string, now time.Time, limit int) (map[string][]store.Wait, error) {
	all, err := list(ctx, s.reader, func(w *waiting) []any {
		return []any{&w.sourceID, &w.State, &w.Reason, instant{&w.Until}, &w.Addresses}
	}, selectWaits, instant{&now}, only)
	by := make(map[string][]store.Wait)
	for _, w := range all {
		if len(by[w.sourceID]) < limit {
			by[w.sourceID] = append(by[w.sourceID], w.Wait)
		}
	}
	return by, s.explain("listing what sources wait for", err)
}

// posted is a notice and whose it is.
type posted struct {
	store.Notice
	authority string
}

const selectNotices = `SELECT authority, status, fetched, fault FROM robots
	WHERE path = '/robots.txt' AND authority IN (SELECT value FROM json_each(?))`

// Notices implements [store.History].
func (s *Store) Notices(ctx context.Context, authorities []string) (map[string]store.Notice, error) {
	all, err := list(ctx, s.reader, func(p *posted) []any {
		return []any{&p.authority, &p.Status, instant{&p.Fetched}, &p.Fault}
	}, selectNotices, document{authorities})
	by := make(map[string]store.Notice, len(all))
	for _, p := range all {
		by[p.authority] = p.Notice
	}
	return by, s.explain("listing what hosts say of robots", err)
}

type outcomeCount struct {
	outcome store.Outcome
	count   int
}

// The same cases as those of store.Run.Outcome, in the same order.
const selectOutcomes = `SELECT CASE
	WHEN ended = ? THEN 'running'
	WHEN used > 0 THEN 'answered'
	WHEN stopped THEN 'stopped'
	WHEN error <> '' AND (denied = 0 OR failed > 0) THEN 'failed'
	ELSE 'empty' END AS outcome, count(*) FROM runs GROUP BY outcome`

// Outcomes implements [store.History].
func (s *Store) Outcomes(ctx context.Context) (map[store.Outcome]int, error) {
	var never time.Time
	all, err := list(ctx, s.reader, func(o *outcomeCount) []any { return []any{&o.outcome, &o.count} }, selectOutcomes, instant{&never})
	by := make(map[store.Outcome]int)
	for _, o := range all {
		by[o.outcome] = o.count
	}
	return by, s.explain("counting runs", err)
}
