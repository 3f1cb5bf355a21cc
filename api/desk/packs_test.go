package desk

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/outgoing"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/report/pack"
	reports "github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
)

// video is the identity of a finding that stands on a platform.
const video = "https://www.youtube.com/watch?v=korpu"

// sending is a desk whose record has a finding on a platform.
func sending(t *testing.T) (http.Handler, *outgoing.Service, store.Store) {
	t.Helper()
	library, record := apitest.Kept(t)
	err := record.Commit(t.Context(), onPlatform())
	if err != nil {
		t.Fatal(err)
	}
	o := reports.Options{Dir: t.TempDir(), Alerts: alert.Defaults(), Reports: []reports.Report{
		{Name: "week", Kind: "weekly", As: "html", At: "0 9 * * 1", Zone: "Asia/Baku", Folder: t.TempDir()},
	}}
	s, library, err := outgoing.Open(o, outgoing.House{
		Library: library, Packs: record, Dispatches: record, Log: audit.New(record), Patience: 24 * time.Hour, Logger: slog.New(slog.DiscardHandler),
		Export: func(_ context.Context, id string, w io.Writer) error {
			_, err := io.WriteString(w, "evidence of "+id)
			return err
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(Options{Outgoing: s, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))}, library)
	if err != nil {
		t.Fatal(err)
	}
	return h, s, record
}

func onPlatform() store.Entry {
	i := qalxan.Item{
		ID: qalxan.ItemID(video, 1), Identity: video, Version: 1, SourceID: "ilk", CaptureID: "urn:uuid:video", URL: video, Title: apitest.Hostile + apitest.Override, Author: "Ann Author",
		Language: qalxan.Language{Code: "az"}, Seen: apitest.Now, Hash: qalxan.ItemHash("x", "y"),
	}
	s := qalxan.Signal{ID: qalxan.SignalID(i.ID, qalxan.DetectDuplicate, "x"), ItemID: i.ID, Detector: qalxan.DetectDuplicate, Key: "x", Reason: qalxan.Reason{Text: apitest.Hostile}, Time: apitest.Now}
	f := qalxan.Finding{ID: qalxan.FindingID(video), Identity: video, ItemID: i.ID, SourceID: "ilk", Level: qalxan.LevelIncident, Status: qalxan.StatusNew, Created: apitest.Now, Updated: apitest.Now}
	return store.Entry{
		Items: []store.ItemEntry{{Item: i}}, Signals: []qalxan.Signal{s}, Findings: []qalxan.Finding{f},
		Captures: []qalxan.Capture{{ID: "urn:uuid:video", SourceID: "ilk", URL: video, Time: apitest.Now, SHA256: strings.Repeat("ab", 32)}},
	}
}

// soundPage reads a page and holds it to what must hold on every page.
func soundPage(t *testing.T, h http.Handler, path string, want int) string {
	t.Helper()
	var first string
	for _, language := range []string{"en", "az", "ru"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Host = "localhost:8080"
		r.Header.Set("Accept-Language", language)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want || strings.Contains(w.Body.String(), "ZgotmplZ") || strings.Contains(w.Body.String(), "<script>alert") {
			t.Fatalf("%s in %s: %d %s", path, language, w.Code, w.Body)
		}
		root, err := html.Parse(strings.NewReader(w.Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		sound(t, root)
		if first == "" {
			first = w.Body.String()
		}
	}
	return first
}

func TestPacks(t *testing.T) {
	h, _, record := sending(t)
	id := qalxan.FindingID(video)
	if body := soundPage(t, h, "/findings/"+id, 200); !strings.Contains(body, "/packs/new?subject="+id) {
		t.Error("the finding does not lead to a pack")
	}
	soundPage(t, h, "/packs", 200)
	soundPage(t, h, "/packs?state="+url.QueryEscape(apitest.Hostile), 200)
	if body := soundPage(t, h, "/packs/new?subject="+id, 200); !strings.Contains(body, `value="youtube"`) {
		t.Error("YouTube is not offered")
	}
	if body := soundPage(t, h, "/packs/new?subject="+qalxan.FindingID(apitest.Copy), 200); !strings.Contains(body, "site of its own") || strings.Contains(body, `action="/packs"`) {
		t.Error("a site of its own is offered a platform")
	}
	soundPage(t, h, "/packs/new?subject=none", 404)
	soundPage(t, h, "/packs/none", 404)

	made := url.Values{"subject": {id}, "platform": {"youtube"}, "language": {"az"}, "by": {"Leyla"}}
	status, where, _ := post(t, h, "/packs", made)
	if status != http.StatusSeeOther || !strings.HasPrefix(where, "/packs/p-") {
		t.Fatalf("made: %d %s", status, where)
	}
	for key, value := range map[string]string{"platform": "maps", "language": "../en", "by": ""} {
		wrong := url.Values{"subject": {id}, "platform": {"youtube"}, "by": {"Leyla"}}
		wrong.Set(key, value)
		if status, _, _ := post(t, h, "/packs", wrong); status != http.StatusUnprocessableEntity {
			t.Errorf("%s=%s: %d", key, value, status)
		}
	}
	body := soundPage(t, h, where, 200)
	for _, want := range []string{"support.google.com/youtube/answer/2802027", "Spam, deceptive practices, &amp; scams", "SHA-256 abab", "watch?v=korpu"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the page of the pack", want)
		}
	}
	if strings.Contains(body, "Ann Author") || strings.Contains(body, "alert(") {
		t.Error("the pack names somebody, or shows a text")
	}
	answer := url.Values{"do": {"answered"}, "on": {"2026-11-21"}, "outcome": {"removed"}, "by": {"Leyla"}, "seen": {"0"}}
	sent := url.Values{"do": {"sent"}, "on": {"2026-11-21"}, "reference": {apitest.Hostile}, "by": {"Leyla"}, "seen": {"0"}}
	for _, step := range []struct {
		form url.Values
		want int
	}{{answer, 422}, {url.Values{"do": {"sent"}, "on": {"soon"}, "by": {"L"}, "seen": {"0"}}, 422}, {sent, 303}, {sent, 409}} {
		if status, _, _ := post(t, h, where, step.form); status != step.want {
			t.Errorf("%v: %d, want %d", step.form, status, step.want)
		}
	}
	soundPage(t, h, where, 200)
	answer.Set("seen", "1")
	if status, _, _ := post(t, h, where, answer); status != 303 {
		t.Errorf("the answer was not taken: %d", status)
	}
	soundPage(t, h, where, 200)
	if body := soundPage(t, h, "/packs?state=answered", 200); !strings.Contains(body, "removed 1") {
		t.Error("the outcome is not counted")
	}
	packed := strings.TrimPrefix(where, "/packs/")
	if w := get(h, where+"/list"); w.Code != 200 || !strings.Contains(w.Body.String(), "watch?v=korpu") || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the list: %d %s", w.Code, w.Body)
	}
	if w := get(h, where+"/evidence/"+id); w.Code != 200 || w.Body.String() != "evidence of "+id {
		t.Errorf("the evidence: %d %s", w.Code, w.Body)
	}
	soundPage(t, h, where+"/evidence/"+qalxan.FindingID(apitest.Copy), 404)
	entries, _, err := record.Entries(t.Context(), store.EntryFilter{Verb: "pack."}, store.Page{})
	if err != nil || len(entries) < 5 || entries[0].Object != packed {
		t.Errorf("the audit log: %+v, %v", entries, err)
	}
}

func TestPacksThatWait(t *testing.T) {
	h, s, record := sending(t)
	p, err := s.MakePack(t.Context(), pack.Request{Subject: qalxan.FindingID(video), Platform: pack.YouTube, By: "Leyla"})
	if err != nil {
		t.Fatal(err)
	}
	long := store.Pack{ID: "p-long", Subject: p.Subject, Platform: "youtube", Made: apitest.Now, By: apitest.Hostile, State: store.PackSent, Sent: apitest.Now.AddDate(0, 0, -9)}
	if err := record.AddPack(t.Context(), long); err != nil {
		t.Fatal(err)
	}
	if body := soundPage(t, h, "/packs?state=overdue", 200); !strings.Contains(body, "p-long") || strings.Contains(body, p.ID) {
		t.Error("the list of what is overdue is wrong")
	}
	reminders, err := pack.Reminders(t.Context(), record, apitest.Now, 24*time.Hour)
	if err != nil || len(reminders) != 1 || reminders[0].Key != "pack:p-long" {
		t.Errorf("reminders: %+v, %v", reminders, err)
	}
}

func TestReports(t *testing.T) {
	h, s, _ := sending(t)
	if body := soundPage(t, h, "/reports?q=campaign:c-1", 200); !strings.Contains(body, "Asia/Baku") || !strings.Contains(body, "campaign:c-1") {
		t.Error("what stands is not shown")
	}
	order := url.Values{"kind": {"weekly"}, "as": {"markdown"}, "days": {"30"}, "first": {"az"}, "second": {"ru"}, "title": {apitest.Hostile}, "by": {"Leyla"}}
	status, where, _ := post(t, h, "/reports", order)
	_, id, _ := strings.Cut(where, "#")
	if status != http.StatusSeeOther || !strings.HasPrefix(id, "r-") {
		t.Fatalf("made: %d %s", status, where)
	}
	if cookie := browse(h, "/reports", url.Values{"kind": {"novel"}, "by": {"Leyla"}}, nil).Header().Get("Set-Cookie"); !strings.HasPrefix(cookie, "qalxan-name=") {
		t.Errorf("the name is not kept for the next form: %q", cookie)
	}
	body := soundPage(t, h, "/reports", 200)
	if !strings.Contains(body, id) || !strings.Contains(body, "&lt;script&gt;alert(") {
		t.Error("what was made is not shown")
	}
	w := get(h, "/reports/"+id)
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/markdown; charset=utf-8" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the file: %d %v", w.Code, w.Header())
	}
	soundPage(t, h, "/reports/none", 404)
	for key, value := range map[string]string{"kind": "novel", "as": "docx", "q": "lang:", "first": "xx"} {
		wrong := url.Values{"kind": {"weekly"}, "as": {"csv"}, "first": {"az"}, "by": {"Leyla"}}
		wrong.Set(key, value)
		if status, _, _ := post(t, h, "/reports", wrong); status != http.StatusUnprocessableEntity {
			t.Errorf("%s=%s: %d", key, value, status)
		}
	}
	if _, err := s.Again(t.Context(), "week", "Leyla"); err != nil {
		t.Error(err)
	}
	soundPage(t, h, "/reports", 200)
}

// TestPlatformsInTheWeek sends a pack and reads what a weekly summary says.
func TestPlatformsInTheWeek(t *testing.T) {
	h, s, _ := sending(t)
	p, err := s.MakePack(t.Context(), pack.Request{Subject: qalxan.FindingID(video), Platform: pack.YouTube, By: "Leyla"})
	if err == nil {
		_, err = s.NotePack(t.Context(), p.ID, store.PackEvent{By: "Leyla", State: store.PackSent}, 0)
	}
	if err == nil {
		_, err = s.NotePack(t.Context(), p.ID, store.PackEvent{By: "Leyla", State: store.PackAnswered, Outcome: store.OutcomeLimited}, 1)
	}
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Make(t.Context(), reports.Order{Kind: "weekly", As: "markdown", By: "Leyla", Languages: []string{"az"}})
	if err != nil {
		t.Fatal(err)
	}
	if body := get(h, "/reports/"+d.ID).Body.String(); !strings.Contains(body, "YouTube") || !strings.Contains(body, "məhdudlaşdırılıb 1") {
		t.Errorf("the summary does not tell of platforms:\n%s", body)
	}
}
