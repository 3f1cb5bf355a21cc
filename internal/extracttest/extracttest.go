// Package extracttest holds what tests of extraction share: the public article
// extraction benchmark, where it is present, and its measure.
package extracttest

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/internal/shareddata"
)

// Page is a saved news page with its true text.
type Page struct {
	URL, Text string
	File      string // where it is saved, gzipped
	Body      []byte
}

// Benchmark reads the public benchmark, or skips where it is absent.
func Benchmark(t testing.TB) []Page {
	t.Helper()
	dir := shareddata.Folder(t, "article-extraction-benchmark")
	raw, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth map[string]struct{ ArticleBody, URL string }
	if err := json.Unmarshal(raw, &truth); err != nil {
		t.Fatal(err)
	}
	var pages []Page
	for id, want := range truth {
		file := filepath.Join(dir, "html", id+".html.gz")
		pages = append(pages, Page{URL: want.URL, Text: want.ArticleBody, File: file, Body: unzip(t, file)})
	}
	return pages
}

func unzip(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// Scorer sums precision and recall over 4-token shingles, page by page.
type Scorer struct {
	precision, recall   float64
	withText, withTruth int
}

// token is what a run of word characters is in the benchmark.
var token = regexp.MustCompile(`[\p{L}\p{N}_]+`)

func shingles(text string) map[string]int {
	const size = 4
	tokens := token.FindAllString(text, -1)
	counts := make(map[string]int)
	if len(tokens) > 0 && len(tokens) < size {
		counts[strings.Join(tokens, " ")]++
	}
	for i := 0; i+size <= len(tokens); i++ {
		counts[strings.Join(tokens[i:i+size], " ")]++
	}
	return counts
}

// Add scores the text read from one page against the true one.
func (s *Scorer) Add(text, truth string) {
	got, want := shingles(text), shingles(truth)
	both, all, due := 0, 0, 0
	for shingle, n := range got {
		both += min(n, want[shingle])
		all += n
	}
	for _, n := range want {
		due += n
	}
	if all > 0 {
		s.precision += float64(both) / float64(all)
		s.withText++
	}
	if due > 0 {
		s.recall += float64(both) / float64(due)
		s.withTruth++
	}
}

// Result is precision and recall, each averaged over the pages that have any,
// and F1 of the two.
func (s *Scorer) Result() (precision, recall, f1 float64) {
	precision, recall = s.precision/float64(max(1, s.withText)), s.recall/float64(max(1, s.withTruth))
	if precision+recall == 0 {
		return 0, 0, 0
	}
	return precision, recall, 2 * precision * recall / (precision + recall)
}
