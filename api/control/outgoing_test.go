package control

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/outgoing"
	"github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
)

func TestOutgoing(t *testing.T) {
	library, record := apitest.Kept(t)
	p := store.Pack{ID: "p-1", Subject: "f-1", Platform: "maps", Made: apitest.Now, By: "leyla", State: store.PackMade}
	if err := record.AddPack(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	s, _, err := outgoing.Open(standing.Options{Dir: t.TempDir()}, outgoing.House{
		Library: library, Packs: record, Dispatches: record, Log: audit.New(record), Patience: time.Hour, Logger: slog.New(slog.DiscardHandler),
		Export: func(context.Context, string, io.Writer) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	h := NewOutgoing(s, library)
	copied := qalxan.FindingID(apitest.Copy)
	for _, step := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/control/reports", "", 200, `"standing":[]`},
		{"POST", "/control/reports/week/run", `{"by":"leyla"}`, 400, "no standing report"},
		{"GET", "/control/reports?cursor=x", "", 400, "start again"},
		{"POST", "/control/packs", `{"subject":"` + copied[:8] + `","platform":"youtube","by":"leyla"}`, 400, "stands on youtube"},
		{"POST", "/control/packs", `{"subject":"f-0000000000000000"}`, 404, "names no item"},
		{"POST", "/control/packs", `{`, 400, "EOF"},
		{"GET", "/control/packs/p-1", "", 200, `"platform":"maps"`},
		{"GET", "/control/packs/p-2", "", 404, "not in the record"},
		{"POST", "/control/packs/p-1/events", `{"state":"answered","outcome":"kept","by":"leyla"}`, 400, "not sent yet"},
		{"POST", "/control/packs/p-1/events", `{"state":"sent","by":"leyla","reference":"7"}`, 200, `"state":"sent"`},
		{"POST", "/control/packs/p-1/events", `{"state":"answered","outcome":"kept","by":"leyla"}`, 200, `"outcome":"kept"`},
		{"GET", "/control/packs?state=answered", "", 200, `"median_days":0`},
		{"GET", "/control/packs?overdue=yes", "", 200, `"packs":[]`},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), step.method, step.path, strings.NewReader(step.body)))
		if w.Code != step.status || !strings.Contains(w.Body.String(), step.want) {
			t.Errorf("%s %s: %d %s", step.method, step.path, w.Code, w.Body)
		}
	}
	entries, _, err := record.Entries(t.Context(), store.EntryFilter{Verb: "pack."}, store.Page{})
	if err != nil || len(entries) != 4 || entries[0].By != "leyla" {
		t.Errorf("the audit log: %+v, %v", entries, err)
	}
}
