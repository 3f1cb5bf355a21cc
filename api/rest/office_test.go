package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/store"
)

// crowd knows everybody by the name of their role.
type crowd struct{}

func (crowd) Any() bool { return true }

func (crowd) BySecret(context.Context, string) (account.Principal, error) {
	return account.Principal{}, nil
}

func (crowd) ByToken(_ context.Context, secret string) (account.Principal, error) {
	if secret == "" {
		return account.Principal{}, nil
	}
	return account.Principal{Name: "leyla", Role: account.Role(secret), Way: account.ByToken, Scopes: []string{"read", "decide", "export"}}, nil
}

// TestDecideInOnesOwnName: whatever name the body gives, the decision is that
// of who asks.
func TestDecideInOnesOwnName(t *testing.T) {
	h := open(t, Options{Gate: guard.NewGate(guard.Options{Accounts: crowd{}}), Office: office{}.whole()})
	path := "/api/v1/findings/f-1/decisions"
	w := ask(h, http.MethodPost, path, `{"to":"confirmed","reason":"Read both."}`, "Authorization", "Bearer analyst")
	var f qalxan.Finding
	if err := json.Unmarshal(w.Body.Bytes(), &f); err != nil || len(f.Decisions) != 1 || f.Decisions[0].By != "leyla" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for name, test := range map[string]struct {
		body, role string
		want       int
	}{
		"another name": {`{"to":"confirmed","reason":"x","by":"orxan"}`, "analyst", 422},
		"a viewer":     {`{"to":"confirmed","reason":"x"}`, "viewer", 403},
		"nobody":       {`{"to":"confirmed","reason":"x"}`, "", 401},
		"no reason":    {`{"to":"confirmed","reason":""}`, "analyst", 422},
		"nothing":      {`{"reason":"x"}`, "analyst", 422},
		"10 MB":        {`{"to":"confirmed","reason":"` + strings.Repeat("x", 10<<20) + `"}`, "analyst", 413},
		"not JSON":     {"\x00\xff", "analyst", 400},
	} {
		if w := ask(h, http.MethodPost, path, test.body, "Authorization", "Bearer "+test.role); w.Code != test.want {
			t.Errorf("%s: %d %.200s, want %d", name, w.Code, w.Body, test.want)
		}
	}
}

// TestNobodyDecidesWithoutUsers: an open machine stays as it was.
func TestNobodyDecidesWithoutUsers(t *testing.T) {
	h := open(t, Options{Office: office{}.whole()})
	if w := ask(h, http.MethodPost, "/api/v1/findings/f-1/decisions", `{"to":"confirmed","reason":"x"}`); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for _, path := range []string{"/api/v1/users", "/api/v1/audit"} {
		if w := get(h, path); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// ledger remembers what was entered.
type ledger struct {
	office
	entered []store.Entered
}

func (l *ledger) Enter(_ context.Context, e store.Entered) error {
	l.entered = append(l.entered, e)
	return nil
}

// TestExportsAreEntered: findings that leave as a file are in the audit log,
// and only analysts take them.
func TestExportsAreEntered(t *testing.T) {
	l := &ledger{}
	h := open(t, Options{Gate: guard.NewGate(guard.Options{Accounts: crowd{}}), Office: Office{Audit: l}})
	if w := get(h, "/api/v1/findings", "Accept", "text/csv", "Authorization", "Bearer viewer"); w.Code != http.StatusForbidden || len(l.entered) > 0 {
		t.Errorf("a viewer: %d, %v", w.Code, l.entered)
	}
	if w := get(h, "/api/v1/findings", "Accept", "text/csv", "Authorization", "Bearer analyst"); w.Code != http.StatusOK || len(l.entered) != 1 || l.entered[0].Verb != "findings.export" {
		t.Errorf("an analyst: %d, %v", w.Code, l.entered)
	}
}

func TestNoHashIsTold(t *testing.T) {
	w := get(guard.Socket(open(t, Options{Office: office{}.whole()})), "/api/v1/users")
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "argon2id") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
