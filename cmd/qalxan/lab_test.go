package main

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"testing"

	"github.com/qalxan/qalxan/internal/extracttest"
)

// TestLabExtractScores runs qalxan lab extract over the public benchmark, as
// anyone may over their own pages, and scores what it writes.
func TestLabExtractScores(t *testing.T) {
	pages := extracttest.Benchmark(t)
	truth := map[string]string{}
	for _, p := range pages {
		truth[p.File] = p.Text
	}
	var out, errs bytes.Buffer
	code := run(t.Context(), []string{"lab", "extract", filepath.Dir(pages[0].File)},
		terminal{out: &out, err: &errs, env: func(string) string { return "" }})
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, &errs)
	}
	var score extracttest.Scorer
	lines := json.NewDecoder(&out)
	for {
		var line extracted
		if err := lines.Decode(&line); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		score.Add(line.Text, truth[line.File])
		delete(truth, line.File)
	}
	if len(truth) > 0 {
		t.Errorf("%d pages were left out", len(truth))
	}
	precision, recall, f1 := score.Result()
	t.Logf("precision %.4f, recall %.4f, F1 %.4f", precision, recall, f1)
	if f1 < 0.95 {
		t.Errorf("F1 is %.4f, want at least 0.950", f1)
	}
}
