package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

func testNotFound(t *testing.T, s store.Store) {
	ctx := t.Context()
	calls := map[string]func() error{
		"Source":    func() error { _, err := s.Source(ctx, "x"); return err },
		"Item":      func() error { _, err := s.Item(ctx, "x"); return err },
		"Latest":    func() error { _, err := s.Latest(ctx, "x"); return err },
		"Capture":   func() error { _, err := s.Capture(ctx, "x"); return err },
		"Finding":   func() error { _, err := s.Finding(ctx, "x"); return err },
		"FindingOf": func() error { _, err := s.FindingOf(ctx, "x"); return err },
		"Campaign":  func() error { _, err := s.Campaign(ctx, "x"); return err },
		"Decide":    func() error { _, err := s.Decide(ctx, "x", decision(qalxan.StatusConfirmed)); return err },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
	same(t, "versions", must(s.Versions(ctx, "x"))(t), nil)
	same(t, "signals", must(s.Signals(ctx, "x"))(t), nil)
	same(t, "searchable", must(s.SearchableByID(ctx, []string{"x"}))(t), nil)
}

// scene is five items, a to e, each a day after the one before, that differ in
// what filters look at.
func scene(t *testing.T, s store.Store) {
	t.Helper()
	about := func(name, source, language string, day int) qalxan.Item {
		return itemAt(name, start.AddDate(0, 0, day), func(i *qalxan.Item) { i.SourceID, i.Language.Code = source, language })
	}
	a, b, c := about("a", "wire", "az", 0), about("b", "wire", "ru", 1), about("c", "gazette", "ru", 2)
	d, e := about("d", "gazette", "en", 3), about("e", "wire", "az", 4)
	newer := item("e", 2)
	newer.SourceID, newer.Seen = "wire", e.Seen
	all := entry(a, b, c, d, e, newer)
	all.Signals = []qalxan.Signal{
		makes(b, "one"), makes(c, "one"), makes(c, "two"), makes(e, "two"), signal(d, qalxan.DetectEdit, "two"),
	}
	all.Findings = []qalxan.Finding{
		finding(b, qalxan.LevelSignal), finding(c, qalxan.LevelIncident), finding(e, qalxan.LevelIncident),
	}
	all.Findings[1].CampaignID, all.Findings[2].CampaignID = "c-1", "c-1"
	all.Campaigns = []qalxan.Campaign{{ID: "c-1", Updated: start}}
	commit(t, s, all)
	must(s.Decide(t.Context(), qalxan.FindingID("c"), decision(qalxan.StatusConfirmed)))(t)
}

func testItemFilters(t *testing.T, s store.Store) {
	scene(t, s)
	day := func(n int) time.Time { return start.AddDate(0, 0, n) }
	tests := []struct {
		name   string
		filter store.Filter
		want   []string
	}{
		{"all", store.Filter{}, []string{"e", "d", "c", "b", "a"}},
		{"source", store.Filter{Sources: []string{"wire"}}, []string{"e", "b", "a"}},
		{"languages", store.Filter{Languages: []string{"ru", "en"}}, []string{"d", "c", "b"}},
		{"narrative of the latest version", store.Filter{Narratives: []string{"two"}}, []string{"c"}},
		{"narratives", store.Filter{Narratives: []string{"one", "two", "none"}}, []string{"c", "b"}},
		{"level", store.Filter{Levels: []string{"incident"}}, []string{"e", "c"}},
		{"no level", store.Filter{Levels: []string{""}}, []string{"d", "a"}},
		{"level or none", store.Filter{Levels: []string{"", "signal"}}, []string{"d", "b", "a"}},
		{"status", store.Filter{Statuses: []string{"new"}}, []string{"e", "b"}},
		{"no status", store.Filter{Statuses: []string{""}}, []string{"d", "a"}},
		{"campaign", store.Filter{Campaigns: []string{"c-1"}}, []string{"e", "c"}},
		{"no campaign", store.Filter{Campaigns: []string{""}}, []string{"d", "b", "a"}},
		{"after", store.Filter{After: day(3)}, []string{"e", "d"}},
		{"before", store.Filter{Before: day(1)}, []string{"a"}},
		{"between", store.Filter{After: day(1), Before: day(3)}, []string{"c", "b"}},
		{"together", store.Filter{Sources: []string{"gazette"}, Languages: []string{"ru"}, Levels: []string{"incident"}}, []string{"c"}},
		{"nothing", store.Filter{Sources: []string{"gazette"}, Languages: []string{"az"}}, nil},
		{"unknown", store.Filter{Levels: []string{"' OR 1=1 --"}}, nil},
	}
	for _, test := range tests {
		items, cursor, err := s.Items(t.Context(), test.filter, store.Page{})
		ok(t, err)
		same(t, test.name, identities(items), test.want)
		same(t, "cursor of "+test.name, cursor, "")
	}
}

// walk reads a list page by page. Between runs after each page.
func walk[T any](t *testing.T, limit int, list func(store.Page) ([]T, string, error), between func()) []T {
	t.Helper()
	var all []T
	p := store.Page{Limit: limit}
	for {
		page, cursor, err := list(p)
		ok(t, err)
		all = append(all, page...)
		if len(page) > limit || len(all) > 10_000 {
			t.Fatalf("a page of %d has %d, after %d", limit, len(page), len(all))
		}
		if cursor == "" {
			return all
		}
		p.Cursor = cursor
		between()
	}
}

// testItemPages reads items of which many have the same time, while newer ones
// arrive.
func testItemPages(t *testing.T, s store.Store) {
	var items []qalxan.Item
	for n := range 60 {
		items = append(items, itemAt(fmt.Sprint(n), start.Add(time.Duration(n/20)*time.Second), nil))
	}
	commit(t, s, entry(items...))
	list := func(p store.Page) ([]qalxan.Item, string, error) { return s.Items(t.Context(), store.Filter{}, p) }
	all, cursor, err := list(store.Page{})
	ok(t, err)
	same(t, "default limit", len(all), 50)
	same(t, "more", cursor != "", true)
	all, cursor, err = list(store.Page{Limit: 60})
	ok(t, err)
	same(t, "cursor of an exact page", cursor, "")
	for _, limit := range []int{1, 7, 59, 1000} {
		arrivals := 0
		got := walk(t, limit, list, func() {
			arrivals++
			commit(t, s, entry(itemAt(fmt.Sprint("new", limit, arrivals), start.AddDate(0, 0, 1), nil)))
		})
		same(t, "pages", identities(got[len(got)-60:]), identities(all))
	}
}
