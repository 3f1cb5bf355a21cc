package standing

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// house is a record and a service on a clock that is moved by hand.
type house struct {
	*Service
	t       *testing.T
	dir     string
	record  store.Store
	now     time.Time
	reports []Report
	queries []string
	refuse  error // what gathering says instead
}

func weekly(dir string) Report {
	return Report{
		Name: "week", Kind: report.KindWeekly, As: report.HTML, Languages: []string{"az", "en"}, At: "0 9 * * 1", Zone: "Asia/Baku",
		To: []string{"duty"}, Folder: dir, Query: "lang:az", Title: "Həftə",
	}
}

func open(t *testing.T, reports ...Report) *house {
	h := &house{t: t, dir: t.TempDir(), now: instant(t, "2026-11-18T10:00:00Z"), reports: reports} // a Wednesday
	h.restart()
	t.Cleanup(func() { h.record.Close() })
	return h
}

// restart opens everything anew, as after a crash.
func (h *house) restart() {
	h.t.Helper()
	if h.record != nil {
		h.ok(h.record.Close())
	}
	record, err := sqlite.Open(h.t.Context(), filepath.Join(h.dir, "q.db"), sqlite.Options{})
	h.ok(err)
	h.record = record
	o := alert.Defaults()
	o.Desk = "https://desk.example.org"
	o.Targets = []alert.Target{{Name: "duty", Kind: alert.KindMail, Server: "127.0.0.1:1", TLS: alert.NoTLS, From: "a@b.example", Recipients: []string{"x@y.example", "z@y.example"}}}
	h.Service, err = New(Options{Reports: h.reports, Alerts: o, Dir: filepath.Join(h.dir, "reports")}, Deps{
		Record: record, Gather: h.gather, Now: func() time.Time { return h.now }, Logger: slog.New(slog.DiscardHandler),
	})
	h.ok(err)
}

func (h *house) gather(_ context.Context, title, query string) (report.Document, error) {
	h.queries = append(h.queries, query)
	return report.Document{Title: title, Query: query, Generated: h.now}, h.refuse
}

func (h *house) ok(errs ...error) {
	h.t.Helper()
	if err := errors.Join(errs...); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) made() []store.Dispatch {
	h.t.Helper()
	all, _, err := h.Made(h.t.Context(), store.Page{})
	h.ok(err)
	return all
}

func (h *house) letters() []store.Letter {
	h.t.Helper()
	all, err := h.record.Letters(h.t.Context(), 100)
	h.ok(err)
	return all
}

// at moves the clock and takes a turn.
func (h *house) at(text string) error {
	h.t.Helper()
	h.now = instant(h.t, text)
	return h.Turn(h.t.Context())
}

func TestADueTimeBringsOneReport(t *testing.T) {
	folder := t.TempDir()
	h := open(t, weekly(folder))
	h.ok(h.at("2026-11-18T10:00:00Z"), h.at("2026-11-23T04:59:59Z"))
	if len(h.made()) != 0 {
		t.Fatal("something was made before its time")
	}
	h.ok(h.at("2026-11-23T05:00:10Z"), h.at("2026-11-23T05:00:30Z"))
	h.restart()
	h.ok(h.at("2026-11-23T05:01:00Z"))
	made := h.made()
	if len(made) != 1 {
		t.Fatalf("made %d, want 1: %+v", len(made), made)
	}
	d := made[0]
	if d.State != store.DispatchMade || d.Late || d.Missed != 0 || !d.Due.Equal(instant(t, "2026-11-23T05:00:00Z")) || !d.After.Equal(instant(t, "2026-11-16T05:00:00Z")) {
		t.Errorf("made: %+v", d)
	}
	if want := "(lang:az) after:2026-11-16T05:00:00Z before:2026-11-23T05:00:00Z"; len(h.queries) != 1 || h.queries[0] != want {
		t.Errorf("asked %q, want %q", h.queries, want)
	}
	_, data, err := h.File(t.Context(), d.ID)
	h.ok(err)
	copied, err := os.ReadFile(filepath.Join(folder, "week-20261123-0900.html"))
	h.ok(err)
	if string(copied) != string(data) || int64(len(data)) != d.Size || !strings.Contains(string(data), "Həftə") {
		t.Error("the copy is not the file")
	}
	letters := h.letters()
	var digest alert.Digest
	if len(letters) != 2 || json.Unmarshal([]byte(letters[0].Body), &digest) != nil || digest.Enclosed == nil || digest.Enclosed.SHA256 != d.SHA256 || digest.Language != "az" {
		t.Errorf("letters: %+v", letters)
	}
}

func TestWhatWasMissedIsMadeOnceAndLate(t *testing.T) {
	h := open(t, weekly(t.TempDir()))
	h.ok(h.at("2026-11-18T10:00:00Z"))
	h.now = instant(t, "2026-12-09T12:00:00Z") // three Mondays later
	h.restart()
	h.ok(h.Turn(t.Context()), h.Turn(t.Context()))
	made := h.made()
	if len(made) != 1 || !made[0].Late || made[0].Missed != 2 || !made[0].Due.Equal(instant(t, "2026-12-07T05:00:00Z")) {
		t.Fatalf("made: %+v", made)
	}
	_, data, err := h.File(t.Context(), made[0].ID)
	h.ok(err)
	if !strings.Contains(string(data), "This report is late") {
		t.Error("the report does not say that it is late")
	}
}

func TestAReportThatEndsTheProcessIsTriedThrice(t *testing.T) {
	h := open(t, weekly(t.TempDir()))
	h.ok(h.at("2026-11-18T10:00:00Z"))
	h.now = instant(t, "2026-11-23T05:00:00Z")
	for n := range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		h.Service.deps.Gather = func(context.Context, string, string) (report.Document, error) {
			cancel()
			return report.Document{}, context.Canceled
		}
		_ = h.Turn(ctx)
		h.restart()
		if d := h.made()[0]; d.Tries != min(n+1, mostTries) || d.State != store.DispatchMaking {
			t.Fatalf("after %d ends: %+v", n+1, d)
		}
	}
}

func TestFailuresAreNotedAndTriedAgain(t *testing.T) {
	h := open(t, weekly(t.TempDir()))
	h.ok(h.at("2026-11-18T10:00:00Z"))
	h.refuse = errors.New("too many\nfindings")
	if err := h.at("2026-11-23T05:00:00Z"); err == nil {
		t.Error("a failure is silent")
	}
	h.ok(h.at("2026-11-23T05:05:00Z")) // not yet
	faults, err := Faults(t.Context(), h.record, h.reports)
	h.ok(err)
	if len(faults) != 1 || !strings.Contains(faults[0].Text, "too many findings") || len(h.letters()) != 0 {
		t.Errorf("faults: %+v", faults)
	}
	for _, at := range []string{"2026-11-23T05:10:00Z", "2026-11-23T05:20:00Z"} {
		if h.at(at) == nil {
			t.Error("a failure is silent")
		}
	}
	h.ok(h.at("2026-11-23T05:30:00Z"))
	if d := h.made()[0]; d.Tries != mostTries {
		t.Errorf("tried %d times", d.Tries)
	}
	h.refuse = nil
	d, err := h.Again(t.Context(), "week", "leyla")
	h.ok(err)
	faults, err = Faults(t.Context(), h.record, h.reports)
	h.ok(err)
	if len(faults) != 0 || len(h.made()) != 1 || !d.Due.Equal(instant(t, "2026-11-23T05:00:00Z")) || d.By != "leyla" || len(h.letters()) != 2 {
		t.Errorf("after it was made again: %+v, %v", d, faults)
	}
	if _, err := h.Again(t.Context(), "nobody", "leyla"); !errors.Is(err, ErrName) {
		t.Errorf("an unknown report: %v", err)
	}
}

func TestAFolderThatIsGone(t *testing.T) {
	h := open(t, weekly(filepath.Join(t.TempDir(), "gone")))
	h.ok(h.at("2026-11-18T10:00:00Z"))
	if err := h.at("2026-11-23T05:00:00Z"); err == nil || len(h.letters()) != 0 || h.made()[0].State != store.DispatchFailed {
		t.Errorf("a folder that is gone: %v", err)
	}
}

func TestMake(t *testing.T) {
	h := open(t)
	d, err := h.Make(t.Context(), Order{Kind: report.KindBrief, As: report.CSV, Query: "campaign:c-1", Period: 24 * time.Hour, By: "leyla"})
	h.ok(err)
	if d.State != store.DispatchMade || d.Report != "" || !d.Due.IsZero() || !d.Before.Equal(h.now) || !strings.HasSuffix(d.File, ".csv") || len(h.letters()) != 0 {
		t.Errorf("made: %+v", d)
	}
	for name, o := range map[string]Order{
		"kind": {Kind: "novel", As: report.PDF}, "format": {As: "docx"}, "query": {As: report.PDF, Query: "lang:"}, "period": {As: report.PDF, Period: time.Second},
		"languages": {As: report.PDF, Languages: []string{"../en"}}, "title": {As: report.PDF, Title: strings.Repeat("x", maxText+1)},
	} {
		if _, err := h.Make(t.Context(), o); !errors.Is(err, ErrRequest) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(h.made()) != 1 {
		t.Error("what was refused was noted")
	}
	h.now = h.now.Add(FilesKept * 3)
	h.ok(h.Turn(t.Context()))
	if _, _, err := h.File(t.Context(), d.ID); !errors.Is(err, ErrGone) {
		t.Errorf("an old file: %v", err)
	}
}

// A person who goes away, and one who asks again and again, leave nothing
// behind that stays for ever.
func TestMakeIsBounded(t *testing.T) {
	h := open(t)
	ctx, leave := context.WithCancel(t.Context())
	h.Service.deps.Gather = func(context.Context, string, string) (report.Document, error) {
		leave()
		return report.Document{}, context.Canceled
	}
	if d, err := h.Make(ctx, Order{As: report.CSV, By: "leyla"}); err == nil || d.State != store.DispatchFailed || h.made()[0].State != store.DispatchFailed {
		t.Errorf("after somebody went away: %+v, %v", d, err)
	}
	dir := filepath.Join(h.dir, "reports")
	h.ok(os.MkdirAll(dir, 0o700))
	large, err := os.Create(filepath.Join(dir, "large"))
	h.ok(err)
	h.ok(large.Truncate(mostBytes), large.Close())
	if _, err := h.Make(t.Context(), Order{As: report.CSV, By: "leyla"}); !errors.Is(err, ErrRequest) {
		t.Errorf("where there is no room: %v", err)
	}
}

func TestLines(t *testing.T) {
	h := open(t, weekly(t.TempDir()))
	lines, err := h.Lines(t.Context())
	h.ok(err)
	if len(lines) != 1 || !lines[0].Next.Equal(instant(t, "2026-11-23T05:00:00Z")) || lines[0].Last != nil {
		t.Errorf("lines: %+v", lines)
	}
}

func TestTemplates(t *testing.T) {
	dir := t.TempDir()
	r := weekly(dir)
	r.Templates = dir
	h := open(t, r)
	h.ok(os.WriteFile(filepath.Join(dir, "report.html"), []byte("own page: {{.Title}}"), 0o600))
	d, err := h.Again(t.Context(), "week", "leyla")
	h.ok(err)
	if _, data, err := h.File(t.Context(), d.ID); err != nil || string(data) != "own page: Həftə" {
		t.Errorf("the template was not taken: %s, %v", data, err)
	}
	h.ok(os.Remove(filepath.Join(dir, "report.html")), os.Symlink("/etc/hostname", filepath.Join(dir, "report.html")))
	if _, err := h.Again(t.Context(), "week", "leyla"); err == nil {
		t.Error("a link that leads out was followed")
	}
}

// Bounded: a report that does not end is an error, and leaves no file behind.
func TestFilesAreBounded(t *testing.T) {
	dir := t.TempDir()
	err := writeFile(dir, "x", 0o600, func(w io.Writer) error {
		c := &counter{to: w, hash: sha256.New()}
		part := make([]byte, 1<<20)
		for {
			if _, err := c.Write(part); err != nil {
				return err
			}
		}
	})
	if left, _ := os.ReadDir(dir); err == nil || len(left) != 0 {
		t.Errorf("a file without an end: %v, %v", err, left)
	}
}
