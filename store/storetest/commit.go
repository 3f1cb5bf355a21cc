package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

func testCommitTwice(t *testing.T, s store.Store) {
	e := everything()
	commit(t, s, e)
	before := must(s.Totals(t.Context()))(t)
	ok(t, s.Settle(t.Context(), must(s.Pending(t.Context(), 100))(t)))
	commit(t, s, e)
	before.Outbox = 0
	same(t, "totals", must(s.Totals(t.Context()))(t), before)

	other := e.Captures[0]
	other.URL = "https://elsewhere.example/"
	commit(t, s, store.Entry{Captures: []qalxan.Capture{other}})
	same(t, "capture", must(s.Capture(t.Context(), other.ID))(t), e.Captures[0])
}

func testConflicts(t *testing.T, s store.Store) {
	commit(t, s, entry(item("story", 1), item("story", 2)))
	words := func(version int, title string) qalxan.Item {
		i := item("story", version)
		i.Title, i.Hash = title, qalxan.ItemHash(title, i.Text)
		return i
	}
	repeated := item("story", 3)
	repeated.Hash = item("story", 2).Hash
	tests := map[string]qalxan.Item{
		"a gap":                     item("story", 4),
		"a gap before the first":    item("other", 2),
		"no version":                item("other", 0),
		"an old version, changed":   words(1, "Another title"),
		"the latest, changed":       words(2, "Another title"),
		"a next with the same hash": repeated,
	}
	before := must(s.Totals(t.Context()))(t)
	for name, i := range tests {
		e := entry(i)
		e.Captures = []qalxan.Capture{{ID: "urn:uuid:lost"}}
		e.Found = []frontier.Task{task("wire", "lost")}
		if err := s.Commit(t.Context(), e); !errors.Is(err, store.ErrConflict) {
			t.Errorf("%s: got %v, want ErrConflict", name, err)
		}
	}
	same(t, "totals", must(s.Totals(t.Context()))(t), before)
	commit(t, s, entry(item("story", 1)))
}

func testVersions(t *testing.T, s store.Store) {
	first, second, third := item("story", 1), item("story", 2), item("story", 3)
	third.Hash = first.Hash
	commit(t, s, entry(first))
	commit(t, s, entry(second, third))
	same(t, "versions", must(s.Versions(t.Context(), "story"))(t), []qalxan.Item{first, second, third})
	same(t, "latest", must(s.Latest(t.Context(), "story"))(t), third)
	all, _, err := s.Items(t.Context(), store.Filter{}, store.Page{})
	ok(t, err)
	same(t, "items", all, []qalxan.Item{third})
}

// testRace lets several writers want the next version: one of each round wins,
// the others are told.
func testRace(t *testing.T, s store.Store) {
	const writers, rounds = 4, 5
	for version := 1; version <= rounds; version++ {
		errs := make([]error, writers)
		var group sync.WaitGroup
		for w := range writers {
			i := item("story", version)
			i.Hash = fmt.Sprintf("%d of writer %d", version, w)
			group.Go(func() { errs[w] = s.Commit(t.Context(), entry(i)) })
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, store.ErrConflict) {
				t.Fatal(err)
			}
		}
		same(t, "winners", won, 1)
	}
	same(t, "versions", len(must(s.Versions(t.Context(), "story"))(t)), rounds)
}

func testAllOrNothing(t *testing.T, s store.Store) {
	dangling := everything()
	dangling.Signals[0].ItemID = "i-ffffffffffffffff"
	if err := s.Commit(t.Context(), dangling); err == nil {
		t.Error("a signal about an item that is not there was taken")
	}
	dangling = everything()
	dangling.Findings[0].ItemID = "i-ffffffffffffffff"
	if err := s.Commit(t.Context(), dangling); err == nil {
		t.Error("a finding about an item that is not there was taken")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Commit(ended, everything()); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: got %v", err)
	}
	same(t, "totals", must(s.Totals(t.Context()))(t), store.Totals{})
	commit(t, s, everything())
}
