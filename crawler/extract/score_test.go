package extract

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan/internal/extracttest"
)

// minScore is the shingle F1 that the main text must reach on the public
// article extraction benchmark.
const minScore = 0.965

func TestScore(t *testing.T) {
	pages := extracttest.Benchmark(t)
	e := New(Options{Now: fixed})
	var score extracttest.Scorer
	start := time.Now()
	for _, page := range pages {
		article, err := e.Extract(page.Body, page.URL)
		if err != nil {
			t.Fatal(err)
		}
		score.Add(article.Text, page.Text)
	}
	elapsed := time.Since(start)
	precision, recall, f1 := score.Result()
	t.Logf("%d pages: precision %.4f, recall %.4f, F1 %.4f, %.1f ms a page", len(pages), precision, recall, f1,
		float64(elapsed.Microseconds())/1_000/float64(len(pages)))
	if f1 < minScore {
		t.Errorf("F1 is %.4f, want at least %.3f", f1, minScore)
	}
}

func BenchmarkExtractNews(b *testing.B) {
	pages := extracttest.Benchmark(b)
	e := New(Options{Now: fixed})
	for b.Loop() {
		for _, page := range pages {
			if _, err := e.Extract(page.Body, page.URL); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N*len(pages)), "ms/page")
}
