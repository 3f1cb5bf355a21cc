package sqlite

import (
	"errors"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// TestFull fills the record to its last page.
func TestFull(t *testing.T) {
	s := open(t)
	if _, err := s.writer.Exec("PRAGMA max_page_count = 60"); err != nil {
		t.Fatal(err)
	}
	var err error
	var kept int
	for kept = 0; err == nil; kept++ {
		err = s.Commit(t.Context(), brought(kept))
	}
	if !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), s.path) {
		t.Fatalf("got %v, want ErrFull with the file's name", err)
	}
	checkWhole(t, s, kept-1)
	if _, err := s.writer.Exec("PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(t.Context(), brought(kept-1)); err != nil {
		t.Fatalf("with room again: %v", err)
	}
}

func TestDecisionsStay(t *testing.T) {
	s := open(t)
	e := brought(0)
	if err := s.Commit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	d := qalxan.Decision{By: "aygun", To: qalxan.StatusConfirmed, Reason: "Read it."}
	if _, err := s.Decide(t.Context(), e.Findings[0].ID, d); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"UPDATE decisions SET reason = 'x'", "DELETE FROM decisions"} {
		if _, err := s.writer.Exec(q); err == nil || !strings.Contains(err.Error(), "never") {
			t.Errorf("%s: %v", q, err)
		}
	}
	if _, err := s.reader.Exec("DELETE FROM outbox"); err == nil {
		t.Error("a reading connection wrote")
	}
}

// TestCheckFinds breaks the record in each way that Check knows.
func TestCheckFinds(t *testing.T) {
	tests := map[string][]string{
		"have gaps":            {"UPDATE items SET version = 3 WHERE version = 1"},
		"marked as the latest": {"UPDATE items SET latest = 0"},
		"lost its text":        {"DELETE FROM contents"},
		"which is missing":     {"UPDATE findings SET item_id = 'i-gone'"},
		"refers to something":  {"UPDATE signals SET item_id = 'i-gone' WHERE detector = 'edit'"},
		"does not share":       {"UPDATE items SET level = 'critical'"},
		"the last decision":    {"UPDATE findings SET status = 'escalated'", "UPDATE items SET status = 'escalated'"},
		"by what was decided":  {"UPDATE findings SET assignee = 'leyla'"},
		"share the time":       {"UPDATE findings SET at = 1"},
		"belongs to campaign":  {"UPDATE findings SET campaign_id = 'c-gone'", "UPDATE items SET campaign_id = 'c-gone'"},
	}
	for want, damage := range tests {
		t.Run(want, func(t *testing.T) {
			s := open(t)
			e := brought(0)
			if err := s.Commit(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			d := qalxan.Decision{By: "aygun", To: qalxan.StatusConfirmed, Reason: "Read it."}
			if _, err := s.Decide(t.Context(), e.Findings[0].ID, d); err != nil {
				t.Fatal(err)
			}
			for _, q := range append([]string{"PRAGMA foreign_keys = off"}, damage...) {
				if _, err := s.writer.Exec(q); err != nil {
					t.Fatal(err)
				}
			}
			faults, err := s.Check(t.Context())
			if err != nil || !strings.Contains(strings.Join(faults, "\n"), want) {
				t.Errorf("got %q, %v", faults, err)
			}
		})
	}
}
