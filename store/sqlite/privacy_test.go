package sqlite

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// unnamed says of columns of text why no words about persons stand there that
// are not ours. It is table.column, or table.* for a whole table.
var unnamed = map[string]string{
	"goose_db_version.*": "versions of this program", "sqlite_sequence.*": "numbers",
	"users.*": "our own people", "sessions.*": "our own people", "tokens.*": "our own people", "links.*": "our own people", "visits.*": "our own people",
	"erasures.*": "keyed hashes, and a reason that was blanked", "privacy_seal.*": "a keyed hash",
	"calibrations.*": "curves", "tallies.*": "numbers", "campaign_turns.*": "numbers", "alert_rules.*": "of the configuration", "standing_reports.*": "of the configuration",
	"robots.*": "rules of a site", "rests.*": "hosts", "traps.*": "hosts", "marks.*": "hosts, and what they run on", "backlogs.*": "numbers", "claimants.*": "ids", "source_news.*": "ids",
	"outbox.*": "ids", "alert_news.*": "ids", "lesson_news.*": "ids", "signatures.*": "numbers", "campaigns_apart.*": "ids", "campaigns_absorbed.*": "ids",
	"captures.*": "addresses, which are counted by items, and headers",
	"tasks.*":    "addresses, and what was learnt of them", "runs.id": "id", "runs.source_id": "id",
	"items.id": "id", "items.identity": "address", "items.source_id": "id", "items.capture_id": "id", "items.canonical": "address", "items.language": "code",
	"items.script": "code", "items.dates": "times", "items.hash": "digest", "items.level": "level", "items.status": "status", "items.campaign_id": "id", "items.place": "code",
	"signals.id": "id", "signals.item_id": "id", "signals.detector": "name of ours", "signals.stance": "code", "signals.spans": "numbers", "signals.compared": "id", "signals.techniques": "ids",
	"findings.id": "id", "findings.identity": "address", "findings.item_id": "id", "findings.source_id": "id", "findings.level": "level", "findings.status": "status",
	"findings.criteria": "version", "findings.campaign_id": "id", "findings.assignee": "our own people",
	"decisions.finding_id": "id", "decisions.by": "our own people", "decisions.was": "status", "decisions.became": "status", "decisions.level_was": "level",
	"decisions.level": "level", "decisions.assignee": "our own people", "decisions.news": "ids",
	"campaigns.id": "id", "campaigns.narratives": "ids",
	"rulings.by": "our own people", "rulings.kind": "code", "rulings.campaign_id": "id", "rulings.other_id": "id", "rulings.findings": "ids",
	"shares.content": "address", "shares.kind": "code", "shares.object": "addresses, hashtags and digests", "shares.outlet": "outlet",
	"narratives.id": "id", "sources.id": "id", "holds.id": "id", "holds.noun": "code", "holds.object": "id",
	"ledger.digest": "digest", "ledger.time": "part of the entry", "ledger.by": "part of the entry", "ledger.verb": "part of the entry",
	"alert_told.rule": "of the configuration", "alert_told.subject": "id", "alert_told.level": "level", "alert_told.marks": "ids", "alert_told.news": "code",
	"letters.id": "id", "letters.rule": "of the configuration", "letters.target": "of the configuration", "letters.address": "of the configuration",
	"letters.state": "code", "letters.reason": "what a server answered",
	"reviews.url": "address", "reviews.source_id": "id",
	"kept.kind": "code", "kept.subject": "id", "kept.by": "our own people", "searches.user": "our own people", "searches.name": "name of a search",
	"translations.digest": "digest", "translations.target": "code", "translations.source": "code",
	"dispatches.id": "id", "dispatches.report": "of the configuration",
	"packs.id": "id", "packs.subject": "id", "packs.platform": "code", "packs.state": "code", "packs.outcome": "code",
}

// TestEveryColumnIsAPlaceOrSaysWhyNot finds columns of text that whoever added
// them has not thought about.
func TestEveryColumnIsAPlaceOrSaysWhyNot(t *testing.T) {
	s := open(t)
	known := map[string]bool{}
	for _, p := range places {
		known[p.table+"."+p.column] = true
	}
	rows, err := s.writer.Query(`SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c
		WHERE m.type = 'table' AND c.type IN ('TEXT', 'BLOB', '')`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		if name := table + "." + column; !known[name] && unnamed[name] == "" && unnamed[table+".*"] == "" {
			t.Errorf("%s: add it to places, or say in this test why no person is named there", name)
		}
	}
}

// TestNothingIsLeftInTheFile replaces words in many rows and looks for them in
// the bytes of all files of the record.
func TestNothingIsLeftInTheFile(t *testing.T) {
	const name = "Zeynəb Qırxqızlı"
	dir := t.TempDir()
	s := openAt(t, filepath.Join(dir, "record.db"))
	t.Cleanup(func() { s.Close() })
	var e store.Entry
	for n := range 60 {
		i := qalxan.Item{
			Identity: "https://a.example/" + strings.Repeat("x", n), Version: 1, SourceID: "a", CaptureID: "c", Seen: time.Unix(1, 0),
			Text: strings.Repeat("padding ", 20*n) + name + strings.Repeat(" padding", 20*n), Author: name,
		}
		i.ID = qalxan.ItemID(i.Identity, 1)
		e.Items = append(e.Items, store.ItemEntry{Item: i})
	}
	e.Shares = []store.Share{{Kind: "link", Object: "x", Account: name, Content: "a", Time: time.Unix(1, 0)}, {Kind: "link", Object: "x", Account: "person-0123456789ab", Content: "a", Time: time.Unix(1, 0)}}
	if err := s.Commit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if !stands(t, dir, name) {
		t.Fatal("the name does not stand in the files before: the test shows nothing")
	}
	var all []store.Passage
	for p, err := range s.Passages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(p.Text, name) {
			p.Text = strings.ReplaceAll(p.Text, name, "█")
			all = append(all, p)
		}
	}
	for range 2 { // also what was done already
		if err := s.Rewrite(t.Context(), all); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if stands(t, dir, name) {
		t.Error("the name still stands in the files")
	}
	var on int
	if err := s.writer.QueryRow("PRAGMA secure_delete").Scan(&on); err != nil || on != 1 {
		t.Errorf("secure_delete is %d, %v", on, err)
	}
}

func stands(t *testing.T, dir, name string) bool {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), name) {
			return true
		}
	}
	return false
}
