package extract

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files again")

// fixed is the day on which the pages in testdata are read.
func fixed() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

// samplePage is a page of testdata; its address stands in its first line.
type samplePage struct {
	name, url string
	body      []byte
}

func samples(t testing.TB) []samplePage {
	t.Helper()
	files, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages in testdata: %v", err)
	}
	var pages []samplePage
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(body), "\n")
		address := strings.TrimSuffix(strings.TrimPrefix(first, "<!-- "), " -->")
		pages = append(pages, samplePage{strings.TrimSuffix(filepath.Base(file), ".html"), address, body})
	}
	return pages
}

func TestExtract(t *testing.T) {
	e := New(Options{Now: fixed})
	for _, page := range samples(t) {
		t.Run(page.name, func(t *testing.T) {
			article, err := e.Extract(page.body, page.url)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, filepath.Join("testdata/pages", page.name+".json"), article)
		})
	}
}

// compare holds an article against its golden file.
func compare(t *testing.T, golden string, article Article) {
	t.Helper()
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(article); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("article differs (-want +got):\n%s", diff)
	}
}

func TestExtractRefusesAddresses(t *testing.T) {
	for _, address := range []string{"", "news", "ftp://a.example/", "http://", "javascript:alert(1)", "http://[::1"} {
		if _, err := New(Options{}).Extract(nil, address); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: got %v, want ErrAddress", address, err)
		}
	}
}

func TestExtractSurvives(t *testing.T) {
	tests := map[string]string{
		"nothing":    "",
		"bytes":      "\x00\xff\xfe<p>\xc3(",
		"no end":     "<html><body><p>words <a href='",
		"deep":       strings.Repeat("<div>", 50_000) + "deep down",
		"deep lists": strings.Repeat("<ul><li>", 2_000),
		"formatting": strings.Repeat("<a><b><p>", 2_000),
		"tables":     strings.Repeat("<table><tr><td>", 500) + strings.Repeat("<p>cell", 5_000),
		"json":       `<script type="application/ld+json">` + strings.Repeat("[", 100_000),
		"json types": `<script type="application/ld+json">[{"@type":{"a":[]},"author":[[[]]],"headline":{"name":{"name":1}}},7,null]</script>`,
		"wide":       strings.Repeat("<p>some words here, and more", 40_000),
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := New(Options{}).Extract([]byte(body), "https://a.example/b"); err != nil {
				t.Errorf("got %v, want an article of what can be read", err)
			}
		})
	}
}

func TestDeepPagesKeepTheirWords(t *testing.T) {
	sentence := "The words of a page must not be hidden by nesting them, however deep they may stand in it. "
	body := strings.Repeat("<div>", 3_000) + "<p>" + strings.Repeat(sentence, 5) + "</p><script>var hidden = 1</script><p>The end."
	a, err := New(Options{}).Extract([]byte(body), "https://a.example/b")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(a.Text, strings.TrimSpace(sentence)) || !strings.HasSuffix(a.Text, "The end.") ||
		strings.Contains(a.Text, "hidden =") {
		t.Errorf("got %q", a.Text)
	}
}

func TestExtractConcurrently(t *testing.T) {
	e := New(Options{Now: fixed})
	page := samples(t)[0]
	want, err := e.Extract(page.body, page.url)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got, err := e.Extract(page.body, page.url); err != nil || !cmp.Equal(want, got) {
				t.Errorf("another article from the same page: %v", err)
			}
		})
	}
	wg.Wait()
}

func FuzzExtract(f *testing.F) {
	for _, page := range samples(f) {
		f.Add(page.body, page.url)
	}
	f.Add([]byte(`<script type="application/ld+json">{"@type":"Article","articleBody":"<p>a"}`), "http://a.example")
	e := New(Options{Now: fixed})
	f.Fuzz(func(t *testing.T, body []byte, address string) {
		a, err := e.Extract(body, address)
		if err != nil && !errors.Is(err, ErrAddress) {
			t.Fatal(err)
		}
		if len(a.Links) > maxLinks || len(a.TextLinks) > maxTextLinks || len(a.Text) > maxText {
			t.Fatal("a bound is broken")
		}
	})
}

func BenchmarkExtract(b *testing.B) {
	e := New(Options{Now: fixed})
	pages := samples(b)
	for b.Loop() {
		for _, page := range pages {
			if _, err := e.Extract(page.body, page.url); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*len(pages)), "ms/page")
}
