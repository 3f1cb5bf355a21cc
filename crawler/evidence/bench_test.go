package evidence_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/crawler/evidence"
)

// page is about 60 KB of text that compresses as a news page does.
func page() string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < 60_000 {
		fmt.Fprintf(&b, "<p class=\"text\">söz%d xəbər%d</p>\n", r.IntN(3000), r.IntN(300))
	}
	return b.String()
}

func BenchmarkRecord(b *testing.B) {
	w := open(b, b.TempDir(), evidence.Options{})
	body := page()
	b.SetBytes(int64(len(body)))
	i := 0
	for b.Loop() {
		i++
		record(b, w, exchange(fmt.Sprint("/", i), body))
	}
}

func BenchmarkRead(b *testing.B) {
	dir := b.TempDir()
	w := open(b, dir, evidence.Options{})
	c := record(b, w, exchange("/", page()))
	b.SetBytes(c.Size)
	for b.Loop() {
		read(b, dir, c)
	}
}

// What the chain adds to every exchange, whatever its size: compare with
// BenchmarkRecord.
func BenchmarkChain(b *testing.B) {
	w := evidence.NewChainWriter(b.TempDir())
	p := make([]byte, 16<<10) // the records of a page, compressed
	b.ReportAllocs()
	for b.Loop() {
		if err := w(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	dir := b.TempDir()
	w := open(b, dir, evidence.Options{})
	for i := range 100 {
		record(b, w, exchange(fmt.Sprint("/", i), page()))
	}
	w.Close()
	for b.Loop() {
		verify(b, dir)
	}
}
