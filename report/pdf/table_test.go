package pdf

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/report/paper"
)

// watcher is a writer that looks at the memory in use from time to time.
type watcher struct {
	data  []byte
	since int
	most  uint64
}

func (w *watcher) Write(data []byte) (int, error) {
	w.data = append(w.data, data...)
	if w.since += len(data); w.since > 1<<18 {
		var now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&now)
		w.since, w.most = 0, max(w.most, now.HeapAlloc)
	}
	return len(data), nil
}

// TestLongTable writes a table of 10,000 rows: every page has the head, every row
// is there once, in order and whole, and pages do not stay in memory.
func TestLongTable(t *testing.T) {
	if testing.Short() {
		t.Skip("10,000 rows take seconds")
	}
	p := hardPaper()
	p.Blocks = nil
	var rows [][]paper.Words
	for i := range 10_000 {
		rows = append(rows, []paper.Words{
			{paper.Plain(fmt.Sprint("row-", i, "."))}, {paper.Plain(strings.Repeat("لا تشربوا الماء ", i%7))}, {paper.Plain(strings.Repeat("Su zəhərlidir ", i%5))},
		})
	}
	p.Blocks = []paper.Block{{
		Kind: paper.Table, Shares: []float64{0.2, 0.4, 0.4}, Rows: rows,
		Columns: []paper.Words{{paper.Plain("Number")}, {paper.Plain("Arabic")}, {paper.Plain("Azerbaijani")}},
	}}
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var out watcher
	if err := Write(&out, p); err != nil {
		t.Fatal(err)
	}
	if grown := int64(out.most) - int64(before.HeapAlloc) - 2*int64(cap(out.data)); grown > 32<<20 {
		t.Errorf("the memory in use grew by %d MB", grown>>20)
	}
	next := 0
	for n, page := range readBack(t, out.data) {
		if !strings.Contains(strings.Join(page, "\n"), "Number|Arabic|Azerbaijani") {
			t.Errorf("page %d has no head", n+1)
		}
		for _, l := range page {
			if strings.HasPrefix(l, fmt.Sprint("row-", next, ".")) {
				next++
			}
		}
	}
	if next != len(rows) {
		t.Errorf("row %d is missing or out of order", next)
	}
}
