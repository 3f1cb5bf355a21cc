package duplicate

import (
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "draw the picture anew")

// made yields n texts of about 2 KB, every hundredth a copy of an earlier one
// with a tenth of its words changed.
func made(n int) iter.Seq[Doc] {
	r := rand.New(rand.NewPCG(7, 7))
	vocabulary := make([]string, 20000)
	for i := range vocabulary {
		var word strings.Builder
		for range 3 + r.IntN(9) {
			word.WriteByte(byte('a' + r.IntN(26)))
		}
		vocabulary[i] = word.String()
	}
	text := func() string {
		var b strings.Builder
		for b.Len() < 2000 {
			b.WriteString(vocabulary[int(float64(len(vocabulary))*r.Float64()*r.Float64())])
			b.WriteByte(' ')
		}
		return b.String()
	}
	return func(yield func(Doc) bool) {
		earlier := text()
		for i := range n {
			t := text()
			switch i % 100 {
			case 50:
				earlier = t
			case 99:
				t = replaceWords(r, earlier, t, 0.1)
			}
			if !yield(Doc{fmt.Sprint(i), t}) {
				return
			}
		}
	}
}

// TestMillion compares texts in one pass and tells the rate as they become
// more: 20,000 of them, or a million with QALXAN_LONG=1. With -update it draws
// docs/images/duplicates.svg.
func TestMillion(t *testing.T) {
	n := 20_000
	if os.Getenv("QALXAN_LONG") != "" {
		n = 1_000_000
	}
	if testing.Short() {
		t.Skip("takes a while")
	}
	counted, step := 0, n/20
	var marks []time.Duration
	start := time.Now()
	docs := func(yield func(Doc) bool) {
		for d := range made(n) {
			if !yield(d) {
				return
			}
			if counted++; counted%step == 0 {
				marks = append(marks, time.Since(start))
			}
		}
	}
	pairs := 0
	for p := range Pairs(docs, DefaultThreshold) {
		pairs++
		if p.Similarity < DefaultThreshold {
			t.Fatalf("%+v", p)
		}
	}
	took := time.Since(start)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%d texts of 2 KB in %.1f s: %.0f a second, the first tenth %.0f, the last tenth %.0f; %d MiB from the system",
		n, took.Seconds(), float64(n)/took.Seconds(), rate(2*step, marks[1]), rate(2*step, marks[19]-marks[17]), memory.Sys>>20)
	if want := n / 100; pairs < want*97/100 || pairs > want {
		t.Errorf("%d pairs of %d copies", pairs, want)
	}
	if *update {
		draw(t, step, marks)
	}
}

func rate(n int, took time.Duration) float64 { return float64(n) / took.Seconds() }

// draw plots seconds against texts.
func draw(t *testing.T, step int, marks []time.Duration) {
	const width, height, left, bottom = 640.0, 320.0, 60.0, 40.0
	last := marks[len(marks)-1].Seconds()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" font-family="sans-serif" font-size="12">
<title>Seconds to compare texts of 2 KB with all before them</title>
<path d="M%g 10V%gH%g" fill="none" stroke="#888"/>
`, width+left+20, height+bottom+10, left, height, width+left)
	b.WriteString(`<polyline fill="none" stroke="#06c" stroke-width="2" points="`)
	fmt.Fprintf(&b, "%g,%g", left, height)
	for i, m := range marks {
		fmt.Fprintf(&b, " %.1f,%.1f", left+width*float64(i+1)/float64(len(marks)), height-(height-20)*m.Seconds()/last)
	}
	fmt.Fprintf(&b, "\"/>\n<text x=\"%g\" y=\"%g\" text-anchor=\"end\">%d texts</text>\n<text x=\"4\" y=\"24\">%.0f s</text>\n</svg>\n",
		left+width, height+20, step*len(marks), last)
	if err := os.WriteFile("../../docs/images/duplicates.svg", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
