package sqlite

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// TestClaimantsOfAnOlderRecord: a record from before the table lists its findings
// and sources when it is opened.
func TestClaimantsOfAnOlderRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	s, at := openAt(t, path), time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC)
	i := qalxan.Item{ID: qalxan.ItemID("a", 1), Identity: "a", Version: 1, URL: "https://a.example/", SourceID: "a", Hash: "a", Seen: at}
	g := qalxan.Signal{ID: "g", ItemID: i.ID, Detector: qalxan.DetectNarrative, Key: "one", Score: 1, Stance: qalxan.StanceSpreads, Time: at}
	f := qalxan.Finding{ID: qalxan.FindingID("a"), Identity: "a", ItemID: i.ID, SourceID: "a", Level: qalxan.LevelSignal, Created: at, Updated: at}
	e := store.Entry{Items: []store.ItemEntry{{Item: i}}, Signals: []qalxan.Signal{g}, Findings: []qalxan.Finding{f}}
	if err := s.Commit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveSource(t.Context(), qalxan.Source{ID: "a"}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"DROP TABLE claimants", "DROP TRIGGER claim_went", "DROP TRIGGER source_written", "DROP TRIGGER source_rewritten", "DROP TABLE source_news",
		"DELETE FROM goose_db_version WHERE version_id >= 27",
	} {
		if _, err := s.writer.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	s.Close()
	s = openAt(t, path)
	defer s.Close()
	near, err := s.Claimants(t.Context(), store.Reach{Narratives: []string{"one"}, From: at, Before: at.Add(1)}, 9)
	if err != nil || len(near) != 0 {
		t.Errorf("within less than the record tells apart: %+v, %v", near, err)
	}
	near, err = s.Claimants(t.Context(), store.Reach{Narratives: []string{"one"}, From: at, Before: at.Add(time.Hour)}, 9)
	if err != nil || len(near) != 1 || near[0].Identity != "a" {
		t.Errorf("%+v, %v", near, err)
	}
	if sources, turn, err := s.SourcesSince(t.Context(), 0); err != nil || len(sources) != 1 || turn != 1 {
		t.Errorf("%v at %d, %v", sources, turn, err)
	}
	if _, err := s.writer.Exec("DELETE FROM signals"); err != nil {
		t.Fatal(err)
	}
	if faults, err := s.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("after its signal went: %v, %v", faults, err)
	}
}
