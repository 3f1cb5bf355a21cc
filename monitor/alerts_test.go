package monitor

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

// TestAlertArrives records a finding and reads what a room is told of it.
func TestAlertArrives(t *testing.T) {
	told := make(chan string, 10)
	room := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		told <- string(body)
	}))
	defer room.Close()
	c := configs.Default()
	c.Data = t.TempDir()
	c.Alerts.Targets = []alert.Target{{Name: "room", Kind: alert.KindSlack, URL: room.URL}}
	c.Alerts.Rules = []alert.Rule{{Name: "duty", Query: "xəbər", To: []string{"room"}}}
	m, err := Open(t.Context(), c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if err := m.alerts.Turn(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	item := qalxan.Item{
		ID: qalxan.ItemID("a", 1), Identity: "a", Version: 1, SourceID: "daily", URL: "https://daily.example/a", CaptureID: "urn:uuid:a",
		Title: "Yalan xəbər", Text: "Mətn", Hash: qalxan.ItemHash("Yalan xəbər", "Mətn"), Language: qalxan.Language{Code: "az"}, Seen: now,
	}
	finding := qalxan.Finding{
		ID: qalxan.FindingID("a"), Identity: "a", ItemID: item.ID, SourceID: "daily", Level: qalxan.LevelCritical, Created: now, Updated: now,
		Reason: qalxan.Reason{Text: "It threatens harm."},
	}
	source := qalxan.Source{ID: "daily", Name: "Daily", Kind: qalxan.KindSite, URL: "https://daily.example/"}.WithDefaults()
	if err := m.record.SaveSource(t.Context(), source); err != nil {
		t.Fatal(err)
	}
	if err := m.record.Commit(t.Context(), store.Entry{
		Captures: []qalxan.Capture{{ID: item.CaptureID, SourceID: "daily", URL: item.URL, Time: now}},
		Items:    []store.ItemEntry{{Item: item}}, Findings: []qalxan.Finding{finding},
	}); err != nil {
		t.Fatal(err)
	}
	if err := m.alerts.Turn(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := m.alerts.Deliver(t.Context()); err != nil {
		t.Fatal(err)
	}
	var body struct{ Text string }
	if err := json.Unmarshal([]byte(<-told), &body); err != nil || !strings.Contains(body.Text, "Yalan xəbər") || !strings.Contains(body.Text, "It threatens harm.") {
		t.Errorf("told %q, %v", body.Text, err)
	}
	if letters, err := m.AlertQueue(t.Context(), 10); err != nil || len(letters) != 1 || letters[0].State != store.LetterSent {
		t.Errorf("queue %+v, %v", letters, err)
	}
}

func TestOverdue(t *testing.T) {
	opened := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	now := opened
	s := &system{monitor: &Monitor{options: Options{Now: func() time.Time { return now }}}, opened: opened}
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

// TestSystemConditions looks at a monitor that is well, and at one whose index
// takes nothing.
func TestSystemConditions(t *testing.T) {
	now := time.Now()
	c := configs.Default()
	c.Data = t.TempDir()
	m, err := Open(t.Context(), c, Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	s := &system{monitor: m, opened: now}
	keys := func() (keys []string) {
		all, err := s.conditions(t.Context())
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
	if err := m.record.SaveSource(t.Context(), source); err != nil {
		t.Fatal(err)
	}
	if err := m.record.Commit(t.Context(), store.Entry{
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
