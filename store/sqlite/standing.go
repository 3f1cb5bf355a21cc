package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// among are the findings of a person, or all.
func among(w store.Whose) *conditions {
	c := &conditions{from: "findings"}
	if w != "" {
		c.add("assignee <> ''") // so that the index of what is assigned serves
		c.add("assignee = ?", string(w))
	}
	return c
}

// Standing implements [store.Standings].
func (s *Store) Standing(ctx context.Context, w store.Whose, level qalxan.Level, status qalxan.Status, limit int) ([]qalxan.Finding, error) {
	c := among(w)
	c.add("status = ? AND level = ?", status, level)
	var all []qalxan.Finding
	err := s.read(ctx, "listing findings in review", func(tx *sql.Tx) (err error) {
		all, err = list(ctx, tx, findingFields, c.query("SELECT "+findingColumns)+" ORDER BY created, id LIMIT ?", append(c.args, limit)...)
		if err != nil {
			return err
		}
		return complete(ctx, tx, all)
	})
	return all, err
}

// Unseconded implements [store.Standings]. What was decided before the number
// of confirmations was kept is counted here.
func (s *Store) Unseconded(ctx context.Context, w store.Whose, limit int) ([]qalxan.Finding, error) {
	c := among(w)
	if w == "" {
		c.from += " INDEXED BY findings_unseconded"
	}
	c.add("level = 'critical' AND status = 'confirmed' AND coalesce(confirmers, 0) < 2")
	var half []qalxan.Finding
	err := s.read(ctx, "listing findings that need a second person", func(tx *sql.Tx) error {
		all, err := list(ctx, tx, findingFields, c.query("SELECT "+findingColumns)+" ORDER BY created, id", c.args...)
		for block := range slices.Chunk(all, max(limit, 1)) {
			if len(half) >= limit || err != nil {
				break
			}
			err = complete(ctx, tx, block)
			half = append(half, slices.DeleteFunc(block, func(f qalxan.Finding) bool { return !f.NeedsSecond() })...)
		}
		half = half[:min(len(half), max(limit, 0))]
		return err
	})
	return half, err
}

// complete adds signals and decisions to findings, by one question each for all
// of them.
func complete(ctx context.Context, tx *sql.Tx, all []qalxan.Finding) error {
	ids, identities, places := make([]string, len(all)), make([]string, len(all)), make(map[string]int, len(all))
	for i, f := range all {
		ids[i], identities[i], places[f.ID] = f.ID, f.Identity, i
	}
	signals, err := list(ctx, tx, func(g *signalOf) []any { return append(signalFields(&g.Signal), &g.findingID) },
		"SELECT "+qualified("g", signalColumns)+`, f.id FROM findings f JOIN items i ON i.identity = f.identity JOIN signals g ON g.item_id = i.id
		WHERE f.identity IN (SELECT value FROM json_each(?)) ORDER BY g.time, g.seq`, document{identities})
	if err != nil {
		return err
	}
	decisions, err := list(ctx, tx, func(d *decisionOn) []any { return append(decisionFields(&d.Decision), &d.findingID) },
		"SELECT "+decisionColumns+", finding_id FROM decisions WHERE finding_id IN (SELECT value FROM json_each(?)) ORDER BY seq", document{ids})
	for _, g := range signals {
		f := &all[places[g.findingID]]
		f.Signals = append(f.Signals, g.Signal)
	}
	for _, d := range decisions {
		f := &all[places[d.findingID]]
		f.Decisions = append(f.Decisions, d.Decision)
	}
	return err
}

// signalOf and decisionOn are rows with the id of their finding.
type (
	signalOf struct {
		qalxan.Signal
		findingID string
	}
	decisionOn struct {
		qalxan.Decision
		findingID string
	}
)

// qualified are columns of a table that is joined with others.
func qualified(table, columns string) string {
	return table + "." + strings.ReplaceAll(columns, ", ", ", "+table+".")
}

func countFields(c *store.Count) []any { return []any{&c.Value, &c.Count} }

// Unreviewed implements [store.Standings].
func (s *Store) Unreviewed(ctx context.Context, w store.Whose) ([]store.Count, error) {
	c := among(w)
	c.add("status = ?", qalxan.StatusNew)
	counts, err := list(ctx, s.reader, countFields, c.query("SELECT level, count(*)")+" GROUP BY level", c.args...)
	levels := qalxan.Levels()
	slices.SortFunc(counts, func(a, b store.Count) int {
		return slices.Index(levels, qalxan.Level(b.Value)) - slices.Index(levels, qalxan.Level(a.Value))
	})
	return counts, s.explain("counting what waits", err)
}
