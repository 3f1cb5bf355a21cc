package evidence_test

import (
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
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
)

var day = time.Date(2026, 11, 21, 10, 15, 0, 123456789, time.UTC)

func exchange(path, body string) evidence.Exchange {
	return evidence.Exchange{
		SourceID: "xeber", URL: "https://xeber.example" + path, Method: "GET", Time: day, IP: "192.0.2.7",
		RequestHeader: http.Header{"User-Agent": {"Qalxan/1"}},
		Proto:         "HTTP/1.1", Status: 200, StatusText: "OK",
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Etag": {`"a"`}},
		Body:   []byte(body), Note: map[string]string{"robots": "allow: / (line 3)"},
	}
}

func open(t testing.TB, dir string, o evidence.Options) *evidence.Writer {
	t.Helper()
	o.Now = func() time.Time { return day }
	o.Software, o.Contact = "qalxan/test", "desk@agency.example"
	w, err := evidence.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func record(t testing.TB, w *evidence.Writer, x evidence.Exchange) qalxan.Capture {
	t.Helper()
	c, err := w.Record(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func read(t testing.TB, dir string, c qalxan.Capture) evidence.Record {
	t.Helper()
	rec, err := evidence.Read(dir, c.Location)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// walk returns the records of the only file in a folder.
func walk(t testing.TB, path string) []evidence.Record {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []evidence.Record
	for rec, err := range evidence.Walk(bytes.NewReader(data), int64(len(data))) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rec)
	}
	return all
}

func verify(t testing.TB, dir string) (evidence.Summary, []evidence.Fault) {
	t.Helper()
	var faults []evidence.Fault
	sum, err := evidence.Verify(t.Context(), dir, func(f evidence.Fault) { faults = append(faults, f) })
	if err != nil {
		t.Fatal(err)
	}
	return sum, faults
}

func TestRecordAndRead(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	body := "<p>Salam, dünya</p>"
	c := record(t, w, exchange("/a", body))

	want := qalxan.Capture{
		ID: c.ID, SourceID: "xeber", URL: "https://xeber.example/a", Time: day, Status: 200,
		ContentType: "text/html; charset=utf-8", Size: int64(len(body)), SHA256: c.SHA256,
		Location: qalxan.WARCLocation{File: "qalxan-20261121101500-00001.warc.gz", Offset: c.Location.Offset},
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
	check := func() {
		t.Helper()
		rec := read(t, dir, c)
		m, err := rec.Message()
		if err != nil {
			t.Fatal(err)
		}
		if rec.Type != "response" || rec.ID != c.ID || rec.URL != c.URL || !strings.HasPrefix(rec.ID, "urn:uuid:") {
			t.Errorf("read %+v", rec)
		}
		if m.Status != 200 || string(m.Body) != body || m.Header.Get("Etag") != `"a"` {
			t.Errorf("message %+v", m)
		}
		if err := evidence.Check(dir, c); err != nil {
			t.Error(err)
		}
	}
	check() // while the file is open
	if err := w.Sync(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	check() // and after
	if _, err := w.Record(t.Context(), exchange("/b", "x")); !errors.Is(err, evidence.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestFileIsWARC(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	c := record(t, w, exchange("/a", "words"))
	w.Close()
	all := walk(t, filepath.Join(dir, c.Location.File))
	var kinds []string
	for _, rec := range all {
		kinds = append(kinds, rec.Type)
	}
	if diff := cmp.Diff([]string{"warcinfo", "response", "request", "metadata"}, kinds); diff != "" {
		t.Fatal(diff)
	}
	info, response, request, metadata := all[0], all[1], all[2], all[3]
	if got := string(info.Block); !strings.Contains(got, "software: qalxan/test\r\noperator: desk@agency.example\r\n") {
		t.Errorf("warcinfo %q", got)
	}
	if got := response.Fields.Get("WARC-Payload-Digest"); got != "sha256:3ORWX75FZKYPSIWQQ6R25MLZ7HKOORO7ICZSHYNRI4KAFBEMRI7A====" {
		t.Errorf("payload digest %s", got)
	}
	for _, rec := range all[1:] {
		if rec.Fields.Get("WARC-IP-Address") != "192.0.2.7" || rec.Fields.Get("WARC-Date") != "2026-11-21T10:15:00.123456Z" ||
			rec.Fields.Get("WARC-Warcinfo-ID") != "<"+info.ID+">" {
			t.Errorf("fields of %s: %v", rec.Type, rec.Fields)
		}
	}
	if request.ConcurrentTo() != c.ID || metadata.ConcurrentTo() != c.ID {
		t.Error("request or metadata do not name the capture")
	}
	if got := string(request.Block); got != "GET /a HTTP/1.1\r\nHost: xeber.example\r\nUser-Agent: Qalxan/1\r\n\r\n" {
		t.Errorf("request %q", got)
	}
	if got := string(metadata.Block); got != "source: xeber\r\nrobots: allow: / (line 3)\r\n" {
		t.Errorf("metadata %q", got)
	}
}

func TestMembersStandAlone(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	for i := range 5 {
		record(t, w, exchange(fmt.Sprint("/", i), strings.Repeat("söz ", i*1000)))
	}
	w.Close()
	path := filepath.Join(dir, "qalxan-20261121101500-00001.warc.gz")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range walk(t, path) {
		gz, err := gzip.NewReader(bytes.NewReader(data[rec.Offset : rec.Offset+rec.Size]))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(gz)
		if err != nil || !bytes.HasPrefix(plain, []byte("WARC/1.1\r\n")) || !bytes.HasSuffix(plain, []byte("\r\n\r\n")) {
			t.Fatalf("member at %d: %v", rec.Offset, err)
		}
	}
}

func TestRevisits(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	first := record(t, w, exchange("/a", "the same"))

	again := record(t, w, exchange("/a", "the same"))
	rec := read(t, dir, again)
	if rec.Type != "revisit" || rec.RefersTo() != first.ID || rec.Fields.Get("WARC-Profile") != evidence.ProfileSame || !rec.Truncated() {
		t.Errorf("the same payload: %v", rec.Fields)
	}
	if again.SHA256 != first.SHA256 || again.Size != first.Size {
		t.Errorf("the capture of a repeated payload: %+v", again)
	}
	m, err := rec.Message()
	if err != nil || m.Status != 200 || len(m.Body) != 0 {
		t.Errorf("message of a revisit: %+v, %v", m, err)
	}

	x := exchange("/a", "")
	x.Status, x.StatusText = 304, "Not Modified"
	rec = read(t, dir, record(t, w, x))
	if rec.Type != "revisit" || rec.RefersTo() != first.ID || rec.Fields.Get("WARC-Profile") != evidence.ProfileNotModified {
		t.Errorf("304: %v", rec.Fields)
	}

	if rec := read(t, dir, record(t, w, exchange("/b", "the same"))); rec.Type != "response" {
		t.Errorf("another address: %s", rec.Type)
	}
	if rec := read(t, dir, record(t, w, exchange("/a", "changed"))); rec.Type != "response" {
		t.Errorf("other words: %s", rec.Type)
	}
	if _, faults := verify(t, dir); faults != nil {
		t.Error(faults)
	}
}

func TestTruncated(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	x := exchange("/long", "the begin")
	record(t, w, exchange("/long", "whole once"))
	x.Truncated = true
	for range 2 { // a cut payload is never taken for a repeated one
		c := record(t, w, x)
		rec := read(t, dir, c)
		if rec.Type != "response" || rec.Fields.Get("WARC-Truncated") != "length" || !c.Truncated {
			t.Errorf("%s %v", rec.Type, rec.Fields)
		}
	}
	x.Status, x.Body, x.Truncated = 304, nil, false
	if rec := read(t, dir, record(t, w, x)); rec.RefersTo() != "" {
		t.Errorf("a 304 after a cut payload refers to %s", rec.RefersTo())
	}
}

func TestHostileFields(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	x := exchange("/a b\r\nWARC-Type: warcinfo", "body")
	x.IP = "192.0.2.7\r\nWARC-Truncated: time"
	x.StatusText = "OK\r\nX-Forged: 1"
	x.Proto = "HTTP/2.0\r\nX-Forged: 1"
	x.Header["X-A"] = []string{"1\r\nX-Forged: 1\r\n\r\nbody of theirs"}
	x.Header["X-Forged: 1\r\nB"] = []string{"2"}
	x.Note = map[string]string{"a\r\nforged": "1", "note": "1\nforged: 2"}
	c := record(t, w, x)
	rec := read(t, dir, c)
	m, err := rec.Message()
	if err != nil {
		t.Fatal(err)
	}
	if m.Header.Get("X-Forged") != "" || string(m.Body) != "body" || rec.Fields.Get("WARC-Truncated") != "" || rec.Type != "response" {
		t.Errorf("forged: %+v %+v", rec.Fields, m)
	}
	for _, rec := range walk(t, filepath.Join(dir, c.Location.File+".open")) {
		if strings.Contains("\n"+string(rec.Block), "\nforged") {
			t.Errorf("forged note in %q", rec.Block)
		}
	}
	if err := evidence.Check(dir, c); err != nil {
		t.Error(err)
	}
}

func TestRotation(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{MaxSize: 1})
	var all []qalxan.Capture
	for i := range 3 {
		all = append(all, record(t, w, exchange(fmt.Sprint("/", i), "x")))
	}
	w.Close()
	for i, c := range all {
		if want := fmt.Sprintf("qalxan-20261121101500-%05d.warc.gz", i+1); c.Location.File != want {
			t.Errorf("file %s, want %s", c.Location.File, want)
		}
		if err := evidence.Check(dir, c); err != nil {
			t.Error(err)
		}
	}
	// A second writer in the same second does not touch what is there.
	w = open(t, dir, evidence.Options{})
	if c := record(t, w, exchange("/4", "x")); c.Location.File != "qalxan-20261121101500-00004.warc.gz" {
		t.Errorf("file %s", c.Location.File)
	}
}

func TestConcurrentWrites(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{MaxSize: 20_000})
	var mu sync.Mutex
	var all []qalxan.Capture
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 20 {
				c, err := w.Record(context.Background(), exchange(fmt.Sprintf("/%d/%d", worker, i), fmt.Sprint(worker, i)))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				all = append(all, c)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	w.Close()
	for _, c := range all {
		if err := evidence.Check(dir, c); err != nil {
			t.Error(err)
		}
	}
	sum, faults := verify(t, dir)
	if faults != nil || sum.Files < 2 || sum.Records != sum.Files+3*160 {
		t.Errorf("%+v %v", sum, faults)
	}
}

func TestReadRefuses(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, evidence.Options{})
	c := record(t, w, exchange("/a", "x"))
	for name, tt := range map[string]struct {
		at   qalxan.WARCLocation
		want error
	}{
		"outside":  {qalxan.WARCLocation{File: "../" + filepath.Base(dir) + "/" + c.Location.File}, fs.ErrInvalid},
		"no name":  {qalxan.WARCLocation{}, fs.ErrInvalid},
		"gone":     {qalxan.WARCLocation{File: "other.warc.gz"}, fs.ErrNotExist},
		"negative": {qalxan.WARCLocation{File: c.Location.File, Offset: -1}, evidence.ErrDamaged},
		"beyond":   {qalxan.WARCLocation{File: c.Location.File, Offset: 1 << 40}, evidence.ErrDamaged},
		"between":  {qalxan.WARCLocation{File: c.Location.File, Offset: c.Location.Offset + 1}, evidence.ErrDamaged},
	} {
		if _, err := evidence.Read(dir, tt.at); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	other := c
	other.ID = "urn:uuid:other"
	if err := evidence.Check(dir, other); !errors.Is(err, evidence.ErrDamaged) {
		t.Errorf("another capture: %v", err)
	}
	other = c
	other.SHA256 = strings.Repeat("0", 64)
	if err := evidence.Check(dir, other); !errors.Is(err, evidence.ErrDamaged) {
		t.Errorf("another payload: %v", err)
	}
}

func TestEndedContext(t *testing.T) {
	w := open(t, t.TempDir(), evidence.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Record(ctx, exchange("/a", "x")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
