package account_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/store"
)

// TestLastAdmin: somebody who can come in always manages.
func TestLastAdmin(t *testing.T) {
	h := open(t)
	h.add(t, "boss", account.Admin)
	h.add(t, "second", account.Admin)
	if err := h.Disable(t.Context(), "second", true); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.AddInvited(t.Context(), "third", account.Admin); err != nil {
		t.Fatal(err) // who has no password yet cannot come in
	}
	for name, err := range map[string]error{
		"another role": h.SetRole(t.Context(), "boss", account.Lead), "kept out": h.Disable(t.Context(), "boss", true),
	} {
		if !errors.Is(err, account.ErrLastAdmin) || !errors.Is(err, account.ErrUnfit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := errors.Join(h.SetRole(t.Context(), "boss", account.Admin), h.SetRole(t.Context(), "second", account.Viewer), h.Disable(t.Context(), "second", false),
		h.SetRole(t.Context(), "second", account.Admin), h.Disable(t.Context(), "boss", true)); err != nil {
		t.Errorf("with a second one: %v", err)
	}
}

// TestLastAdminsAtOnce: two who put each other out leave one.
func TestLastAdminsAtOnce(t *testing.T) {
	h := open(t)
	h.add(t, "one", account.Admin)
	h.add(t, "two", account.Admin)
	var both sync.WaitGroup
	faults := make([]error, 2)
	for i, name := range []string{"one", "two"} {
		both.Go(func() { faults[i] = h.Disable(t.Context(), name, true) })
	}
	both.Wait()
	if (faults[0] == nil) == (faults[1] == nil) {
		t.Errorf("%v and %v", faults[0], faults[1])
	}
}

// TestLinks: a link is good once, for three days, and only for who may come in.
func TestLinks(t *testing.T) {
	h := open(t)
	first, _, err := h.AddInvited(t.Context(), "Leyla", account.Analyst)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Login(t.Context(), "leyla", "", ""); !errors.Is(err, account.ErrDenied) {
		t.Errorf("without a password: %v", err)
	}
	if _, err := h.Settle(t.Context(), first, "short"); !errors.Is(err, account.ErrUnfit) {
		t.Errorf("a short password: %v", err)
	}
	second, expires, err := h.Link(t.Context(), "leyla")
	if err != nil || !expires.Equal(h.clock().Add(account.LinkAge)) {
		t.Fatal(expires, err)
	}
	if _, err := h.Settle(t.Context(), first, good); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a link that was replaced: %v", err)
	}
	secret, err := h.Settle(t.Context(), second, good)
	if err != nil || h.who(t, secret).Role != account.Analyst {
		t.Fatal(err)
	}
	for name, use := range map[string]func() string{
		"used":    func() string { return second },
		"of none": func() string { return "" },
		"too old": func() string { code, _, _ := h.Link(t.Context(), "leyla"); h.wait(account.LinkAge); return code },
		"kept out": func() string {
			code, _, _ := h.Link(t.Context(), "leyla")
			h.Disable(t.Context(), "leyla", true)
			return code
		},
	} {
		code := use()
		if _, err := h.Settle(t.Context(), code, good); !errors.Is(err, account.ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
		h.Disable(t.Context(), "leyla", false)
	}
	last, _, _ := h.Link(t.Context(), "leyla")
	if err := h.SetPassword(t.Context(), "leyla", good+"!"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Linked(t.Context(), last); !errors.Is(err, account.ErrDenied) {
		t.Errorf("after another password: %v", err)
	}
}

func TestLinksAreNotForGuests(t *testing.T) {
	h := open(t)
	guest := account.Guest{Subject: "https://issuer.example|1", Name: "g@x.example", Role: account.Viewer}
	if _, err := h.Welcome(t.Context(), guest, ""); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.Link(t.Context(), guest.Name); !errors.Is(err, account.ErrUnfit) {
		t.Errorf("a guest: %v", err)
	}
	if _, _, err := h.Link(t.Context(), "nobody"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// TestEndOthers: only the session that asks goes on.
func TestEndOthers(t *testing.T) {
	h := open(t)
	h.add(t, "leyla", account.Viewer)
	h.add(t, "orxan", account.Viewer)
	here, there, other := h.login(t, "leyla"), h.login(t, "leyla"), h.login(t, "orxan")
	if err := h.EndOthers(account.With(t.Context(), h.who(t, here))); err != nil {
		t.Fatal(err)
	}
	if h.who(t, here).Role == "" || h.who(t, there).Role != "" || h.who(t, other).Role == "" {
		t.Error("the wrong sessions ended")
	}
	if err := h.EndOthers(t.Context()); !errors.Is(err, account.ErrDenied) {
		t.Errorf("nobody: %v", err)
	}
	if err := h.EndSessions(t.Context(), "leyla"); err != nil || h.who(t, here).Role != "" {
		t.Errorf("all: %v", err)
	}
}

// TestUnlock: an admin ends the wait of a user, at every address.
func TestUnlock(t *testing.T) {
	h := open(t)
	h.add(t, "leyla", account.Viewer)
	h.login(t, "leyla") // from here she has a count of her own
	for range 12 {
		h.Login(from(t, "192.0.2.1"), "leyla", "wrong horse battery", "")
		h.Login(from(t, "203.0.113.9"), "leyla", "wrong horse battery", "")
	}
	if h.Waits("Leyla") <= 0 || h.Waits("nobody") != 0 {
		t.Fatalf("she waits %s", h.Waits("leyla"))
	}
	if err := h.Unlock(t.Context(), "leyla"); err != nil || h.Waits("leyla") != 0 {
		t.Fatalf("%v, %s", err, h.Waits("leyla"))
	}
	h.login(t, "leyla")
	if err := h.Unlock(t.Context(), "nobody"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// TestTokensOfTokens: a token hands out only what it has itself.
func TestTokensOfTokens(t *testing.T) {
	h := open(t)
	h.add(t, "boss", account.Admin)
	as := account.With(t.Context(), account.Principal{Name: "boss", Role: account.Admin, Way: account.ByToken, Scopes: []string{"manage"}})
	add := func(ctx context.Context, scopes ...account.Scope) error {
		_, _, err := h.AddToken(ctx, "boss", "", scopes, time.Hour)
		return err
	}
	if err := add(as, account.Manage, account.Decide); !errors.Is(err, account.ErrUnfit) {
		t.Errorf("more than it has: %v", err)
	}
	if err := add(as, account.Manage); err != nil {
		t.Errorf("what it has: %v", err)
	}
	all, err := h.Tokens(t.Context(), "boss")
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if err := h.RevokeTokenOf(t.Context(), "leyla", all[0].ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("by another: %v", err)
	}
	if err := h.RevokeTokenOf(t.Context(), "Boss", all[0].ID); err != nil {
		t.Error(err)
	}
}
