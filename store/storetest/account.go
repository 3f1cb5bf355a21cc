package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan/store"
)

func testUsers(t *testing.T, s store.Store) {
	ctx := t.Context()
	leyla := store.User{Name: "leyla", Role: "admin", Password: "$argon2id$", Created: start, Changed: start}
	guest := store.User{Name: "g@x.example", Role: "viewer", Subject: "https://issuer.example|1", Created: start, Changed: start}
	ok(t, s.AddUser(ctx, leyla, true))
	for name, fault := range map[string]error{
		"a first user beside another": s.AddUser(ctx, store.User{Name: "second"}, true),
		"a name twice":                s.AddUser(ctx, leyla, false),
	} {
		if !errors.Is(fault, store.ErrConflict) {
			t.Errorf("%s: %v", name, fault)
		}
	}
	ok(t, s.AddUser(ctx, guest, false))
	if err := s.AddUser(ctx, store.User{Name: "other", Subject: guest.Subject}, false); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a subject twice: %v", err)
	}
	same(t, "by subject", must(s.UserBySubject(ctx, guest.Subject))(t), guest)
	if _, err := s.UserBySubject(ctx, ""); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no subject found somebody: %v", err)
	}
	leyla.Role, leyla.Disabled = "lead", true
	ok(t, s.SaveUser(ctx, leyla))
	same(t, "users", must(s.Users(ctx))(t), []store.User{guest, leyla})
	if err := s.SaveUser(ctx, store.User{Name: "nobody"}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("saving nobody: %v", err)
	}
}

func testSessions(t *testing.T, s store.Store) {
	ctx := t.Context()
	ok(t, s.AddUser(ctx, store.User{Name: "leyla"}, false))
	ok(t, s.AddUser(ctx, store.User{Name: "orxan"}, false))
	open := func(digest, user string, expires time.Time) store.Session {
		one := store.Session{Digest: digest, User: user, Created: start, Seen: start, Expires: expires}
		ok(t, s.StartSession(ctx, one, start))
		return one
	}
	one := open("1", "leyla", start.Add(time.Hour))
	open("2", "leyla", start.Add(2*time.Hour))
	open("3", "orxan", start.Add(2*time.Hour))
	ok(t, s.SeeSession(ctx, "1", start.Add(time.Minute)))
	one.Seen = start.Add(time.Minute)
	same(t, "session", must(s.Session(ctx, "1"))(t), one)
	ok(t, s.StartSession(ctx, store.Session{Digest: "4", User: "orxan", Expires: start.Add(9 * time.Hour)}, start.Add(time.Hour+time.Minute)))
	ok(t, s.EndSessions(ctx, "leyla"))
	ok(t, s.EndSession(ctx, "4"))
	ok(t, s.EndSession(ctx, "4"))
	for digest, want := range map[string]bool{"1": false, "2": false, "3": true, "4": false, "": false} {
		if _, err := s.Session(ctx, digest); errors.Is(err, store.ErrNotFound) == want || err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Errorf("session %s: %v", digest, err)
		}
	}
	if err := s.SeeSession(ctx, "1", start); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an ended session was seen: %v", err)
	}
}

func testTokens(t *testing.T, s store.Store) {
	ctx := t.Context()
	ok(t, s.AddUser(ctx, store.User{Name: "leyla"}, false))
	one := store.Token{ID: "t-1", Digest: "d1", User: "leyla", Label: "x", Scopes: []string{"read"}, Created: start, Expires: later().UTC().Truncate(time.Microsecond)}
	two := store.Token{ID: "t-2", Digest: "d2", User: "leyla", Scopes: []string{"decide", "read"}, Created: start.Add(time.Hour), Expires: start}
	ok(t, s.AddToken(ctx, one))
	ok(t, s.AddToken(ctx, two))
	if err := s.AddToken(ctx, store.Token{ID: "t-3", Digest: "d2", User: "leyla"}); err == nil {
		t.Error("a digest twice was taken")
	}
	one.LastUsed, one.Revoked = start.Add(time.Minute), start.Add(time.Hour)
	ok(t, s.UseToken(ctx, "t-1", one.LastUsed))
	ok(t, s.RevokeToken(ctx, "t-1", one.Revoked))
	same(t, "by digest", must(s.TokenByDigest(ctx, "d1"))(t), one)
	same(t, "by id", must(s.Token(ctx, "t-2"))(t), two)
	same(t, "of one", must(s.Tokens(ctx, "leyla"))(t), []store.Token{two, one})
	same(t, "of all", len(must(s.Tokens(ctx, ""))(t)), 2)
	same(t, "of nobody", must(s.Tokens(ctx, "orxan"))(t), nil)
	for _, err := range []error{s.UseToken(ctx, "t-9", start), s.RevokeToken(ctx, "t-9", start)} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a token that is not there: %v", err)
		}
	}
}

// testLedger: entries come back as a chain, newest first, by page and filter.
func testLedger(t *testing.T, s store.Store) {
	ctx := t.Context()
	previous := store.Genesis
	for n := range 7 {
		e := store.Entered{
			By: []string{"leyla", "orxan"}[n%2], Verb: []string{"login", "user.add", "user.role"}[n%3],
			Object: fmt.Sprintf("o-%d \"<&>\u2028\x00", n), Outcome: "ok", Via: "socket", Time: start.Add(time.Duration(n) * time.Second),
		}
		got := must(s.Enter(ctx, e))(t)
		e.Number, e.Previous = int64(n+1), previous
		same(t, "entered", got, e)
		text, err := got.Canonical()
		ok(t, err)
		previous = store.Chain(previous, text)
	}
	numbers := func(f store.EntryFilter, p store.Page) (all []int64, next string) {
		entries, next, err := s.Entries(ctx, f, p)
		ok(t, err)
		for _, e := range entries {
			all = append(all, e.Number)
		}
		return all, next
	}
	page, next := numbers(store.EntryFilter{}, store.Page{Limit: 4})
	same(t, "first page", page, []int64{7, 6, 5, 4})
	page, next = numbers(store.EntryFilter{}, store.Page{Limit: 4, Cursor: next})
	same(t, "last page", page, []int64{3, 2, 1})
	same(t, "cursor of the last page", next, "")
	for name, test := range map[string]struct {
		filter store.EntryFilter
		want   []int64
	}{
		"by":    {store.EntryFilter{By: "orxan"}, []int64{6, 4, 2}},
		"verb":  {store.EntryFilter{Verb: "login"}, []int64{7, 4, 1}},
		"begin": {store.EntryFilter{Verb: "user."}, []int64{6, 5, 3, 2}},
		"since": {store.EntryFilter{Since: start.Add(5 * time.Second)}, []int64{7, 6}},
		"all":   {store.EntryFilter{By: "orxan", Verb: "user.", Since: start.Add(2 * time.Second)}, []int64{6}},
		"none":  {store.EntryFilter{By: "' OR 1=1 --"}, nil},
	} {
		got, _ := numbers(test.filter, store.Page{})
		same(t, name, got, test.want)
	}
	for _, p := range []store.Page{{Cursor: "x"}, {Cursor: "-1"}, {Limit: 5000}} {
		if _, _, err := s.Entries(ctx, store.EntryFilter{}, p); !errors.Is(err, store.ErrPage) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}
