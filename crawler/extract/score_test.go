package extract

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// minScore is the shingle F1 that the main text must reach on the public
// article extraction benchmark.
const minScore = 0.965

func TestScore(t *testing.T) {
	pages := benchmarkPages(t)
	e := New(Options{Now: fixed})
	var score scorer
	start := time.Now()
	for _, page := range pages {
		article, err := e.Extract(page.body, page.url)
		if err != nil {
			t.Fatal(err)
		}
		score.add(article.Text, page.text)
	}
	elapsed := time.Since(start)
	precision, recall, f1 := score.result()
	t.Logf("%d pages: precision %.4f, recall %.4f, F1 %.4f, %.1f ms a page", len(pages), precision, recall, f1,
		float64(elapsed.Microseconds())/1_000/float64(len(pages)))
	if f1 < minScore {
		t.Errorf("F1 is %.4f, want at least %.3f", f1, minScore)
	}
}

func BenchmarkExtractNews(b *testing.B) {
	pages := benchmarkPages(b)
	e := New(Options{Now: fixed})
	for b.Loop() {
		for _, page := range pages {
			if _, err := e.Extract(page.body, page.url); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*len(pages)), "ms/page")
}

// benchmarkPage is a saved news page with its true text.
type benchmarkPage struct {
	url, text string
	body      []byte
}

// benchmarkPages reads the public benchmark, or skips where it is absent.
func benchmarkPages(t testing.TB) []benchmarkPage {
	t.Helper()
	dir := filepath.Join(moduleRoot(t), "..", "shared", "data", "article-extraction-benchmark")
	raw, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		t.Skipf("the article extraction benchmark is not here: %v", err)
	}
	var truth map[string]struct{ ArticleBody, URL string }
	if err := json.Unmarshal(raw, &truth); err != nil {
		t.Fatal(err)
	}
	var pages []benchmarkPage
	for id, want := range truth {
		pages = append(pages, benchmarkPage{want.URL, want.ArticleBody, unzip(t, filepath.Join(dir, "html", id+".html.gz"))})
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

// moduleRoot is the nearest folder above with a go.mod.
func moduleRoot(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Skip("no go.mod above the test: the data cannot be located")
		}
		dir = parent
	}
}

// scorer sums precision and recall over 4-token shingles, page by page.
type scorer struct {
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

func (s *scorer) add(text, truth string) {
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

func (s *scorer) result() (precision, recall, f1 float64) {
	precision, recall = s.precision/float64(max(1, s.withText)), s.recall/float64(max(1, s.withTruth))
	if precision+recall == 0 {
		return 0, 0, 0
	}
	return precision, recall, 2 * precision * recall / (precision + recall)
}

func TestScorer(t *testing.T) {
	var s scorer
	s.add("one two three four five", "one two three four six")
	s.add("one", "one")
	s.add("", "lost words are not found")
	precision, recall, _ := s.result()
	if precision != 0.75 || recall != 0.5 {
		t.Errorf("precision %v, recall %v; want 0.75 and 0.5", precision, recall)
	}
}
