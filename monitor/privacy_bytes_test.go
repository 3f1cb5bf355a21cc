package monitor_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// spellings are the bytes in which the person may stand in a file.
var spellings = []string{"Bağırova", "BAĞIROVA", "bağırova", "bağirova", "Ba\\u011f\\u0131rova", "Ba&#287;&#305;rova"}

// named lists the files of a data folder in which the person stands, looked at
// as they are and, where they are packed, unpacked.
func named(t *testing.T, data string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if z, err := gzip.NewReader(bytes.NewReader(text)); err == nil {
			plain, _ := io.ReadAll(z) // of the open file the end may be missing
			text = append(text, plain...)
		}
		if slices.ContainsFunc(spellings, func(s string) bool { return bytes.Contains(text, []byte(s)) }) {
			files = append(files, strings.TrimPrefix(path, data))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestNoByteIsLeft erases a person and looks for the name in the bytes of every
// file of the data folder, while it is in use and after it was closed.
func TestNoByteIsLeft(t *testing.T) {
	x := newTown(t, func(*configs.Config) {})
	town := x.web.Host("town.example")
	// The same words again, and other things around them: no new version, but
	// another capture. Beside it a page that only lists.
	old := fmt.Sprintf(storyOf, "road", person, storyWords("road"))
	town.Publish("/2026/road", fakeweb.Revision{From: x.web.Clock().Now(), Answer: page(old + "<aside>Today it rains.</aside>")})
	town.Publish("/", fakeweb.Revision{From: x.web.Clock().Now(), Answer: page(`<html lang="en"><title>The Town</title><ul><li><a href="/2026/road">Ba&#287;&#305;rova, <b>Lalə</b>  and Lalə <i>Bağırova</i></a></ul>`)})
	x.web.Clock().Advance(time.Hour)
	targets := []string{address("road"), "https://town.example/"}
	if _, err := x.Crawl(t.Context(), monitor.CrawlRequest{Targets: targets, Policy: qalxan.Policy{Delay: time.Millisecond}}, nil); err != nil {
		t.Fatal(err)
	}
	reports := writeReports(t, x.ReportsDir())
	if before := named(t, x.data); len(before) < 3 {
		t.Fatalf("the person stands in %q only: the test shows too little", before)
	}
	done, err := x.ErasePerson(t.Context(), request(true))
	if err != nil || done.Counts["captures"] < 3 || done.Counts["reports"] != 3 || done.Unswept {
		t.Fatalf("%+v, %v", done, err)
	}
	left, err := os.ReadDir(x.ReportsDir())
	if err != nil || len(left) != reports-3 {
		t.Errorf("%d reports of %d are left: %v", len(left), reports, err)
	}
	if files := named(t, x.data); len(files) > 0 {
		t.Errorf("the person stands in %q", files)
	}
	x.removed(t)
	checkDoctor(t, x.Monitor)
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if files := named(t, x.data); len(files) > 0 {
		t.Errorf("after closing, the person stands in %q", files)
	}
	x.open(t, func(*configs.Config) {})
}

// TestWhoAskedGoes erases a person for somebody who goes away as soon as it has
// begun.
func TestWhoAskedGoes(t *testing.T) {
	x := newTown(t, func(*configs.Config) {})
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	var asked atomic.Bool
	x.now = func() time.Time {
		if asked.Load() {
			leave()
		}
		return x.web.Clock().Now()
	}
	x.open(t, func(*configs.Config) {})
	asked.Store(true)
	if _, err := x.ErasePerson(ctx, request(true)); err != nil {
		t.Fatal(err)
	}
	if files := named(t, x.data); ctx.Err() == nil || len(files) > 0 {
		t.Errorf("the person stands in %q, %v", files, ctx.Err())
	}
}

// writeReports puts reports of all kinds into a folder and returns how many.
// Three have to go: two name the person, one cannot be looked into.
func writeReports(t *testing.T, dir string) int {
	t.Helper()
	book := func(text string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create("xl/sharedStrings.xml")
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.WriteString(w, "<sst><si><t>"+text+"</t></si></sst>")
		if err = errors.Join(err, z.Close()); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	files := map[string][]byte{
		"a.html": []byte("<p>Said by <b>Lalə</b> Bağırova"), "b.html": []byte("<p>Said by nobody"), "c.xlsx": book(person), "d.xlsx": book("nobody"), "e.pdf": []byte("%PDF"),
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return len(files)
}

// TestWhatAKilledCrawlLeaves has an answer in the evidence that the record does
// not know, of a person who was erased.
func TestWhatAKilledCrawlLeaves(t *testing.T) {
	x := newTown(t, func(*configs.Config) {})
	if _, err := x.ErasePerson(t.Context(), request(true)); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	recordStray(t, filepath.Join(x.data, "evidence"), person)
	recordStray(t, filepath.Join(x.data, "evidence"), "nobody")
	if len(named(t, x.data)) != 1 {
		t.Fatal("the answer is not in the evidence")
	}
	x.open(t, func(*configs.Config) {})
	if files := named(t, x.data); len(files) > 0 {
		t.Errorf("the person stands in %q", files)
	}
	x.removed(t)
}

// TestOneWord is refused unless it is said to be meant, and shows who that is.
func TestOneWord(t *testing.T) {
	x := newTown(t, func(*configs.Config) {})
	r := request(true)
	r.Person = "Bağırova"
	if _, err := x.ErasePerson(t.Context(), r); !errors.Is(err, qalxan.ErrRequest) && !errors.Is(err, monitor.ErrRequest) {
		t.Fatalf("%v", err)
	}
	r.Yes = false
	dry, err := x.ErasePerson(t.Context(), r)
	if err != nil || len(dry.Samples) == 0 || !strings.Contains(dry.Samples[0].Text, person) || len(dry.Samples[0].Text) > 400 {
		t.Fatalf("%+v, %v", dry, err)
	}
	r.Yes, r.OneWord = true, true
	if done, err := x.ErasePerson(t.Context(), r); err != nil || done.Counts["item.text"] != 2 {
		t.Fatalf("%+v, %v", done, err)
	}
}

// TestExportIsAboutOnePerson looks for others in what is handed out.
func TestExportIsAboutOnePerson(t *testing.T) {
	x := newTown(t, func(*configs.Config) {})
	reason := "request of " + person + "; " + strings.Repeat("and so on ", 20) + "Orxan knows"
	if _, err := x.Hold(t.Context(), store.Hold{Noun: "identity", Object: address("road"), By: "kamran", Reason: reason}); err != nil {
		t.Fatal(err)
	}
	held, err := x.ExportPerson(t.Context(), request(false))
	if err != nil || len(held.Passages) == 0 {
		t.Fatalf("%+v, %v", held, err)
	}
	for _, p := range held.Passages {
		if strings.Contains(p.Text, "Orxan") || !strings.Contains(p.Text, person) && p.Text != held.Pseudonym {
			t.Errorf("%+v", p)
		}
	}
}

// recordStray writes an answer that names somebody into the evidence alone.
func recordStray(t *testing.T, dir, name string) {
	t.Helper()
	w, err := evidence.Open(dir, evidence.Options{Software: "test"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Record(t.Context(), evidence.Exchange{
		URL: "https://town.example/new", Method: "GET", Time: time.Now(), Proto: "HTTP/1.1", Status: 200,
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: []byte("<p>So said " + name + " again.</p>"),
	})
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestDailyJob removes what is past its time, once, and says that nobody asked.
func TestDailyJob(t *testing.T) {
	x := newTown(t, func(c *configs.Config) { c.Privacy.Retention.Text = 30 })
	x.web.Clock().Advance(31 * 24 * time.Hour)
	for range 2 {
		if err := x.PrivacyJob(t.Context()); err != nil || x.item(t, "road").Text != "" || x.item(t, "bridge").Text != "" {
			t.Fatalf("the job removed nothing: %v", err)
		}
	}
	entries, _, err := x.Ledger().Entries(t.Context(), store.EntryFilter{Verb: "privacy.retain"}, store.Page{})
	if err != nil || len(entries) != 1 || entries[0].Via != "job" {
		t.Errorf("%+v, %v", entries, err)
	}
	checkDoctor(t, x.Monitor)
}
