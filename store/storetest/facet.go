package storetest

import (
	"errors"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

func testBadPages(t *testing.T, s store.Store) {
	ctx := t.Context()
	lists := map[string]func(store.Page) error{
		"items":     func(p store.Page) error { _, _, err := s.Items(ctx, store.Filter{}, p); return err },
		"findings":  func(p store.Page) error { _, _, err := s.Findings(ctx, store.Filter{}, p); return err },
		"campaigns": func(p store.Page) error { _, _, err := s.Campaigns(ctx, p); return err },
	}
	pages := []store.Page{
		{Limit: -1}, {Limit: 1001}, {Cursor: "%"}, {Cursor: "x"}, {Cursor: "2"}, {Cursor: strings.Repeat("A", 1000)},
	}
	for name, list := range lists {
		for _, p := range pages {
			if err := list(p); !errors.Is(err, store.ErrPage) {
				t.Errorf("%s, page %.40v: got %v, want ErrPage", name, p, err)
			}
		}
	}
}

func counts(pairs ...any) []store.Count {
	var all []store.Count
	for n := 0; n < len(pairs); n += 2 {
		all = append(all, store.Count{Value: pairs[n].(string), Count: pairs[n+1].(int)})
	}
	return all
}

func testFacets(t *testing.T, s store.Store) {
	same(t, "nothing", must(s.Facets(t.Context(), store.Filter{}))(t), store.Facets{})
	scene(t, s)
	same(t, "all", must(s.Facets(t.Context(), store.Filter{}))(t), store.Facets{
		Languages:  counts("az", 2, "ru", 2, "en", 1),
		Sources:    counts("wire", 3, "gazette", 2),
		Narratives: counts("one", 2, "two", 1),
		Levels:     counts("incident", 2, "signal", 1),
		Statuses:   counts("new", 2, "confirmed", 1),
		Days:       counts("2026-03-01", 1, "2026-03-02", 1, "2026-03-03", 1, "2026-03-04", 1, "2026-03-05", 1),
	})
	filter := store.Filter{Narratives: []string{"two", "one"}, Levels: []string{"incident"}}
	same(t, "filtered", must(s.Facets(t.Context(), filter))(t), store.Facets{
		Languages:  counts("ru", 1),
		Sources:    counts("gazette", 1),
		Narratives: counts("one", 1, "two", 1),
		Levels:     counts("incident", 1),
		Statuses:   counts("confirmed", 1),
		Days:       counts("2026-03-03", 1),
	})
	// The first version of e is not the latest, and shares the finding.
	ids := []string{qalxan.ItemID("e", 1), qalxan.ItemID("a", 1), qalxan.ItemID("a", 1), "i-unknown"}
	same(t, "given", must(s.FacetsOf(t.Context(), ids))(t), store.Facets{
		Languages:  counts("az", 2),
		Sources:    counts("wire", 2),
		Narratives: counts("two", 1),
		Levels:     counts("incident", 1),
		Statuses:   counts("new", 1),
		Days:       counts("2026-03-01", 1, "2026-03-05", 1),
	})
	same(t, "none given", must(s.FacetsOf(t.Context(), nil))(t), store.Facets{})
}

func testTotals(t *testing.T, s store.Store) {
	scene(t, s)
	ok(t, s.SaveSource(t.Context(), qalxan.Source{ID: "wire"}))
	enqueue(t, s, false, task("wire", "a"))
	commit(t, s, store.Entry{Captures: []qalxan.Capture{{ID: "urn:uuid:1"}}})
	same(t, "totals", must(s.Totals(t.Context()))(t), store.Totals{
		Sources: 1, Captures: 1, Items: 5, Versions: 6, Findings: 3, Campaigns: 1, Queued: 1, Outbox: 6,
	})
}
