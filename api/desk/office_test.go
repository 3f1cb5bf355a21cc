package desk

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/store/sqlite"
)

const good = "correct horse battery"

// withUsers is a desk with a viewer and an admin, who have the same password.
func withUsers(t testing.TB, secure bool) (http.Handler, *account.Accounts) {
	t.Helper()
	return usersOf(t, secure, Options{}, apitest.Open(t))
}

// usersOf is a desk as the options say, with users.
func usersOf(t testing.TB, secure bool, o Options, library *api.Library) (http.Handler, *account.Accounts) {
	t.Helper()
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "users.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { record.Close() })
	log := audit.New(record)
	accounts, err := account.New(t.Context(), account.Options{}, record, log)
	if err != nil {
		t.Fatal(err)
	}
	o.Gate, o.Accounts, o.Audit = guard.NewGate(guard.Options{Accounts: accounts, Secure: secure, Closed: true}), accounts, log
	h, err := New(o, library)
	if err != nil {
		t.Fatal(err)
	}
	return h, accounts
}

// browse sends a form, or with nil asks for a page, with a cookie of before.
func browse(h http.Handler, path string, form url.Values, cookie *http.Cookie) *httptest.ResponseRecorder {
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Host = "localhost:8080"
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if cookie != nil {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// cookieOf is the session that an answer gives.
func cookieOf(t *testing.T, w *httptest.ResponseRecorder) *http.Cookie {
	t.Helper()
	for _, c := range w.Result().Cookies() {
		if strings.HasSuffix(c.Name, "qalxan") {
			return c
		}
	}
	t.Fatalf("no session with %d: %v", w.Code, w.Header())
	return nil
}

func TestComingAndGoing(t *testing.T) {
	h, accounts := withUsers(t, true)
	if err := accounts.Add(t.Context(), "leyla", account.Viewer, good); err != nil {
		t.Fatal(err)
	}
	if w := browse(h, "/findings?cursor=x", nil, nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login?next=%2Ffindings%3Fcursor%3Dx" {
		t.Errorf("nobody is sent to %d %s", w.Code, w.Header().Get("Location"))
	}
	in := browse(h, "/login", url.Values{"name": {"leyla"}, "password": {good}, "next": {"/findings"}}, nil)
	session := cookieOf(t, in)
	if in.Code != http.StatusSeeOther || in.Header().Get("Location") != "/findings" {
		t.Errorf("%d to %s", in.Code, in.Header().Get("Location"))
	}
	if session.Name != "__Host-qalxan" || !session.Secure || !session.HttpOnly || session.SameSite != http.SameSiteLaxMode || session.Path != "/" || session.Domain != "" {
		t.Errorf("the cookie is %+v", session)
	}
	for path, want := range map[string]int{"/findings": 200, "/account": 200, "/audit": 403, "/login": 303} {
		if w := browse(h, path, nil, session); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	form := url.Values{"old": {good}, "new": {"another long one"}, "again": {"another long one"}}
	changed := browse(h, "/account", form, session)
	fresh := cookieOf(t, changed)
	if changed.Code != http.StatusOK || fresh.Value == session.Value || browse(h, "/findings", nil, session).Code != http.StatusSeeOther {
		t.Errorf("after another password: %d", changed.Code)
	}
	if w := browse(h, "/logout", url.Values{}, fresh); w.Code != http.StatusSeeOther || cookieOf(t, w).MaxAge >= 0 {
		t.Errorf("logout: %d %v", w.Code, w.Header())
	}
	if w := browse(h, "/findings", nil, fresh); w.Code != http.StatusSeeOther {
		t.Errorf("a session goes on after the logout: %d", w.Code)
	}
}

// TestPagesOfUsersAreSound holds them to what all pages are held to.
func TestPagesOfUsersAreSound(t *testing.T) {
	h, accounts := withUsers(t, false)
	closed := browse(h, "/login", nil, nil)
	setup := browse(h, "/setup?code="+accounts.Invite(), nil, nil)
	if err := accounts.Add(t.Context(), "leyla", account.Admin, good); err != nil {
		t.Fatal(err)
	}
	session := cookieOf(t, browse(h, "/login", url.Values{"name": {"leyla"}, "password": {good}}, nil))
	hostile := apitest.Hostile + apitest.Override
	for name, w := range map[string]*httptest.ResponseRecorder{
		"no users":       closed,
		"setup":          setup,
		"login":          browse(h, "/login?next="+url.QueryEscape(hostile), nil, nil),
		"hostile login":  browse(h, "/login", url.Values{"name": {hostile}, "password": {hostile}, "next": {hostile}}, nil),
		"account":        browse(h, "/account", nil, session),
		"account, wrong": browse(h, "/account", url.Values{"old": {"x"}, "new": {"another long one"}, "again": {"another long one"}}, session),
		"account, short": browse(h, "/account", url.Values{"old": {good}, "new": {"x"}, "again": {"x"}}, session),
		"differ":         browse(h, "/account", url.Values{"old": {good}, "new": {"x"}, "again": {"y"}}, session),
		"audit":          browse(h, "/audit", nil, session),
		"hostile audit":  browse(h, "/audit?by="+url.QueryEscape(hostile)+"&verb="+url.QueryEscape(hostile), nil, session),
		"used link":      browse(h, "/setup?code=x", nil, session),
	} {
		t.Run(name, func(t *testing.T) {
			if w.Code >= 500 || strings.Contains(w.Body.String(), "<script>alert") || strings.Contains(w.Body.String(), good) {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			root, err := html.Parse(strings.NewReader(w.Body.String()))
			if err != nil {
				t.Fatal(err)
			}
			sound(t, root)
		})
	}
}

func TestHostileForms(t *testing.T) {
	h, accounts := withUsers(t, false)
	if err := accounts.Add(t.Context(), "leyla", account.Viewer, good); err != nil {
		t.Fatal(err)
	}
	if w := browse(h, "/login", url.Values{"name": {"leyla"}, "password": {strings.Repeat("p", 10<<20)}}, nil); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("10 MB: %d", w.Code)
	}
	r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader("name=%zz"))
	r.Host = "localhost"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusBadRequest {
		t.Errorf("a broken form: %d", w.Code)
	}
	for range 6 {
		w = browse(h, "/login", url.Values{"name": {"leyla"}, "password": {"wrong horse battery"}}, nil)
	}
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("too many tries: %d", w.Code)
	}
}

func TestInside(t *testing.T) {
	for address, want := range map[string]string{
		"/findings?x=1": "/findings?x=1", "": "/", "//evil.example": "/", "https://evil.example/": "/", "/\\evil.example": "/", "/%5cevil.example": "/",
		"javascript:alert(1)": "/", "findings": "/", "/a\r\nSet-Cookie: b": "/", "///evil.example": "/", "/findings#x": "/findings", "https:evil": "/",
	} {
		if got := inside(address); got != want {
			t.Errorf("%q leads to %q, want %q", address, got, want)
		}
	}
}

func FuzzInside(f *testing.F) {
	for _, seed := range []string{"/a?b#c", "//x", "/\\x", "http://x", "/%2f/x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		got := inside(address)
		if !strings.HasPrefix(got, "/") || strings.HasPrefix(got, "//") || strings.HasPrefix(got, "/\\") || strings.ContainsAny(got, "\r\n") {
			t.Errorf("%q leads to %q", address, got)
		}
	})
}
