package indextest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// testFacets compares the counts with a recount of the hits, before and after
// documents change, for queries of every kind.
func testFacets(t *testing.T, open Open) {
	x := open(t)
	docs := map[string]index.Document{}
	languages, levels := []string{"az", "ru", "en"}, []string{"", "signal", "critical"}
	for n := range 300 {
		d := index.Document{
			ID: fmt.Sprintf("i-%03d", n), Latest: n%7 > 0, Title: "seçki", Text: fmt.Sprintf("sülh söz%d və kənd%d", n%10, n%3),
			Language: languages[n%3], Source: fmt.Sprintf("wire-%d", n%11), Level: levels[n%5%3], When: now.AddDate(0, 0, -n%40).Add(time.Duration(n) * time.Minute),
		}
		if d.Level != "" {
			d.Status = "new"
		}
		if n%4 == 0 {
			d.Narratives = []string{"one", fmt.Sprintf("two-%d", n%3)}
		}
		docs[d.ID] = d
		put(t, x, d)
	}
	checkFacets(t, x, docs)
	for n := 0; n < 300; n += 3 {
		d := docs[fmt.Sprintf("i-%03d", n)]
		d.Status, d.Level, d.Narratives = "dismissed", "incident", nil
		docs[d.ID] = d
		put(t, x, d)
	}
	if err := x.Delete(t.Context(), []string{"i-001", "i-002"}); err != nil {
		t.Fatal(err)
	}
	delete(docs, "i-001")
	delete(docs, "i-002")
	checkFacets(t, x, docs)
}

func checkFacets(t *testing.T, x index.Index, docs map[string]index.Document) {
	t.Helper()
	for _, q := range []string{
		"", "lang:az", "söz3", "seçki -söz4", `"sülh söz5"`, "kən*", "söz1 OR lang:ru", "after:2026-03-01 before:2026-03-05",
		"level:none", "status:dismissed sülh", "narrative:one versions:all", "nowhere",
	} {
		node, err := query.Parse(q, now)
		if err != nil {
			t.Fatal(err)
		}
		r, err := x.Search(t.Context(), index.Request{Query: node, Size: 1000, Facets: true})
		if err != nil {
			t.Fatal(err)
		}
		var found []index.Document
		for _, h := range r.Hits {
			found = append(found, docs[h.ID])
		}
		if r.Total != len(found) {
			t.Errorf("%q: %d hits and a total of %d", q, len(found), r.Total)
		}
		if diff := gocmp.Diff(recount(found), r.Facets, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q: %s", q, diff)
		}
	}
}

func recount(docs []index.Document) store.Facets {
	count := func(values func(index.Document) []string) []store.Count {
		counts := map[string]int{}
		for _, d := range docs {
			for _, v := range values(d) {
				counts[v]++
			}
		}
		var all []store.Count
		for v, n := range counts {
			if v != "" {
				all = append(all, store.Count{Value: v, Count: n})
			}
		}
		slices.SortFunc(all, func(a, b store.Count) int {
			return cmp.Or(b.Count-a.Count, strings.Compare(a.Value, b.Value))
		})
		return all
	}
	f := store.Facets{
		Languages:  count(func(d index.Document) []string { return []string{d.Language} }),
		Sources:    count(func(d index.Document) []string { return []string{d.Source} }),
		Narratives: count(func(d index.Document) []string { return d.Narratives }),
		Levels:     count(func(d index.Document) []string { return []string{d.Level} }),
		Statuses:   count(func(d index.Document) []string { return []string{d.Status} }),
		Days:       count(func(d index.Document) []string { return []string{d.When.UTC().Format(time.DateOnly)} }),
	}
	slices.SortFunc(f.Days, func(a, b store.Count) int { return strings.Compare(a.Value, b.Value) })
	return f
}
