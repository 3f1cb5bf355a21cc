package monitor_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/source/warc"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// archive writes an archive as others do: a gzip member a record.
func archive(t *testing.T, name string, records ...string) string {
	t.Helper()
	var b bytes.Buffer
	for _, r := range records {
		gz := gzip.NewWriter(&b)
		if _, err := gz.Write([]byte(r)); err != nil {
			t.Fatal(err)
		}
		gz.Close()
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// answered is a response record.
func answered(url, date, status, body string) string {
	block := fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\n\r\n%s", status, body)
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:theirs>\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		url, date, len(block), block)
}

// story is a news page.
func story(words string) string {
	return fmt.Sprintf(`<html lang="en"><head><title>The bridge is closed</title><meta property="og:type" content="article">
<meta property="article:published_time" content="2021-03-04T05:00:00Z"></head><body><article><h1>The bridge is closed</h1>%s</article></body></html>`,
		strings.Repeat("<p>The bridge over the river was closed on Thursday morning after engineers found cracks in two of its pillars, the ministry said. "+words+"</p>", 5))
}

func imported(t *testing.T, m *monitor.Monitor, r monitor.ImportRequest) (last monitor.ImportProgress, err error) {
	t.Helper()
	r.As = monitor.ImportWARC
	err = m.Import(t.Context(), r, func(p monitor.ImportProgress) { last = p })
	return last, err
}

func emptyWeb(t *testing.T) *fakeweb.Web {
	t.Helper()
	web, err := fakeweb.New(fakeweb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	return web
}

func TestImport(t *testing.T) {
	const a, b = "https://xeber.example/2021/bridge", "http://www.other.example/a"
	changed := strings.ReplaceAll(story("It opens in June."), "Thursday morning", "Friday night")
	file := archive(t, "news.warc.gz",
		"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
		answered(a, "2021-03-04T06:00:00Z", "200 OK", story("It opens in May.")),
		answered(a, "2021-03-05T06:00:00Z", "200 OK", changed),
		answered(a, "2021-03-06T06:00:00Z", "200 OK", changed),
		answered(b, "2021-03-04T06:00:00Z", "200 OK", story("Drivers wait.")),
		answered(b+"/gone", "2021-03-04T06:00:00Z", "404 Not Found", "<p>no"),
		answered("http://xeber.example/", "2021-03-04T06:00:00Z", "200 OK", "<html><body><a href=/a>one</a></body></html>"),
		answered("http://xeber.example/mine", "2021-03-04T06:00:00Z", "200 OK", strings.Replace(story("x"), "<head>", `<head><meta name="robots" content="noarchive">`, 1)),
	)
	m := openOn(t, emptyWeb(t))
	first, err := imported(t, m, monitor.ImportRequest{Files: []string{file}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{
		"not a response": 1, "known already, or older than what is known": 1, "answered with another status than 200": 1,
		"no article": 1, "its owner reserves the text, or forbids copies": 1,
	}
	if diff := cmp.Diff(want, first.Skipped); diff != "" || first.Items != 3 || first.Records != 8 || !first.Done || first.Read != first.Size {
		t.Errorf("%+v %s", first, diff)
	}
	checkImported(t, m, a)
	before := totals(t, m)

	again, err := imported(t, m, monitor.ImportRequest{Files: []string{file}})
	if err != nil || again.Items != 0 || totals(t, m) != before {
		t.Errorf("again: %+v, %v, %+v and %+v", again, err, before, totals(t, m))
	}
	checkDoctor(t, m)
}

func totals(t *testing.T, m *monitor.Monitor) store.Totals {
	t.Helper()
	sum, err := m.Record().Totals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// checkImported holds the versions of a page to the archive that they are from.
func checkImported(t *testing.T, m *monitor.Monitor, identity string) {
	t.Helper()
	versions, err := m.Record().Versions(t.Context(), identity)
	if err != nil || len(versions) != 2 {
		t.Fatalf("%d versions, %v", len(versions), err)
	}
	latest := versions[1]
	c, err := m.Record().Capture(t.Context(), latest.CaptureID)
	if err != nil {
		t.Fatal(err)
	}
	if latest.SourceID != "xeber-example" || latest.Seen.Format("2006-01-02") != "2021-03-05" || !c.Time.Equal(latest.Seen) || c.URL != identity {
		t.Errorf("%+v of %+v", latest, c)
	}
}

func TestImportedEvidenceSaysWhereItIsFrom(t *testing.T) {
	config := configs.Default()
	config.Data = filepath.Join(t.TempDir(), "data")
	config.Sources = []qalxan.Source{qalxan.Source{ID: "named", Kind: qalxan.KindSite, URL: "https://named.example/"}.WithDefaults()}
	m, err := monitor.Open(t.Context(), config, monitor.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file := archive(t, "theirs.warc.gz", answered("https://xeber.example/a", "2021-03-04T06:00:00Z", "200 OK", story("x")))
	if p, err := imported(t, m, monitor.ImportRequest{Files: []string{file}, Source: "named"}); err != nil || p.Items != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(config.Data, "evidence", "*.warc.gz"))
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for rec, err := range evidence.Walk(bytes.NewReader(data), int64(len(data))) {
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, rec.Type)
		if rec.Type == "metadata" && string(rec.Block) != "source: named\r\nimported-record: urn:uuid:theirs\r\nnote: imported from theirs.warc.gz\r\n" {
			t.Errorf("note %q", rec.Block)
		}
	}
	if diff := cmp.Diff([]string{"warcinfo", "response", "metadata"}, kinds); diff != "" {
		t.Errorf("nobody here sent a request: %s", diff)
	}
}

func TestImportThatCannotBe(t *testing.T) {
	m := openOn(t, emptyWeb(t))
	whole := archive(t, "whole.warc.gz", answered("https://a.example/a", "2021-03-04T06:00:00Z", "200 OK", story("x")))
	for want, r := range map[string]monitor.ImportRequest{
		`"csv"`: {As: "csv"}, "not a file": {As: "warc", Files: []string{t.TempDir()}}, "add it to": {As: "warc", Files: []string{whole}, Source: "none"},
	} {
		if err := m.Import(t.Context(), r, nil); !errors.Is(err, monitor.ErrRequest) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %s", err, want)
		}
	}
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(t.TempDir(), "damaged.warc.gz")
	if err := os.WriteFile(damaged, data[:len(data)-20], 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := imported(t, m, monitor.ImportRequest{Files: []string{damaged, whole}})
	if !errors.Is(err, warc.ErrDamaged) || !strings.Contains(err.Error(), "damaged.warc.gz") || p.Items != 1 {
		t.Errorf("%+v %v", p, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := m.Import(ctx, monitor.ImportRequest{As: "warc", Files: []string{whole}}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}
