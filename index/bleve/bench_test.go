package bleve_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/bleve"
	"github.com/qalxan/qalxan/index/query"
)

// corpus makes documents of 150 to 450 words. Word n of a language's 20,000 is
// drawn as Zipf's law has it; w0 is in nearly every text.
type corpus struct {
	rand *rand.Rand
	zipf *rand.Zipf
	made int
}

func newCorpus() *corpus {
	r := rand.New(rand.NewPCG(1, 2))
	return &corpus{rand: r, zipf: rand.NewZipf(r, 1.1, 8, 20_000)}
}

func (c *corpus) words(n int, ending string) string {
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, "w%d%s ", c.zipf.Uint64(), ending)
	}
	return b.String()
}

func (c *corpus) next(n int) []index.Document {
	languages := []struct{ code, ending string }{{"az", "lər"}, {"ru", "ами"}, {"hy", "ներ"}, {"en", "s"}, {"ka", "ები"}}
	docs := make([]index.Document, n)
	for i := range docs {
		l := languages[c.made%len(languages)]
		docs[i] = index.Document{
			ID: fmt.Sprintf("i-%08d", c.made), Latest: true, Language: l.code,
			Title: c.words(8, l.ending), Text: c.words(150+c.rand.IntN(300), l.ending),
			Source: fmt.Sprintf("source-%d", c.made%50), Host: fmt.Sprintf("www.site%d.example", c.made%50),
			Level: []string{"", "", "", "signal", "incident"}[c.rand.IntN(5)],
			When:  time.Date(2026, 1, 1, 0, c.made, 0, 0, time.UTC), Stamp: fmt.Sprintf("%032d", c.made),
		}
		c.made++
	}
	return docs
}

func BenchmarkPut500(b *testing.B) {
	x := open(b, b.TempDir())
	c := newCorpus()
	for b.Loop() {
		b.StopTimer()
		docs := c.next(500)
		b.StartTimer()
		if err := x.Put(b.Context(), docs); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(500*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}

func BenchmarkSearch(b *testing.B) {
	if testing.Short() {
		b.Skip("20,000 documents take a while")
	}
	x := filledIndex(b, 20_000)
	for _, bb := range []struct {
		name, query string
		matches     bool
	}{
		{"everything", "*", false},
		{"filter", "lang:ru level:incident after:2026-01-05", false},
		{"frequent word", "w0s", false},
		{"frequent word with matches", "w0s", true},
		{"word", "w500lər", false},
		{"word with matches", "w500lər", true},
		{"two words", "w20lər w30lər", false},
		{"phrase", `"w1s w2s"`, false},
		{"phrase with matches", `"w1s w2s"`, true},
		{"prefix", "w12*", false},
		{"word and filter", "w100s lang:en -level:none", false},
	} {
		b.Run(bb.name, func(b *testing.B) {
			n, err := query.Parse(bb.query, time.Now())
			if err != nil {
				b.Fatal(err)
			}
			total := 0
			for b.Loop() {
				r, err := x.Search(b.Context(), index.Request{Query: n, Size: 20, Matches: bb.matches})
				if err != nil {
					b.Fatal(err)
				}
				total = r.Total
			}
			b.ReportMetric(float64(total), "hits")
		})
	}
}

// BenchmarkFacets counts hits of all sizes; what it costs over BenchmarkSearch
// is a few nanoseconds a hit.
func BenchmarkFacets(b *testing.B) {
	if testing.Short() {
		b.Skip("20,000 documents take a while")
	}
	x := filledIndex(b, 20_000)
	for _, q := range []string{"*", "lang:ru level:incident after:2026-01-05", "w0s", "w500lər"} {
		n, err := query.Parse(q, time.Now())
		if err != nil {
			b.Fatal(err)
		}
		for _, facets := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/facets=%t", q, facets), func(b *testing.B) {
				for b.Loop() {
					if _, err := x.Search(b.Context(), index.Request{Query: n, Size: 20, Facets: facets}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkStamps(b *testing.B) {
	if testing.Short() {
		b.Skip("20,000 documents take a while")
	}
	x := filledIndex(b, 20_000)
	for b.Loop() {
		for _, err := range x.Stamps(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func filledIndex(b *testing.B, n int) *bleve.Index {
	b.Helper()
	x := open(b, b.TempDir())
	for c := newCorpus(); c.made < n; {
		if err := x.Put(b.Context(), c.next(500)); err != nil {
			b.Fatal(err)
		}
	}
	return x
}
