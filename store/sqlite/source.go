package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

const runColumns = "id, source_id, started, ended, fetched, items, findings, failed, denied, used, stopped, error, notes"

var putRun = insertion("REPLACE", "runs", runColumns)

func runFields(r *store.Run) []any {
	return []any{
		&r.ID, &r.SourceID,
		instant{&r.Started},
		instant{&r.Ended},
		&r.Fetched, &r.Items, &r.Findings, &r.Failed, &r.Denied, &r.Used, &r.Stopped, &r.Error, &r.Notes,
	}
}

// SaveRun implements [store.Recorder].
func (s *Store) SaveRun(ctx context.Context, r store.Run) error {
	return s.put(ctx, "saving run "+r.ID, putRun, runFields(&r)...)
}

// SaveSource implements [store.Recorder].
func (s *Store) SaveSource(ctx context.Context, source qalxan.Source) error {
	return s.put(ctx, "saving source "+source.ID, "REPLACE INTO sources (id, doc) VALUES (?, ?)", source.ID, document{source})
}

// SaveNarrative implements [store.Recorder].
func (s *Store) SaveNarrative(ctx context.Context, n qalxan.Narrative) error {
	now := s.now()
	return s.put(ctx, "saving narrative "+n.ID, "INSERT INTO narratives (id, doc, since) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc",
		n.ID, document{n}, instant{&now})
}

func (s *Store) put(ctx context.Context, doing, statement string, args ...any) error {
	_, err := s.writer.ExecContext(ctx, statement, args...)
	return s.explain(doing, err)
}

// itsDocument is the fields of a row that is one document.
func itsDocument[T any](value *T) []any { return []any{document{value}} }

// Source implements [store.Reader].
func (s *Store) Source(ctx context.Context, id string) (qalxan.Source, error) {
	source, err := first(ctx, s.reader, itsDocument[qalxan.Source], "SELECT doc FROM sources WHERE id = ?", id)
	return source, s.explain("source "+id, err)
}

// Narratives implements [store.Reader].
func (s *Store) Narratives(ctx context.Context) ([]qalxan.Narrative, error) {
	all, err := list(ctx, s.reader, itsDocument[qalxan.Narrative], "SELECT doc FROM narratives ORDER BY id")
	return all, s.explain("listing narratives", err)
}

// Sources implements [store.Reader].
func (s *Store) Sources(ctx context.Context) ([]store.SourceHealth, error) {
	return s.healths(ctx, "listing sources", "")
}

// SourceHealth implements [store.Reader].
func (s *Store) SourceHealth(ctx context.Context, id string) (store.SourceHealth, error) {
	all, err := s.healths(ctx, "source "+id, id)
	if err == nil && len(all) == 0 {
		err = s.explain("source "+id, sql.ErrNoRows)
	}
	if err != nil {
		return store.SourceHealth{}, err
	}
	return all[0], nil
}

// healths are all sources, or the one of an id, with what is told of them.
func (s *Store) healths(ctx context.Context, doing, only string) ([]store.SourceHealth, error) {
	var all []store.SourceHealth
	err := s.read(ctx, doing, func(tx *sql.Tx) error {
		var never time.Time
		where, args := "", []any{instant{&never}, instant{&never}}
		if only != "" {
			where, args = " WHERE s.id = ?", append(args, only)
		}
		var err error
		all, err = list(ctx, tx, healthFields, selectHealth+where+" ORDER BY s.id", args...)
		if err != nil {
			return err
		}
		runs, err := s.recent(ctx, tx, only, 1)
		for i := range all {
			if last := runs[all[i].Source.ID]; len(last) > 0 {
				all[i].LastRun = &last[0]
			}
		}
		return err
	})
	return all, err
}

const selectHealth = `SELECT doc,
	coalesce((SELECT ended FROM runs WHERE source_id = s.id AND ended > ? AND used > 0 ORDER BY started DESC LIMIT 1), ?),
	coalesce(t.items, 0), coalesce(t.findings, 0), coalesce(t.queued, 0), coalesce(b.known, 0), coalesce(b.dropped, 0)
	FROM sources s LEFT JOIN backlogs b ON b.source_id = s.id LEFT JOIN tallies t ON t.source_id = s.id`

func healthFields(h *store.SourceHealth) []any {
	return []any{document{&h.Source}, instant{&h.LastSuccess}, &h.Items, &h.Findings, &h.Queued, &h.Known, &h.Dropped}
}
