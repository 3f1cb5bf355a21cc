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
		"members":   func(p store.Page) error { _, _, err := s.Members(ctx, "c-1", p); return err },
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

func testTotals(t *testing.T, s store.Store) {
	scene(t, s)
	ok(t, s.SaveSource(t.Context(), qalxan.Source{ID: "wire"}))
	enqueue(t, s, false, task("wire", "a"))
	commit(t, s, store.Entry{Captures: []qalxan.Capture{{ID: "urn:uuid:1"}}})
	same(t, "totals", must(s.Totals(t.Context()))(t), store.Totals{
		Sources: 1, Captures: 1, Items: 5, Versions: 6, Findings: 3, Campaigns: 1, Queued: 1, Outbox: 6,
	})
}
