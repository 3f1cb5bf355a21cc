package infrastructure

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract/marks"
)

func detector(t testing.TB, o Options) *Detector {
	t.Helper()
	d, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func of(pairs ...string) []marks.Mark {
	var all []marks.Mark
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, marks.Mark{Kind: marks.Kind(pairs[i]), Value: pairs[i+1]})
	}
	return all
}

func TestTies(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b []marks.Mark
		tied bool
	}{
		{"one account", of("metrika", "60668698"), of("metrika", "60668698", "server", "nginx"), true},
		{"two accounts", of("metrika", "60668698"), of("metrika", "60668699"), false},
		{"one chosen mark", of("account", "@one"), of("account", "@one"), false},
		{"two chosen marks", of("account", "@one", "favicon", "f"), of("account", "@one", "favicon", "f"), true},
		{"one common mark", of("theme", "newspaper"), of("theme", "newspaper"), false},
		{
			"all common marks", of("theme", "t", "generator", "g", "server", "s", "assets", "a", "assets", "b", "assets", "c", "assets", "d"),
			of("theme", "t", "generator", "g", "server", "s", "assets", "a", "assets", "b", "assets", "c", "assets", "d"), false,
		},
		{"nothing", nil, nil, false},
	} {
		d := detector(t, Options{})
		d.Ties("one.example", c.a)
		if got := d.Ties("two.example", c.b); len(got) > 0 != c.tied {
			t.Errorf("%s: %+v, want tied %v", c.name, got, c.tied)
		}
	}
}

func TestSubdomainsAreOneSite(t *testing.T) {
	d := detector(t, Options{})
	d.Ties("www.one.example", of("metrika", "60668698"))
	if got := d.Ties("news.one.example", of("metrika", "60668698")); got != nil {
		t.Errorf("a site is tied to itself: %+v", got)
	}
}

// TestDiscount holds that a mark of many sites proves less, and that what most
// sites have ties nobody.
func TestDiscount(t *testing.T) {
	d := detector(t, Options{MaxTies: 1})
	var last float64 = 1
	tied := 0
	for i := range 600 {
		got := d.Ties(fmt.Sprintf("site%d.example", i), of("tag-manager", "GTM-SHARED"))
		if len(got) == 0 {
			continue
		}
		tied++
		if got[0].Score > last {
			t.Fatalf("site %d: %g after %g", i, got[0].Score, last)
		}
		last = got[0].Score
	}
	if tied < 20 || tied > 100 {
		t.Errorf("the mark tied %d sites until it was common", tied)
	}
	d = detector(t, Options{Ignored: of("tag-manager", "GTM-SHARED")})
	d.Ties("a.example", of("tag-manager", "GTM-SHARED"))
	if got := d.Ties("b.example", of("tag-manager", "GTM-SHARED")); got != nil {
		t.Errorf("an ignored mark ties: %+v", got)
	}
}

func TestDetect(t *testing.T) {
	d := detector(t, Options{})
	d.Detect(Page{Host: "one.az", Marks: of("metrika", "60668698", "theme", "newspaper")})
	seen := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	got := d.Detect(Page{ItemID: "i-2", Host: "www.two.az", Marks: of("theme", "newspaper", "metrika", "60668698"), Time: seen})
	want := []qalxan.Signal{{
		ID: qalxan.SignalID("i-2", qalxan.DetectInfrastructure, "one.az"), ItemID: "i-2", Detector: qalxan.DetectInfrastructure, Key: "one.az",
		Score: 0.91, Techniques: []string{"T0149"}, Time: seen,
		Reason: qalxan.Reason{
			Code:  "infrastructure.tie",
			Facts: map[string]string{"site": "two.az", "other": "one.az", "tier": "1", "sites": "2", "marks": "metrika=60668698 theme=newspaper"},
			Text: "two.az and one.az share the Yandex Metrika counter 60668698 (held by 2 sites known), the theme newspaper (held by 2 sites known): " +
				"such a mark is given to one owner, so one hand may run both.",
		},
	}}
	near := cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })
	if diff := cmp.Diff(want, got, near); diff != "" {
		t.Error(diff)
	}
}

// TestBounded holds that memory is bounded, that what is seen again stays, and
// that bad input raises nothing.
func TestBounded(t *testing.T) {
	d := detector(t, Options{MaxMarks: 100})
	for i := range 5000 {
		d.Ties(fmt.Sprintf("site%d.example", i), of("metrika", fmt.Sprint(1_000_000+i)))
		if i%20 == 0 {
			d.Ties("steady.example", of("metrika", "777"))
		}
	}
	if n := len(d.shelf.young) + len(d.shelf.old); n > 100 {
		t.Errorf("%d marks are remembered", n)
	}
	if got := d.Ties("late.example", of("metrika", "777")); len(got) != 1 {
		t.Errorf("what was seen all along is forgotten: %+v", got)
	}
	flood := make([]marks.Mark, 100_000)
	for i := range flood {
		flood[i] = marks.Mark{Kind: "x", Value: fmt.Sprint(i)}
	}
	for _, p := range []Page{{}, {Host: strings.Repeat("a", 10<<20), Marks: flood}, {Host: "\xed\xa0\x80", Marks: flood}, {Host: "flood.example", Marks: flood}} {
		if got := d.Detect(p); got != nil {
			t.Errorf("%.20q: %v", p.Host, got)
		}
	}
}

func TestConcurrent(t *testing.T) {
	d := detector(t, Options{})
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for j := range 100 {
				d.Detect(Page{Host: fmt.Sprintf("s%d-%d.example", i, j), Marks: of("metrika", fmt.Sprint(j))})
			}
		})
	}
	all.Wait()
	if _, err := New(Options{Least: 2}); err == nil {
		t.Error("a least score of 2 is accepted")
	}
}

func BenchmarkTies(b *testing.B) {
	d := detector(b, Options{})
	for i := 0; b.Loop(); i++ {
		d.Ties(fmt.Sprintf("site%d.example", i%50_000), of("metrika", fmt.Sprint(i%40_000), "theme", fmt.Sprint(i%500), "server", "nginx"))
	}
}
