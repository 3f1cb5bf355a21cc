package desk

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/apitest"
)

// soundly checks an answer as a page, and returns its text.
func soundly(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	body := w.Body.String()
	if w.Code >= 500 || strings.Contains(body, "<script>alert") {
		t.Fatalf("%d %s", w.Code, body)
	}
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	sound(t, root)
	return text(root)
}

func entered(t *testing.T, h http.Handler, name, password string) *http.Cookie {
	t.Helper()
	return cookieOf(t, browse(h, "/login", url.Values{"name": {name}, "password": {password}}, nil))
}

var codeOnPage = regexp.MustCompile(`/setup\?code=([A-Za-z0-9_-]{43})`)

// TestInvitation: an admin adds somebody, the link is shown once, sets the
// password, and is used up.
func TestInvitation(t *testing.T) {
	h, accounts := withUsers(t, false)
	if err := accounts.Add(t.Context(), "boss", account.Admin, good); err != nil {
		t.Fatal(err)
	}
	admin := entered(t, h, "boss", good)
	w := browse(h, "/users", url.Values{"name": {"Leyla"}, "role": {"analyst"}}, admin)
	found := codeOnPage.FindStringSubmatch(w.Body.String())
	if soundly(t, w); w.Code != http.StatusCreated || found == nil {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if again := browse(h, "/users", nil, admin); strings.Contains(again.Body.String(), found[1]) || !strings.Contains(soundly(t, again), "has no password yet") {
		t.Error("the link is shown twice, or her state is not")
	}
	if page := soundly(t, browse(h, "/setup?code="+found[1], nil, nil)); !strings.Contains(page, "leyla") {
		t.Errorf("the link does not say for whom it is: %s", page)
	}
	set := func(password, again string) *httptest.ResponseRecorder {
		return browse(h, "/setup", url.Values{"code": {found[1]}, "name": {"boss"}, "new": {password}, "again": {again}}, nil)
	}
	if w := set("short", "short"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a short password: %d", w.Code)
	}
	if w := set(good+"!", good); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("two passwords: %d", w.Code)
	}
	leyla := cookieOf(t, set(good+"!", good+"!"))
	if w := set(good+"?", good+"?"); w.Code != http.StatusForbidden {
		t.Errorf("the link works twice: %d", w.Code)
	}
	if page := soundly(t, browse(h, "/account", nil, leyla)); !strings.Contains(page, "an analyst") {
		t.Error("she is not who she was made")
	}
	if w := browse(h, "/users", nil, leyla); w.Code != http.StatusForbidden {
		t.Errorf("an analyst sees users: %d", w.Code)
	}
}

// TestUserPage does everything that can be done about a user.
func TestUserPage(t *testing.T) {
	h, accounts := withUsers(t, false)
	for name, role := range map[string]account.Role{"boss": account.Admin, "leyla": account.Viewer} {
		if err := accounts.Add(t.Context(), name, role, good); err != nil {
			t.Fatal(err)
		}
	}
	admin, leyla := entered(t, h, "boss", good), entered(t, h, "leyla", good)
	do := func(name string, form url.Values) *httptest.ResponseRecorder {
		return browse(h, "/users/"+name, form, admin)
	}
	if w := do("leyla", url.Values{"do": {"logout"}}); w.Code != http.StatusSeeOther || browse(h, "/account", nil, leyla).Code != http.StatusSeeOther {
		t.Errorf("her sessions go on: %d", w.Code)
	}
	for range 6 {
		browse(h, "/login", url.Values{"name": {"leyla"}, "password": {"wrong horse battery"}}, nil)
	}
	if page := soundly(t, browse(h, "/users", nil, admin)); !strings.Contains(page, "waits after wrong passwords") {
		t.Error("her wait is not shown")
	}
	do("leyla", url.Values{"do": {"unlock"}})
	entered(t, h, "leyla", good)
	if w := do("leyla", url.Values{"do": {"role"}, "role": {"lead"}}); w.Header().Get("Location") != "/users/leyla?done=role" {
		t.Errorf("role: %d %s", w.Code, w.Header().Get("Location"))
	}
	soundly(t, browse(h, "/users/leyla?done=role", nil, admin))
	made := do("leyla", url.Values{"do": {"token"}, "scope": {"read", "export"}, "days": {"30"}, "label": {apitest.Hostile}})
	if page := soundly(t, made); made.Code != http.StatusOK || !strings.Contains(page, "qalxan_") {
		t.Fatalf("token: %d %s", made.Code, page)
	}
	tokens, err := accounts.Tokens(t.Context(), "leyla")
	if err != nil || len(tokens) != 1 {
		t.Fatal(tokens, err)
	}
	if w := do("boss", url.Values{"do": {"revoke"}, "id": {tokens[0].ID}}); w.Code != http.StatusNotFound {
		t.Errorf("the token of another: %d", w.Code)
	}
	do("leyla", url.Values{"do": {"revoke"}, "id": {tokens[0].ID}})
	if tokens, _ = accounts.Tokens(t.Context(), "leyla"); tokens[0].Revoked.IsZero() {
		t.Error("the token goes on")
	}
	for name, test := range map[string]struct {
		user string
		form url.Values
		want int
	}{
		"last admin, role": {"boss", url.Values{"do": {"role"}, "role": {"viewer"}}, 422},
		"last admin, off":  {"boss", url.Values{"do": {"disable"}}, 422},
		"no role":          {"leyla", url.Values{"do": {"role"}, "role": {apitest.Hostile}}, 422},
		"no scope":         {"leyla", url.Values{"do": {"token"}, "days": {"30"}}, 422},
		"a token for ever": {"leyla", url.Values{"do": {"token"}, "scope": {"read"}, "days": {"99999999999999999999"}}, 422},
		"nothing":          {"leyla", url.Values{"do": {"burn"}}, 404},
		"nobody":           {"emin", url.Values{"do": {"link"}}, 404},
		"keeping out":      {"leyla", url.Values{"do": {"disable"}}, 303},
	} {
		if w := do(test.user, test.form); w.Code != test.want {
			t.Errorf("%s: %d", name, w.Code)
		} else if w.Code != 303 {
			soundly(t, w)
		}
	}
	if w := do("leyla", url.Values{"do": {"link"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a link for who is kept out: %d", w.Code)
	}
}

// TestOwnTokensAndSessions: what people do about themselves.
func TestOwnTokensAndSessions(t *testing.T) {
	h, accounts := withUsers(t, false)
	for _, name := range []string{"leyla", "orxan"} {
		if err := accounts.Add(t.Context(), name, account.Viewer, good); err != nil {
			t.Fatal(err)
		}
	}
	here, there, other := entered(t, h, "leyla", good), entered(t, h, "leyla", good), entered(t, h, "orxan", good)
	soundly(t, browse(h, "/account/sessions", url.Values{}, here))
	for name, test := range map[string]struct {
		cookie *http.Cookie
		want   int
	}{"here": {here, 200}, "there": {there, 303}, "another": {other, 200}} {
		if w := browse(h, "/account", nil, test.cookie); w.Code != test.want {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	w := browse(h, "/account/tokens", url.Values{"scope": {"read"}, "days": {"1"}}, here)
	if !strings.Contains(soundly(t, w), "qalxan_") {
		t.Errorf("%d", w.Code)
	}
	tokens, err := accounts.Tokens(t.Context(), "leyla")
	if err != nil {
		t.Fatal(err)
	}
	revoke := url.Values{"do": {"revoke"}, "id": {tokens[0].ID}}
	if w := browse(h, "/account/tokens", revoke, other); w.Code != http.StatusNotFound {
		t.Errorf("another ends it: %d", w.Code)
	}
	if w := browse(h, "/account/tokens", revoke, here); w.Code != http.StatusOK {
		t.Errorf("she cannot end it: %d", w.Code)
	}
	if w := browse(h, "/account/tokens", url.Values{"scope": {"root"}, "days": {"1"}}, here); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a scope that is none: %d", w.Code)
	}
}
