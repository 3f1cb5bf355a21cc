package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan/store"
)

// testSearches: each user has their own, and only so many.
func testSearches(t *testing.T, s store.Store) {
	ctx := t.Context()
	save := func(user, name, query string) store.SavedSearch {
		one := store.SavedSearch{User: user, Name: name, Query: query, Saved: start}
		ok(t, s.SaveSearch(ctx, one))
		return one
	}
	save("leyla", "bridge", "körpü")
	bridge := save("leyla", "bridge", "körpü level:critical")
	alone := save("", "bridge", "most")
	water := save("leyla", "água", "' OR 1=1 --")
	same(t, "searches", must(s.Searches(ctx, "leyla"))(t), []store.SavedSearch{bridge, water})
	same(t, "without users", must(s.Searches(ctx, ""))(t), []store.SavedSearch{alone})
	ok(t, s.RenameSearch(ctx, "leyla", "bridge", "the bridge"))
	ok(t, s.RenameSearch(ctx, "leyla", "the bridge", "the bridge"))
	if err := s.RenameSearch(ctx, "leyla", "the bridge", "água"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a name that is taken: %v", err)
	}
	if err := s.RenameSearch(ctx, "orxan", "the bridge", "mine"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the search of another: %v", err)
	}
	ok(t, s.DropSearch(ctx, "orxan", "the bridge"))
	ok(t, s.DropSearch(ctx, "leyla", "água"))
	bridge.Name = "the bridge"
	same(t, "after dropping", must(s.Searches(ctx, "leyla"))(t), []store.SavedSearch{bridge})
	for n := range store.MaxSearches {
		save("orxan", fmt.Sprint(n), "x")
	}
	save("orxan", "0", "replaced")
	if err := s.SaveSearch(ctx, store.SavedSearch{User: "orxan", Name: "more"}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("one too many: %v", err)
	}
}

func testVisits(t *testing.T, s store.Store) {
	ctx := t.Context()
	same(t, "never", must(s.Visited(ctx, "leyla"))(t), time.Time{})
	ok(t, s.Visit(ctx, "leyla", start))
	ok(t, s.Visit(ctx, "leyla", start.Add(time.Hour)))
	ok(t, s.Visit(ctx, "", start))
	same(t, "her visit", must(s.Visited(ctx, "leyla"))(t), start.Add(time.Hour))
	same(t, "another's", must(s.Visited(ctx, "orxan"))(t), time.Time{})
}

// testLinks: a user has one, and a new one ends the one before.
func testLinks(t *testing.T, s store.Store) {
	ctx := t.Context()
	ok(t, s.AddUser(ctx, store.User{Name: "leyla"}, false))
	ok(t, s.PutLink(ctx, store.Link{User: "leyla", Digest: "1", Expires: start}))
	second := store.Link{User: "leyla", Digest: "2", Expires: start.Add(time.Hour)}
	ok(t, s.PutLink(ctx, second))
	same(t, "link", must(s.Link(ctx, "2"))(t), second)
	for _, digest := range []string{"1", ""} {
		if _, err := s.Link(ctx, digest); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("link %q: %v", digest, err)
		}
	}
	ok(t, s.DropLink(ctx, "leyla"))
	ok(t, s.DropLink(ctx, "leyla"))
	if _, err := s.Link(ctx, "2"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a link that ended: %v", err)
	}
}

func testOneLetter(t *testing.T, s store.Store) {
	l := store.Letter{ID: "l-1", Rule: "duty", Target: "room", State: store.LetterDue, Body: "{}", Created: start, Next: start}
	ok(t, s.SaveLetter(t.Context(), l))
	same(t, "letter", must(s.Letter(t.Context(), "l-1"))(t), l)
	if _, err := s.Letter(t.Context(), "l-2"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a letter that is not there: %v", err)
	}
}
