package account_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const good = "correct horse battery"

// house is accounts over a record of their own, with a clock that is moved by
// hand.
type house struct {
	*account.Accounts
	record *sqlite.Store
	mu     sync.Mutex
	now    time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Now: h.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { record.Close() })
	h.record = record
	if h.Accounts, err = account.New(t.Context(), account.Options{Now: h.clock}, record, audit.New(record)); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) wait(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// from is a context of somebody at an address.
func from(t *testing.T, address string) context.Context {
	return account.With(t.Context(), account.Principal{Address: address})
}

func (h *house) add(t *testing.T, name string, role account.Role) {
	t.Helper()
	if err := h.Add(t.Context(), name, role, good); err != nil {
		t.Fatal(err)
	}
}

// who is who has a session, with the address that they come from.
func (h *house) who(t *testing.T, secret string) account.Principal {
	t.Helper()
	p, err := h.BySecret(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (h *house) login(t *testing.T, name string) string {
	t.Helper()
	secret, err := h.Login(from(t, "192.0.2.1"), name, good, "")
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

func TestAddRefuses(t *testing.T) {
	h := open(t)
	h.add(t, "Leyla", account.Viewer)
	for name, err := range map[string]error{
		"twice":             h.Add(t.Context(), "leyla", account.Viewer, good),
		"no role":           h.Add(t.Context(), "a", "owner", good),
		"empty name":        h.Add(t.Context(), " ", account.Viewer, good),
		"line break":        h.Add(t.Context(), "a\r\nSet-Cookie: b", account.Viewer, good),
		"other script":      h.Add(t.Context(), "lеyla", account.Viewer, good),
		"long name":         h.Add(t.Context(), strings.Repeat("a", 101), account.Viewer, good),
		"short password":    h.Add(t.Context(), "a", account.Viewer, "short"),
		"10 MB password":    h.Add(t.Context(), "a", account.Viewer, strings.Repeat("p", 10<<20)),
		"password not text": h.Add(t.Context(), "a", account.Viewer, strings.Repeat("\xff", 20)),
		"role of somebody":  h.SetRole(t.Context(), "leyla", "root"),
	} {
		if !errors.Is(err, account.ErrUnfit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.SetRole(t.Context(), "nobody", account.Lead); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a role of nobody: %v", err)
	}
}

func TestLogin(t *testing.T) {
	h := open(t)
	h.add(t, "leyla", account.Analyst)
	h.add(t, "gone", account.Analyst)
	if err := h.Disable(t.Context(), "gone", true); err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string][2]string{
		"wrong":         {"leyla", "wrong horse battery"},
		"empty":         {"leyla", ""},
		"unknown":       {"nobody", good},
		"disabled":      {"gone", good},
		"10 MB":         {"leyla", strings.Repeat("p", 10<<20)},
		"10 MB name":    {strings.Repeat("n", 10<<20), good},
		"zero byte":     {"leyla", good + "\x00"},
		"no name":       {"", ""},
		"hostile name":  {"' OR 1=1 --", good},
		"another case":  {"leyla", strings.ToUpper(good)},
		"cut off after": {"leyla", good + strings.Repeat(" ", 600)},
	} {
		if _, err := h.Login(from(t, name), try[0], try[1], ""); !errors.Is(err, account.ErrDenied) && !errors.As(err, new(*account.SlowDownError)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.wait(time.Hour)
	secret := h.login(t, " LEYLA ")
	if p := h.who(t, secret); p.Name != "leyla" || p.Role != account.Analyst || p.Way != account.BySession {
		t.Errorf("came in as %+v", p)
	}
	for _, bad := range []string{"", "x", secret + "x", secret[:40], strings.Repeat("x", 1<<20), "\x00\r\n"} {
		if p := h.who(t, bad); p.Role != "" {
			t.Errorf("%.20q is %+v", bad, p)
		}
	}
	again, err := h.Login(from(t, "192.0.2.1"), "leyla", good, secret)
	if err != nil || again == secret || h.who(t, secret).Role != "" || h.who(t, again).Role == "" {
		t.Errorf("a login does not change the session: %v", err)
	}
}

// TestUnicode: one password, typed on keyboards that compose letters in
// different ways.
func TestUnicode(t *testing.T) {
	h := open(t)
	if err := h.Add(t.Context(), "leyla", account.Viewer, "şəhər çörəyi İ"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Login(t.Context(), "leyla", "s\u0327əhər c\u0327o\u0308rəyi I\u0307", ""); err != nil {
		t.Error(err)
	}
}

func TestSessionsEnd(t *testing.T) {
	h := open(t)
	h.add(t, "leyla", account.Viewer)
	idle := h.login(t, "leyla")
	h.wait(119 * time.Minute)
	if h.who(t, idle).Role == "" {
		t.Error("ended before it was idle for two hours")
	}
	h.wait(121 * time.Minute)
	if h.who(t, idle).Role != "" {
		t.Error("an idle session goes on")
	}
	old := h.login(t, "leyla")
	for range 12 {
		h.wait(time.Hour)
		h.who(t, old)
	}
	if h.who(t, old).Role != "" {
		t.Error("a session goes on after twelve hours")
	}
	for name, end := range map[string]func(secret string) error{
		"logout":   func(secret string) error { return h.Logout(account.With(t.Context(), h.who(t, secret))) },
		"role":     func(string) error { return h.SetRole(t.Context(), "leyla", account.Lead) },
		"password": func(string) error { return h.SetPassword(t.Context(), "leyla", good) },
		"disabled": func(string) error { return h.Disable(t.Context(), "leyla", true) },
	} {
		if err := h.Disable(t.Context(), "leyla", false); err != nil {
			t.Fatal(err)
		}
		secret := h.login(t, "leyla")
		if err := end(secret); err != nil || h.who(t, secret).Role != "" {
			t.Errorf("%s does not end a session: %v", name, err)
		}
	}
}

func TestChangePassword(t *testing.T) {
	h := open(t)
	h.add(t, "leyla", account.Viewer)
	here, there := h.login(t, "leyla"), h.login(t, "leyla")
	as := account.With(t.Context(), h.who(t, here))
	if _, err := h.ChangePassword(as, "not the old one", "another long one"); !errors.Is(err, account.ErrDenied) {
		t.Errorf("without the old password: %v", err)
	}
	if _, err := h.ChangePassword(t.Context(), good, "another long one"); !errors.Is(err, account.ErrDenied) {
		t.Errorf("by nobody: %v", err)
	}
	fresh, err := h.ChangePassword(as, good, "another long one")
	if err != nil {
		t.Fatal(err)
	}
	if h.who(t, here).Role != "" || h.who(t, there).Role != "" || h.who(t, fresh).Role == "" {
		t.Error("other sessions go on, or the new one does not")
	}
	if _, err := h.Login(t.Context(), "leyla", good, ""); !errors.Is(err, account.ErrDenied) {
		t.Errorf("the old password still works: %v", err)
	}
}

// TestBrakes: waits grow, have an end, and do not lock out who is known here.
func TestBrakes(t *testing.T) {
	h := open(t)
	h.add(t, "leyla", account.Viewer)
	h.login(t, "leyla")
	waits, tries := []time.Duration{}, 0
	for len(waits) < 12 {
		_, err := h.Login(from(t, "203.0.113.9"), "leyla", "wrong horse battery", "")
		var slow *account.SlowDownError
		if errors.As(err, &slow) {
			waits = append(waits, slow.Wait)
			h.wait(slow.Wait)
			continue
		}
		if tries++; !errors.Is(err, account.ErrDenied) {
			t.Fatal(err)
		}
	}
	if waits[0] != time.Second || waits[1] != 2*time.Second || waits[11] != 15*time.Minute || tries != 16 {
		t.Errorf("%d tries with waits %v", tries, waits)
	}
	h.Login(from(t, "203.0.113.9"), "leyla", "wrong horse battery", "")
	if _, err := h.Login(from(t, "203.0.113.10"), "leyla", good, ""); !errors.As(err, new(*account.SlowDownError)) {
		t.Errorf("from elsewhere: %v", err)
	}
	h.login(t, "leyla") // from where she came in before
	h.wait(15 * time.Minute)
	if _, err := h.Login(from(t, "203.0.113.10"), "leyla", good, ""); err != nil {
		t.Errorf("after the longest wait: %v", err)
	}
}

// TestBrakesOfNamesThatNobodyHas: a name that is spelt like the count of a user
// at an address where they came in does not lock them out there.
func TestBrakesOfNamesThatNobodyHas(t *testing.T) {
	h := open(t)
	h.add(t, "leyla", account.Viewer)
	h.login(t, "leyla") // from 192.0.2.1
	for range 10 {
		h.Login(from(t, "203.0.113.9"), "leyla a 192.0.2.1", "wrong horse battery", "")
	}
	h.login(t, "leyla")
}

// TestTokensAreBounded: nobody fills the record with tokens; one that ended
// makes room.
func TestTokensAreBounded(t *testing.T) {
	h := open(t)
	h.add(t, "leyla", account.Viewer)
	add := func() (store.Token, error) {
		_, token, err := h.AddToken(t.Context(), "leyla", "", []account.Scope{account.Read}, time.Hour)
		return token, err
	}
	var last store.Token
	for range 100 {
		var err error
		if last, err = add(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := add(); !errors.Is(err, account.ErrUnfit) {
		t.Errorf("the 101st: %v", err)
	}
	if err := h.RevokeToken(t.Context(), last.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := add(); err != nil {
		t.Errorf("after one was revoked: %v", err)
	}
}

// TestBrakesByAddress: one address that tries many names is slowed down, with
// all of its IPv6 network.
func TestBrakesByAddress(t *testing.T) {
	h := open(t)
	var err error
	for n := range 21 {
		_, err = h.Login(from(t, "2001:db8::"+string(rune('a'+n%6))), "user"+string(rune('a'+n)), "", "")
	}
	if !errors.As(err, new(*account.SlowDownError)) {
		t.Errorf("the 21st name from one network: %v", err)
	}
	if _, err := h.Login(from(t, "2001:db8:1::1"), "user", "", ""); !errors.Is(err, account.ErrDenied) {
		t.Errorf("from another network: %v", err)
	}
}

func TestTokens(t *testing.T) {
	h := open(t)
	h.add(t, "leyla", account.Analyst)
	for name, try := range map[string]func() error{
		"no scope": func() error { _, _, err := h.AddToken(t.Context(), "leyla", "", nil, time.Hour); return err },
		"no such": func() error {
			_, _, err := h.AddToken(t.Context(), "leyla", "", []account.Scope{"all"}, time.Hour)
			return err
		},
		"for ever": func() error {
			_, _, err := h.AddToken(t.Context(), "leyla", "", []account.Scope{account.Read}, 1<<62)
			return err
		},
		"long label": func() error {
			_, _, err := h.AddToken(t.Context(), "leyla", strings.Repeat("x", 101), []account.Scope{account.Read}, time.Hour)
			return err
		},
	} {
		if err := try(); !errors.Is(err, account.ErrUnfit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	secret, token, err := h.AddToken(t.Context(), "leyla", "x", []account.Scope{account.Read, account.Read, account.Decide}, time.Hour)
	if err != nil || strings.Contains(token.Digest, secret) || len(token.Scopes) != 2 {
		t.Fatalf("%+v, %v", token, err)
	}
	who := func(secret string) account.Principal {
		p, err := h.ByToken(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if p := who(secret); !p.May(account.Analyst, account.Decide) || p.May(account.Viewer, account.Export) || p.May(account.Lead, account.Read) || p.May(account.Viewer, "") {
		t.Errorf("may do something else: %+v", p)
	}
	if used, err := h.Tokens(t.Context(), "leyla"); err != nil || used[0].LastUsed.IsZero() {
		t.Errorf("its use is not noted: %+v, %v", used, err)
	}
	for _, bad := range []string{"", "qalxan_", strings.TrimPrefix(secret, "qalxan_"), secret + "x", strings.Repeat("qalxan_", 1<<17)} {
		if who(bad).Role != "" {
			t.Errorf("%.20q is somebody", bad)
		}
	}
	h.Disable(t.Context(), "leyla", true)
	if who(secret).Role != "" {
		t.Error("works for a disabled user")
	}
	h.Disable(t.Context(), "leyla", false)
	h.wait(time.Hour)
	if who(secret).Role != "" {
		t.Error("works after its end")
	}
	secret, token, _ = h.AddToken(t.Context(), "leyla", "", []account.Scope{account.Read}, time.Hour)
	if err := errors.Join(h.RevokeToken(t.Context(), token.ID), h.RevokeToken(t.Context(), token.ID)); err != nil || who(secret).Role != "" {
		t.Errorf("works after it was revoked: %v", err)
	}
}

func TestInvite(t *testing.T) {
	h := open(t)
	if h.Invited("") || h.Invited("x") {
		t.Error("somebody is invited before anybody was")
	}
	old, code := h.Invite(), h.Invite()
	if h.Invited(old) || !h.Invited(code) {
		t.Error("an earlier link still works, or the later does not")
	}
	if _, err := h.Found(t.Context(), code, "leyla", "short"); !errors.Is(err, account.ErrUnfit) || !h.Invited(code) {
		t.Errorf("a short password: %v", err)
	}
	h.wait(account.InviteAge)
	if _, err := h.Found(t.Context(), code, "leyla", good); !errors.Is(err, account.ErrDenied) {
		t.Errorf("after an hour: %v", err)
	}
	code = h.Invite()
	secret, err := h.Found(t.Context(), code, "leyla", good)
	if err != nil || h.who(t, secret).Role != account.Admin {
		t.Fatal(err)
	}
	if _, err := h.Found(t.Context(), code, "orxan", good); !errors.Is(err, account.ErrDenied) || h.Invited(h.Invite()) {
		t.Errorf("a second time: %v", err)
	}
}

func TestGuests(t *testing.T) {
	h := open(t)
	h.add(t, "own@agency.example", account.Admin)
	guest := account.Guest{Subject: "https://issuer.example|1", Name: "Leyla@Agency.example", Role: account.Viewer}
	if _, err := h.Welcome(t.Context(), account.Guest{Subject: "https://issuer.example|2", Name: "own@agency.example", Role: account.Viewer}, ""); !errors.Is(err, account.ErrUnfit) {
		t.Errorf("an issuer took over a user: %v", err)
	}
	if _, err := h.Welcome(t.Context(), guest, ""); err != nil {
		t.Fatal(err)
	}
	if err := h.SetRole(t.Context(), "leyla@agency.example", account.Lead); err != nil {
		t.Fatal(err)
	}
	secret, err := h.Welcome(t.Context(), guest, "")
	if p := h.who(t, secret); err != nil || p.Role != account.Lead || p.Local {
		t.Errorf("the role that an admin set is lost: %+v, %v", p, err)
	}
	guest.Firm = true
	if secret, err = h.Welcome(t.Context(), guest, ""); err != nil || h.who(t, secret).Role != account.Viewer {
		t.Errorf("the groups of the issuer do not count: %v", err)
	}
	if _, err := h.Login(t.Context(), "leyla@agency.example", "", ""); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a guest came in with an empty password: %v", err)
	}
	h.Disable(t.Context(), "leyla@agency.example", true)
	if _, err := h.Welcome(t.Context(), guest, ""); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a disabled guest: %v", err)
	}
}

// TestEverythingIsEntered reads the ledger after a day's work.
func TestEverythingIsEntered(t *testing.T) {
	h := open(t)
	h.add(t, "leyla", account.Viewer)
	h.Login(from(t, "192.0.2.7"), "leyla", "wrong", "")
	h.Login(from(t, "192.0.2.7"), "my password in the wrong field", "x", "")
	secret := h.login(t, "leyla")
	h.Logout(account.With(t.Context(), h.who(t, secret)))
	_, token, _ := h.AddToken(t.Context(), "leyla", "", []account.Scope{account.Read}, time.Hour)
	h.RevokeToken(t.Context(), token.ID)
	h.SetRole(t.Context(), "leyla", account.Lead)
	h.Disable(t.Context(), "leyla", true)
	entries, _, err := h.record.Entries(t.Context(), store.EntryFilter{}, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append([]string{e.Verb + " " + e.Outcome + " " + e.By}, got...)
		if text, _ := e.Canonical(); strings.Contains(string(text), "my password") || strings.Contains(string(text), good) {
			t.Errorf("a password is in the log: %s", text)
		}
	}
	want := "user.add ok |login failed leyla|login failed ?|login ok leyla|logout ok leyla|token.add ok |token.revoke ok |user.role ok |user.disable ok "
	if strings.Join(got, "|") != want {
		t.Errorf("entered:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.ReplaceAll(want, "|", "\n"))
	}
	if entries[len(entries)-2].Address != "192.0.2.7" {
		t.Errorf("the address is lost: %+v", entries[len(entries)-2])
	}
}
