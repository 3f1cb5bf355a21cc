package condition

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

func TestOverdue(t *testing.T) {
	opened := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	now := opened
	s := New(Options{Now: func() time.Time { return now }}, nil)
	hourly := health.Judged{SourceHealth: store.SourceHealth{Source: qalxan.Source{ID: "daily", Schedule: "@every 1h"}}}
	crawling := hourly
	crawling.Report.Crawling = opened
	ran := hourly
	ran.LastRun = &store.Run{Started: opened.Add(time.Hour)}
	for _, test := range []struct {
		name  string
		after time.Duration
		of    health.Judged
		want  bool
	}{
		{"not due", 30 * time.Minute, hourly, false},
		{"waits its turn", 119 * time.Minute, hourly, false},
		{"overdue", 121 * time.Minute, hourly, true},
		{"ran meanwhile", 121 * time.Minute, ran, false},
		{"stopped after a run", 4 * time.Hour, ran, true},
		{"a long crawl", 23 * time.Hour, crawling, false},
		{"a crawl without end", 25 * time.Hour, crawling, true},
		{"no schedule", 99 * time.Hour, health.Judged{}, false},
	} {
		now = opened.Add(test.after)
		if got := s.overdue([]health.Judged{test.of}); (len(got) == 1) != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

// TestSystemConditions looks at a system that is well, and at one whose index
// takes nothing.
func TestSystemConditions(t *testing.T) {
	now := time.Now()
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer record.Close()
	s := New(Options{Now: func() time.Time { return now }, Data: t.TempDir(), Stamps: func() []string { return nil }}, record)
	keys := func() (keys []string) {
		all, err := s.Conditions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range all {
			if c.Key != "disk" { // of the machine that tests
				keys = append(keys, c.Key)
			}
		}
		return keys
	}
	if got := keys(); len(got) > 0 {
		t.Errorf("a new folder has %v", got)
	}
	item := qalxan.Item{ID: "i-1", Identity: "a", Version: 1, SourceID: "daily", CaptureID: "urn:uuid:a", Seen: now}
	source := qalxan.Source{ID: "daily", Kind: qalxan.KindSite, URL: "https://daily.example/"}.WithDefaults()
	if err := record.SaveSource(t.Context(), source); err != nil {
		t.Fatal(err)
	}
	if err := record.Commit(t.Context(), store.Entry{
		Captures: []qalxan.Capture{{ID: item.CaptureID, SourceID: "daily", Time: now}}, Items: []store.ItemEntry{{Item: item}},
	}); err != nil {
		t.Fatal(err)
	}
	if got := keys(); len(got) > 0 {
		t.Errorf("an index that has only begun to be behind: %v", got)
	}
	now = now.Add(longBehind)
	if got := keys(); len(got) != 1 || got[0] != "index" {
		t.Errorf("an index that stands still: %v", got)
	}
}
