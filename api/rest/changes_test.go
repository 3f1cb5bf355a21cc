package rest

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/classify/calibration"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

// changes are the operations that change something, with a body that fits.
var changes = map[string]string{
	"POST /api/v1/findings/{id}/decisions": `{"to":"confirmed","reason":"Read both."}`,
	"POST /api/v1/campaigns/{id}/rulings":  `{"kind":"breakout","category":3,"reason":"Two platforms."}`,
	"POST /api/v1/calibrations":            `{}`,
	"POST /api/v1/calibrations/undo":       ``,
	"POST /api/v1/users":                   `{"name":"orxan","role":"analyst"}`,
	"PATCH /api/v1/users/{name}":           `{"role":"lead","disabled":false,"logout":true,"unlock":true}`,
	"POST /api/v1/users/{name}/link":       ``,
	"POST /api/v1/tokens":                  `{"user":"leyla","scopes":["read"],"days":30}`,
	"DELETE /api/v1/tokens/{id}":           ``,
}

// sent is the body of a request; one that cannot be read for 422.
func sent(method, path, status string) string {
	body := changes[method+" "+path]
	if status == "422" && body != "" {
		return `{"to":"done","kind":"burn","name":"","role":"owner","days":0,"dry":"yes"}`
	}
	return body
}

// key names the handler that answers a path with a status, where that needs one
// of its own.
func key(status, path string) string {
	if status == "422" && path == "/api/v1/calibrations/undo" || status == "403" && path == "/api/v1/tokens" {
		return status + " " + path
	}
	return status
}

// asViewer asks as somebody who may only see what is their own.
func asViewer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := account.Principal{Name: "orxan", Role: account.Viewer, Way: account.Socket}
		next.ServeHTTP(w, r.WithContext(account.With(r.Context(), who)))
	})
}

func (o office) named(name string) error {
	if name == "none" {
		return store.ErrNotFound
	}
	return o.err
}

func (o office) User(_ context.Context, name string) (store.User, error) {
	return store.User{Name: name, Role: "lead", Password: "$argon2id$secret"}, o.named(name)
}

func (o office) AddInvited(context.Context, string, account.Role) (string, time.Time, error) {
	return "code", apitest.Now, o.err
}

func (o office) Link(_ context.Context, name string) (string, time.Time, error) {
	return "code", apitest.Now, o.named(name)
}

func (o office) SetRole(_ context.Context, name string, _ account.Role) error { return o.named(name) }

func (o office) Disable(_ context.Context, name string, _ bool) error { return o.named(name) }

func (o office) EndSessions(_ context.Context, name string) error { return o.named(name) }

func (o office) Unlock(_ context.Context, name string) error { return o.named(name) }

func (o office) Tokens(_ context.Context, user string) ([]store.Token, error) {
	return []store.Token{{ID: "t-1", User: user, Digest: "secret"}}, o.err
}

func (o office) AddToken(_ context.Context, user, _ string, scopes []account.Scope, _ time.Duration) (string, store.Token, error) {
	return "qalxan_secret", store.Token{ID: "t-1", User: user, Scopes: []string{string(scopes[0])}}, o.err
}

func (o office) RevokeToken(_ context.Context, id string) error { return o.named(id) }

func (o office) RevokeTokenOf(_ context.Context, user, id string) error {
	if user != "orxan" {
		return store.ErrNotFound
	}
	return o.named(id)
}

func (o office) Rule(_ context.Context, r qalxan.Ruling) (qalxan.Campaign, error) {
	return qalxan.Campaign{ID: r.CampaignID, Title: string(r.Kind) + " by " + r.By}, o.named(r.CampaignID)
}

func (o office) Learn(context.Context, calibration.LearnRequest) (calibration.Lesson, error) {
	return calibration.Lesson{Number: 2}, o.err
}

func (o office) Unlearn(_ context.Context, by string) (qalxan.Calibration, error) {
	return qalxan.Calibration{Number: 2, UndoneBy: by}, o.err
}

func (o office) Learnt(context.Context) ([]qalxan.Calibration, error) {
	return []qalxan.Calibration{{Number: 2}}, o.err
}

func (o office) AlertRules() alert.Overview { return alert.Options{}.Overview() }

func (o office) AlertQueue(context.Context, int) ([]store.Letter, error) {
	return []store.Letter{{ID: "m-1", State: store.LetterFailed, Body: "secret"}}, o.err
}

func (o office) HeldAlerts(context.Context) (map[string]int, error) {
	return map[string]int{"duty": 1}, o.err
}

// TestOwnTokens: who is no admin sees, makes and ends only tokens of their own.
func TestOwnTokens(t *testing.T) {
	h := asViewer(open(t, Options{Office: office{}.whole()}))
	for _, test := range []struct {
		method, path, body string
		want               int
	}{
		{"GET", "/api/v1/tokens", "", 200},
		{"GET", "/api/v1/tokens?user=Orxan", "", 200},
		{"GET", "/api/v1/tokens?user=leyla", "", 403},
		{"POST", "/api/v1/tokens", `{"scopes":["read"],"days":30}`, 201},
		{"POST", "/api/v1/tokens", `{"user":"leyla","scopes":["read"],"days":30}`, 403},
		{"POST", "/api/v1/tokens", `{"scopes":["root"],"days":30}`, 422},
		{"POST", "/api/v1/tokens", `{"scopes":["read"],"days":367}`, 422},
		{"DELETE", "/api/v1/tokens/t-1", "", 204},
		{"DELETE", "/api/v1/tokens/none", "", 404},
	} {
		w := ask(h, test.method, test.path, test.body)
		if w.Code != test.want || strings.Contains(w.Body.String(), `"user":"leyla"`) {
			t.Errorf("%s %s %s: %d %s, want %d", test.method, test.path, test.body, w.Code, w.Body, test.want)
		}
	}
}

// TestRulingInOnesOwnName: the name is that of who asks, whatever the body
// says, and an undo names a ruling that there was.
func TestRulingInOnesOwnName(t *testing.T) {
	h := guard.Socket(open(t, Options{Office: office{}.whole()}))
	path := "/api/v1/campaigns/" + qalxan.CampaignID(apitest.Original) + "/rulings"
	if w := ask(h, "POST", path, `{"kind":"breakout","category":2,"reason":"x"}`); w.Code != 200 || !strings.Contains(w.Body.String(), "breakout by socket") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for body, want := range map[string]int{
		`{"kind":"breakout","category":2,"reason":"x","by":"leyla"}`:         422,
		`{"kind":"breakout","category":7,"reason":"x"}`:                      422,
		`{"kind":"undo","undoes":"2026-01-01T00:00:00Z","reason":"x"}`:       404,
		`{"kind":"undo","undoes":"yesterday","reason":"x"}`:                  422,
		`{"kind":"breakout","category":2,"reason":""}`:                       422,
		`{"kind":"split","findings":["` + strings.Repeat("x", 2<<20) + `"]}`: 413,
	} {
		if w := ask(h, "POST", path, body); w.Code != want {
			t.Errorf("%.60s: %d %.200s, want %d", body, w.Code, w.Body, want)
		}
	}
}

// TestNoSecretIsTold: digests, hashes and the bodies of letters stay here.
func TestNoSecretIsTold(t *testing.T) {
	h := guard.Socket(open(t, Options{Office: office{}.whole()}))
	for _, path := range []string{"/api/v1/users", "/api/v1/tokens?user=leyla", "/api/v1/letters", "/api/v1/alerts"} {
		if w := get(h, path); w.Code != 200 || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}
