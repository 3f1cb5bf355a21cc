package guard_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/desk"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/api/rest"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

var update = flag.Bool("update", false, "write the golden files anew")

// people are who the table is tried as: users by a session, programs by a
// token of an admin with one scope.
func people() map[string]account.Principal {
	all := map[string]account.Principal{"nobody": {}}
	for _, r := range account.Roles() {
		all[string(r)] = account.Principal{Name: string(r), Role: r, Way: account.BySession}
	}
	for _, s := range account.Scopes() {
		all["t:"+string(s)] = account.Principal{Name: "admin", Role: account.Admin, Way: account.ByToken, TokenID: "t-1", Scopes: []string{string(s)}}
	}
	all["t:r+export"] = account.Principal{Name: "admin", Role: account.Admin, Way: account.ByToken, Scopes: []string{"read", "export"}}
	all["t:all,viewer"] = account.Principal{Name: "viewer", Role: account.Viewer, Way: account.ByToken, Scopes: []string{"read", "decide", "export", "manage"}}
	return all
}

var columns = []string{"nobody", "viewer", "analyst", "lead", "admin", "t:read", "t:decide", "t:export", "t:manage", "t:r+export", "t:all,viewer"}

// crowd knows everybody by their name.
type crowd map[string]account.Principal

func (crowd) Any() bool { return true }

func (c crowd) BySecret(_ context.Context, secret string) (account.Principal, error) {
	return c[secret], nil
}

func (c crowd) ByToken(_ context.Context, secret string) (account.Principal, error) {
	return c[secret], nil
}

// once is the critical finding that one person has confirmed.
var once = qalxan.FindingID(apitest.Copy)

// cases hold one finding, and take every decision about it without keeping it.
type cases struct{}

func (cases) Finding(_ context.Context, id string) (qalxan.Finding, error) {
	if id != once {
		return qalxan.Finding{}, store.ErrNotFound
	}
	first := qalxan.Decision{By: "aysel", To: qalxan.StatusConfirmed, Reason: "Read both."}
	return qalxan.Finding{ID: once, Level: qalxan.LevelCritical, Status: qalxan.StatusConfirmed, Decisions: []qalxan.Decision{first}}, nil
}

func (c cases) Decide(ctx context.Context, id string, _ qalxan.Decision) (qalxan.Finding, error) {
	return c.Finding(ctx, id)
}

type issuer struct{}

func (issuer) Begin(context.Context) (string, string, error) {
	return "https://issuer.example/", "key", nil
}

func (issuer) Finish(context.Context, string, string, string) (account.Guest, error) {
	return account.Guest{}, account.ErrDenied
}

// house is everything that answers by network, and its routes.
func house(t testing.TB) (h http.Handler, routes []string) {
	t.Helper()
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { record.Close() })
	log := audit.New(record)
	accounts, err := account.New(t.Context(), account.Options{}, record, log)
	if err != nil {
		t.Fatal(err)
	}
	gate, library := guard.NewGate(guard.Options{Accounts: crowd(people())}), apitest.Open(t)
	decider := guard.Seconded(cases{}, cases{})
	api, err := rest.New(rest.Options{Gate: gate, Office: rest.Office{Decider: decider, Users: accounts, Audit: log, Ruler: works{}, Learner: works{}, Alerter: works{}}}, library)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := desk.New(desk.Options{Gate: gate, Reviewer: decider, Accounts: accounts, Issuer: issuer{}, Audit: log, Shelves: record, Ruler: works{}, Learner: works{}, Alerter: works{}, Guardian: guards{}, Outgoing: sender(t, record, library), Translator: works{}}, library)
	if err != nil {
		t.Fatal(err)
	}
	public := http.NewServeMux()
	for _, path := range rest.Paths() {
		public.Handle(path, api)
	}
	public.Handle("/", pages)
	for _, part := range []http.Handler{api, pages} {
		routes = append(routes, part.(interface{ Routes() []string }).Routes()...)
	}
	return public, routes
}

// TestEveryRouteIsInTheTable walks over every route that is registered: each
// has a rule, and each rule a route.
func TestEveryRouteIsInTheTable(t *testing.T) {
	_, routes := house(t)
	var rules []string
	for _, r := range guard.Table() {
		rules = append(rules, r.Route)
	}
	slices.Sort(routes)
	slices.Sort(rules)
	if diff := cmp.Diff(rules, routes); diff != "" {
		t.Errorf("rules and routes differ (-rule +route):\n%s", diff)
	}
}

// ask is one request as somebody.
func ask(h http.Handler, method, path, who string, headers ...string) *httptest.ResponseRecorder {
	return send(h, httptest.NewRequest(method, path, nil), who, headers...)
}

func send(h http.Handler, r *http.Request, who string, headers ...string) *httptest.ResponseRecorder {
	r.Host = "localhost"
	if strings.HasPrefix(who, "t:") {
		r.Header.Set("Authorization", "Bearer "+who)
	} else {
		r.AddCookie(&http.Cookie{Name: guard.SessionCookie(false), Value: who})
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// outcome is what the guard made of a request; what a handler answers to one
// that passed does not matter.
func outcome(w *httptest.ResponseRecorder) string {
	body := w.Body.String()
	switch {
	case w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/login?next="):
		return "login"
	case w.Code == http.StatusMovedPermanently, w.Code == http.StatusTemporaryRedirect:
		return "moved"
	case strings.Contains(body, "has to be a lead"):
		return "lead"
	case w.Code == http.StatusUnauthorized:
		return "401"
	case w.Code == http.StatusMethodNotAllowed:
		return "405"
	case w.Code == http.StatusForbidden && (strings.Contains(body, "does not allow") || strings.Contains(body, "token may not") || strings.Contains(body, "Only analysts")):
		return "403"
	}
	return "yes"
}

var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}

// TestTable tries every route with every method as everybody, and compares
// with a table that people can read.
func TestTable(t *testing.T) {
	h, routes := house(t)
	paths := map[string]bool{"/api/v1/users/leyla": true, "/control/doctor": true, "/control/users": true, "//findings": true, "/findings/../audit": true}
	for _, route := range routes {
		_, path, _ := strings.Cut(route, " ")
		paths[strings.NewReplacer("{id}", "none", "{name}", "none", "{finding}", "none", "{$}", "").Replace(path)] = true
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%-8s%-36s", "", "")
	for _, who := range columns {
		fmt.Fprintf(&out, "%-11s", who)
	}
	for _, path := range sorted(paths) {
		out.WriteString("\n")
		rows := map[string][]string{}
		for _, method := range methods {
			row := ""
			for _, who := range columns {
				row += fmt.Sprintf("%-11s", outcome(ask(h, method, path, who)))
			}
			rows[row] = append(rows[row], method)
		}
		for _, row := range sorted(rows) {
			fmt.Fprintf(&out, "%-36s%s %s\n", path, row, strings.Join(rows[row], " "))
		}
	}
	out.WriteString("\n")
	for _, media := range []string{"text/csv", "application/jsonl"} {
		fmt.Fprintf(&out, "%-36s", "/api/v1/findings as "+strings.TrimPrefix(media, "application/"))
		for _, who := range columns {
			fmt.Fprintf(&out, "%-11s", outcome(ask(h, "GET", "/api/v1/findings", who, "Accept", media)))
		}
		out.WriteString(" GET\n")
	}
	for _, do := range []string{"confirm", "dismiss"} {
		fmt.Fprintf(&out, "\n%-36s", do+" a case confirmed once")
		for _, who := range columns {
			fmt.Fprintf(&out, "%-11s", outcome(atDesk(h, do, who)))
		}
		fmt.Fprintf(&out, " POST\n%-36s", "  the same over the API")
		for _, who := range columns {
			fmt.Fprintf(&out, "%-11s", outcome(overAPI(h, do+"ed", who)))
		}
		out.WriteString(" POST\n")
	}
	golden(t, "testdata/table.txt", strings.Replace(out.String(), strings.Repeat(" ", 44), strings.Repeat(" ", 36), 1))
}

// atDesk and overAPI decide about the critical case that one person confirmed.
func atDesk(h http.Handler, do, who string) *httptest.ResponseRecorder {
	form := url.Values{"do": {do}, "reason": {"Read both."}, "f": {once}, "back": {"/"}}
	r := httptest.NewRequest("POST", "/review", strings.NewReader(form.Encode()))
	return send(h, r, who, "Content-Type", "application/x-www-form-urlencoded")
}

func overAPI(h http.Handler, to, who string) *httptest.ResponseRecorder {
	body := fmt.Sprintf(`{"to":%q,"reason":"Read both."}`, to)
	return send(h, httptest.NewRequest("POST", "/api/v1/findings/"+once+"/decisions", strings.NewReader(body)), who, "Content-Type", "application/json")
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update writes it anew):\n%s", file, diff)
	}
}

// TestCrossOrigin: what another site makes a browser send is not carried out,
// whoever's cookie is with it.
func TestCrossOrigin(t *testing.T) {
	h, _ := house(t)
	for _, path := range []string{"/login", "/logout", "/setup", "/account", "/account/tokens", "/users", "/users/leyla", "/alerts", "/privacy", "/learning", "/campaigns/c/rulings", "/searches", "/reports", "/packs", "/packs/p", "/api/v1/findings/f/decisions", "/api/v1/users", "/api/v1/tokens"} {
		for name, headers := range map[string][]string{
			"site":   {"Sec-Fetch-Site", "cross-site"},
			"sub":    {"Sec-Fetch-Site", "same-site"},
			"origin": {"Origin", "https://evil.example"},
			"null":   {"Origin", "null"},
		} {
			if w := ask(h, "POST", path, "admin", headers...); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "another site") {
				t.Errorf("%s %s: %d", path, name, w.Code)
			}
		}
	}
}

// TestHostileHeaders: odd cookies, tokens and hosts are nobody's, and come back
// in no header.
func TestHostileHeaders(t *testing.T) {
	h, _ := house(t)
	long := strings.Repeat("x", 60_000)
	for _, headers := range [][]string{
		{"Authorization", "Bearer"},
		{"Authorization", "Bearer " + long},
		{"Authorization", "Basic YWRtaW46YWRtaW4="},
		{"Authorization", "Bearer admin\x00"},
		{"Cookie", "qalxan=" + long},
		{"Cookie", "qalxan=\"admin\r\nSet-Cookie: a=b\""},
		{"Cookie", "__Host-qalxan=admin"},
		{"Cookie", ";;;=;qalxan"},
		{"X-Forwarded-For", "127.0.0.1"},
		{"X-Forwarded-User", "admin"},
		{"X-HTTP-Method-Override", "POST"},
	} {
		w := ask(h, "GET", "/api/v1/totals", "t:nobody", headers...)
		if w.Code != http.StatusUnauthorized || len(w.Header().Values("Set-Cookie")) > 0 {
			t.Errorf("%.40q: %d %v", headers, w.Code, w.Header())
		}
	}
	w := ask(h, "GET", "/findings?x=%0d%0aSet-Cookie:%20a=b", "nobody")
	if to := w.Header().Get("Location"); strings.ContainsAny(to, "\r\n") || !strings.HasPrefix(to, "/login?next=%2Ffindings") {
		t.Errorf("sent to %q", to)
	}
}
