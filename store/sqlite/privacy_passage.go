package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// place is a column in which words about persons may stand.
type place struct {
	name string
	// table has the column, and key tells its rows; t is the table in key, item
	// and held.
	table, key, column string
	item               string // SQL of the item's id; '' for none
	held               string // SQL of whether it is under a hold
	only               string // SQL of which rows; empty for all
	from               string // SQL of what is read instead of the table; empty for that
	json, fixed        bool
}

const (
	identityHeld = "t.identity IN (SELECT identity FROM privacy_held)"
	itemHeld     = "(SELECT identity FROM items WHERE id = t.item_id) IN (SELECT identity FROM privacy_held)"
	ofSeq        = "(SELECT id FROM items WHERE seq = t.item_seq)"
	seqHeld      = "(SELECT identity FROM items WHERE seq = t.item_seq) IN (SELECT identity FROM privacy_held)"
	digestHeld   = "t.digest IN (SELECT hash FROM items WHERE identity IN (SELECT identity FROM privacy_held))"
	sourceHeld   = "t.source_id IN (SELECT object FROM holds WHERE open = 1 AND noun = 'source')"
	campaignHeld = "t.id IN (SELECT object FROM holds WHERE open = 1 AND noun = 'campaign')"
)

// places are all of them; TestEveryColumnIsAPlaceOrSaysWhyNot holds them to the
// schema. Items come last: whoever rewrites erases their captures before.
var places = []place{
	{name: "signal.reason", table: "signals", key: "t.seq", column: "reason", item: "t.item_id", held: itemHeld, json: true},
	// The key of a coordination ends in the account that the item's own acts with.
	{name: "signal.key", table: "signals", key: "t.seq", column: "key", item: "t.item_id", held: itemHeld, only: "t.detector = 'coordination'"},
	{name: "share", table: "shares", from: "(SELECT DISTINCT account FROM shares)", key: "t.account", column: "account", item: "''", held: "0"},
	{name: "finding.reason", table: "findings", key: "t.rowid", column: "reason", item: "t.item_id", held: identityHeld, json: true},
	{name: "finding.grounds", table: "findings", key: "t.rowid", column: "grounds", item: "t.item_id", held: identityHeld, json: true},
	{name: "campaign.title", table: "campaigns", key: "t.rowid", column: "title", item: "''", held: campaignHeld},
	{name: "campaign.breakout", table: "campaigns", key: "t.rowid", column: "breakout", item: "''", held: campaignHeld, json: true},
	{name: "letter", table: "letters", key: "t.id", column: "body", item: "''", held: "0", json: true},
	{name: "alert", table: "alert_told", key: "json_array(t.rule, t.subject)", column: "text", item: "''", held: "0"},
	{name: "task.title", table: "tasks", key: "t.seq", column: "title", item: "''", held: sourceHeld},
	{name: "run.error", table: "runs", key: "t.rowid", column: "error", item: "''", held: sourceHeld},
	{name: "run.notes", table: "runs", key: "t.rowid", column: "notes", item: "''", held: sourceHeld},
	{name: "review.claim", table: "reviews", key: "t.rowid", column: "claim", item: "''", held: sourceHeld},
	{name: "review", table: "reviews", key: "t.rowid", column: "doc", item: "''", held: sourceHeld, json: true},
	{name: "decision", table: "decisions", key: "t.seq", column: "reason", item: "''", held: "0", fixed: true},
	{name: "ruling", table: "rulings", key: "t.seq", column: "reason", item: "''", held: "0", fixed: true},
	{name: "audit", table: "ledger", key: "t.number", column: "entry", item: "''", held: "0", json: true, fixed: true},
	{name: "kept", table: "kept", key: "json_array(t.kind, t.subject, t.version)", column: "doc", item: "''", held: "0", json: true, fixed: true},
	{name: "kept.why", table: "kept", key: "json_array(t.kind, t.subject, t.version)", column: "why", item: "''", held: "0", fixed: true},
	{name: "hold", table: "holds", key: "t.id", column: "doc", item: "''", held: "0", json: true, fixed: true},
	{name: "source", table: "sources", key: "t.id", column: "doc", item: "''", held: "0", json: true, fixed: true},
	{name: "narrative", table: "narratives", key: "t.id", column: "doc", item: "''", held: "0", json: true, fixed: true},
	{name: "dispatch", table: "dispatches", key: "t.id", column: "entry", item: "''", held: "0", json: true, fixed: true},
	{name: "address", table: "items", key: "t.seq", column: "url", item: "t.id", held: "0", fixed: true},
	{name: "link", table: "contents", key: "t.item_seq", column: "links", item: ofSeq, held: "0", json: true, fixed: true},
	{name: "search", table: "searches", key: "json_array(t.user, t.name)", column: "query", item: "''", held: "0", fixed: true},
	{name: "pack", table: "packs", key: "t.id", column: "entry", item: "''", held: "0", json: true, fixed: true},
	{name: "translation", table: "translations", key: "json_array(t.digest, t.target, t.source)", column: "doc", item: "''", held: digestHeld, json: true},
	{name: "withheld", table: "contents", key: "t.item_seq", column: "withheld", item: ofSeq, held: seqHeld, json: true},
	{name: "item.text", table: "contents", key: "t.item_seq", column: "text", item: ofSeq, held: seqHeld},
	{name: "item.title", table: "items", key: "t.seq", column: "title", item: "t.id", held: identityHeld},
	{name: "item.site", table: "items", key: "t.seq", column: "site", item: "t.id", held: identityHeld},
	{name: store.PlaceAuthor, table: "items", key: "t.seq", column: "author", item: "t.id", held: identityHeld},
}

// Places names every place of passages, so that all of them can be said.
func Places() (names []string) {
	for _, p := range places {
		names = append(names, p.name)
	}
	return names
}

func (p place) passage(q *store.Passage) []any {
	q.Place, q.JSON, q.Fixed = p.name, p.json, p.fixed
	return []any{&q.Key, &q.Item, &q.Text, &q.Held}
}

// start is the key before the first: a number where keys are numbers.
func (p place) start() string {
	if p.key == "t.id" || p.key == "t.account" || strings.HasPrefix(p.key, "json_array") {
		return ""
	}
	return "0"
}

func (p place) query() string {
	return fmt.Sprintf("SELECT %[1]s, %[2]s, t.%[3]s, %[4]s FROM %[5]s t WHERE %[1]s > ? AND t.%[3]s <> '' AND %[6]s ORDER BY %[1]s LIMIT ?",
		p.key, p.item, p.column, p.held, cmp.Or(p.from, p.table), cmp.Or(p.only, "1"))
}

// Passages implements [store.Privacy].
func (s *Store) Passages(ctx context.Context) iter.Seq2[store.Passage, error] {
	return func(yield func(store.Passage, error) bool) {
		for _, p := range places {
			for passage, err := range s.passagesAt(ctx, p) {
				if !yield(passage, err) || err != nil {
					return
				}
			}
		}
	}
}

func (s *Store) passagesAt(ctx context.Context, p place) iter.Seq2[store.Passage, error] {
	return pages(func(after string) ([]store.Passage, string, error) {
		page, err := list(ctx, s.reader, p.passage, p.query(), cmp.Or(after, p.start()), textsAPage)
		if len(page) > 0 {
			after = page[len(page)-1].Key
		}
		return page, after, s.explain("reading "+p.name, err)
	})
}

// Rewrite implements [store.Privacy].
func (s *Store) Rewrite(ctx context.Context, passages []store.Passage) error {
	return s.write(ctx, "rewriting passages", func(tx *sql.Tx) error {
		for _, q := range passages {
			if err := rewrite(ctx, tx, q); err != nil {
				return fmt.Errorf("%s %s: %w", q.Place, q.Key, err)
			}
		}
		return nil
	})
}

func rewrite(ctx context.Context, tx *sql.Tx, q store.Passage) error {
	for _, p := range places {
		if p.name != q.Place || p.fixed {
			continue
		}
		// A trigger of the table is not to fire for a row that is held.
		key := strings.ReplaceAll(p.key, "t.", "")
		rows := fmt.Sprintf("SELECT %s FROM %s t WHERE %s = ? AND NOT %s", p.key, p.table, p.key, p.held)
		// Two rows may be told apart by the name alone: one of them is enough then.
		_, err := tx.ExecContext(ctx, fmt.Sprintf("UPDATE OR REPLACE %s SET %s = ? WHERE %s IN (%s)", p.table, p.column, key, rows), q.Text, q.Key)
		if err != nil || !strings.HasPrefix(p.name, "item.") {
			return err
		}
		return rehash(ctx, tx, q.Item)
	}
	return nil
}

// words are those of an item.
type words struct{ title, text string }

// rehash gives an item the hash of its words, and puts it into the outbox.
func rehash(ctx context.Context, tx *sql.Tx, itemID string) error {
	w, err := first(ctx, tx, func(w *words) []any { return []any{&w.title, &w.text} },
		"SELECT title, text FROM items JOIN contents ON item_seq = seq WHERE id = ? AND withheld NOT LIKE '%\"by\":\"retention\"%'", itemID)
	if err == nil {
		_, err = tx.ExecContext(ctx, "UPDATE items SET hash = ? WHERE id = ?", qalxan.ItemHash(w.title, w.text), itemID)
	}
	if err != nil && !isNone(err) {
		return err
	}
	return announce(ctx, tx, "SELECT id FROM items WHERE id = ?", itemID)
}

// looseAPage is many, because every page looks at the items again.
const looseAPage = 20_000

// Loose implements [store.Privacy].
func (s *Store) Loose(ctx context.Context, sourceIDs []string) iter.Seq2[qalxan.Capture, error] {
	return pages(func(after int64) ([]qalxan.Capture, int64, error) {
		fields := func(c *qalxan.Capture) []any { return append(captureFields(c), &after) }
		page, err := list(ctx, s.reader, fields, "SELECT "+captureColumns+`, seq FROM captures
			WHERE seq > ?2 AND source_id IN (SELECT value FROM json_each(?1))
			AND id NOT IN (SELECT capture_id FROM items WHERE source_id IN (SELECT value FROM json_each(?1)))
			AND source_id NOT IN (SELECT object FROM holds WHERE open = 1 AND noun = 'source')
			AND url NOT IN (SELECT url FROM items WHERE identity IN (SELECT identity FROM privacy_held))
			ORDER BY seq LIMIT ?3`, document{sourceIDs}, after, looseAPage)
		return page, after, s.explain("reading captures without items", err)
	})
}

// HasCapture implements [store.Privacy].
func (s *Store) HasCapture(ctx context.Context, id string) (bool, error) {
	there, err := first(ctx, s.reader, itself[bool], "SELECT EXISTS (SELECT 1 FROM captures WHERE id = ?)", id)
	return there, s.explain("looking for the capture "+id, err)
}

// Sweep implements [store.Privacy]. It writes the file anew, for which there
// has to be as much room again.
func (s *Store) Sweep(ctx context.Context) error {
	if _, err := s.writer.ExecContext(ctx, "VACUUM"); err != nil {
		return s.explain("writing the record anew", err)
	}
	var busy, log, moved int
	err := s.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved)
	if err == nil && busy != 0 {
		err = errors.New("it is being read all the time; try again")
	}
	return s.explain("emptying the log of the record", err)
}

// CapturesOf implements [store.Privacy].
func (s *Store) CapturesOf(ctx context.Context, itemIDs []string) ([]qalxan.Capture, error) {
	all, err := list(ctx, s.reader, captureFields, "SELECT "+captureColumns+` FROM captures
		WHERE (source_id, url, sha256) IN (SELECT c.source_id, c.url, c.sha256 FROM items i JOIN captures c ON c.id = i.capture_id
			WHERE i.id IN (SELECT value FROM json_each(?1)))
		AND (source_id, url, sha256) NOT IN (SELECT c.source_id, c.url, c.sha256 FROM items i JOIN captures c ON c.id = i.capture_id
			WHERE i.identity IN (SELECT identity FROM privacy_held))
		ORDER BY seq`, document{itemIDs})
	return all, s.explain("reading captures", err)
}
