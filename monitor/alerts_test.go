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
