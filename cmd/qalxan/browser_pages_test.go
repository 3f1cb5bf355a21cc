package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/internal/demo"
	reports "github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
)

const password = "correct horse battery"

// TestDeskPages reads every page that the table of the guard knows in Chromium,
// as an admin in three languages and as a viewer on a narrow screen. Nothing
// leaves the desk, the console stays empty, nothing is wider than the screen,
// and no form or link leads to where its reader may not go. With QALXAN_IMAGES
// it leaves pictures of the pages that only users have, as TestDeskInBrowser
// does of the others.
func TestDeskPages(t *testing.T) {
	b, h, played := demoInBrowser(t)
	pages := everyPage(t, h, played)
	for _, u := range []struct {
		name string
		role account.Role
	}{{"admin", account.Admin}, {"vusal", account.Viewer}} {
		if err := h.accounts.Add(t.Context(), u.name, u.role, password); err != nil {
			t.Fatal(err)
		}
	}
	b.visit("/login")
	b.held("the login")
	b.picture("login")
	b.as(h, "admin")
	b.pictures(pages)
	b.walk(pages, account.Admin, "az")
	b.dark()
	b.walk(pages, account.Admin, "ru")
	b.narrow(func() {
		b.walk(pages, account.Admin, "en")
		b.as(h, "vusal")
		b.walk(pages, account.Viewer, "az")
	})
	b.finish()
}

// pictures takes one of every page that TestDeskInBrowser takes none of.
func (b *browser) pictures(pages map[string][]string) {
	if os.Getenv("QALXAN_IMAGES") == "" {
		return
	}
	b.t.Helper()
	b.cookie("qalxan-language", "en")
	for route, name := range map[string]string{
		"GET /account": "account", "GET /users": "users", "GET /users/{name}": "user", "GET /audit": "audit", "GET /privacy": "privacy",
		"GET /alerts": "alerts", "GET /learning": "learning", "GET /campaigns/{id}/rulings": "rulings", "GET /searches": "searches",
		"GET /packs/{id}": "pack", "GET /write/brief": "write-brief", "GET /write/narrative": "write-narrative", "GET /write/source": "write-source",
	} {
		b.visit(pages[route][0])
		b.picture(name)
	}
}

// files are routes that answer with no page of the desk.
var files = []string{
	"GET /healthz", "GET /readyz", "GET /assets/desk.css", "GET /assets/desk.js", "GET /openid", "GET /openid/back", "GET /export",
	"GET /reports/{id}", "GET /packs/{id}/list", "GET /packs/{id}/evidence/{finding}", "GET /openapi.json", "GET /metrics",
}

// everyPage has addresses for every route of the table that is a page. A route
// that is new fails here until it has one.
func everyPage(t *testing.T, h *holder, played demo.Account) map[string][]string {
	t.Helper()
	finding, campaign, source := played.Findings[0].ID, played.Campaigns[0].ID, played.Crawled[0].Source
	addresses := map[string][]string{
		"GET /login": {"/login"}, "GET /setup": {"/setup?code=" + strings.Repeat("x", 40)},
		"GET /": {"/nothing/here"}, "GET /{$}": {"/", "/?mine=1"},
		"GET /search":   {"/search", "/search?q=su", "/search?" + url.Values{"q": {"lang:az (su OR"}}.Encode(), "/search?q=qwertyuiop"},
		"GET /searches": {"/searches"}, "GET /since": {"/since", "/since?span=168h"}, "GET /coverage": {"/coverage"}, "GET /quality": {"/quality"},
		"GET /findings": {"/findings"}, "GET /findings/{id}": {"/findings/" + finding, "/findings/" + finding + "?done=confirm&f=" + finding, "/findings/f-0000000000000000"},
		"GET /items/{id}": {"/items/" + edited(t, h)}, "GET /campaigns": {"/campaigns"}, "GET /campaigns/{id}": {"/campaigns/" + campaign},
		"GET /campaigns/{id}/rulings": {"/campaigns/" + campaign + "/rulings"},
		"GET /sources":                {"/sources"}, "GET /sources/{id}": {"/sources/" + source}, "GET /narratives": {"/narratives", "/narratives?try=zehirli+su"},
		"GET /write/brief":     {"/write/brief?part=content&campaign=" + campaign},
		"GET /write/narrative": {"/write/narrative", "/write/narrative?id=aybulaq-water"}, "GET /write/source": {"/write/source", "/write/source?id=" + source},
		"GET /reports": {"/reports", "/reports?q=campaign:" + campaign}, "GET /packs": {"/packs", "/packs?state=sent"},
		"GET /packs/new": {"/packs/new?subject=" + campaign}, "GET /packs/{id}": {"/packs/" + kept(t, h, finding)},
		"GET /account": {"/account"}, "GET /alerts": {"/alerts"}, "GET /learning": {"/learning"}, "GET /audit": {"/audit", "/audit?by=nobody"},
		"GET /privacy": {"/privacy"}, "GET /users": {"/users"}, "GET /users/{name}": {"/users/vusal"},
	}
	for _, r := range guard.Table() {
		api := strings.HasPrefix(r.Route, "GET /api/")
		if strings.HasPrefix(r.Route, "GET ") && !api && addresses[r.Route] == nil && !slices.Contains(files, r.Route) {
			t.Errorf("no page is read for %s", r.Route)
		}
	}
	return addresses
}

// kept puts a decision, a report and a pack into the record, so that the pages
// about them have something to show, and returns the pack's id.
func kept(t *testing.T, h *holder, finding string) string {
	t.Helper()
	ctx := account.With(t.Context(), account.Principal{Name: "aysel", Role: account.Lead, Way: account.BySession})
	_, err := h.monitor.Decide(ctx, finding, qalxan.Decision{By: "aysel", To: qalxan.StatusConfirmed, Reason: "Mətn köçürülüb"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.outgoing.Make(ctx, standing.Order{Kind: reports.KindWeekly, As: reports.HTML, Title: "Xülasə", By: "aysel", Languages: []string{"az"}})
	if err != nil {
		t.Fatal(err)
	}
	now := h.monitor.Now()
	p := store.Pack{
		ID: "p-0123456789abcdef", Subject: finding, Platform: "youtube", Language: "az", Made: now, By: "aysel", Findings: []string{finding},
		State: store.PackMade, Parts: []store.PackPart{{To: "https://platform.example/report", Fields: []store.PackField{
			{Key: "address", Text: "https://platform.example/" + strings.Repeat("watch", 30)}, {Key: "details", Text: "Mətn köçürülüb.", Limit: 500},
		}}},
		Rows: []store.PackRow{{Finding: finding, Address: "https://platform.example/watch", Category: "spam"}},
	}
	if err := h.monitor.Packs().AddPack(ctx, p); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// as lets the browser come with the session of a user.
func (b *browser) as(h *holder, name string) {
	b.t.Helper()
	secret, err := h.accounts.Login(b.t.Context(), name, password, "")
	if err != nil {
		b.t.Fatal(err)
	}
	b.cookie(guard.SessionCookie(false), secret)
}

func (b *browser) cookie(name, value string) {
	b.t.Helper()
	b.do("setting a cookie", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: b.desk})
		return err
	}))
}

// walk reads all pages in a language.
func (b *browser) walk(pages map[string][]string, role account.Role, language string) {
	b.t.Helper()
	b.cookie("qalxan-language", language)
	rules := http.NewServeMux()
	for _, r := range guard.Table() {
		rules.Handle(r.Route, r)
	}
	for _, r := range guard.Table() {
		may := r.Role == "" || role.AtLeast(r.Role)
		for _, address := range pages[r.Route] {
			b.open(address, may)
			where := address + " for " + string(role) + " in " + language
			b.need(`html[lang="`+language+`"] main h1`, where+" has no heading in that language")
			if language == "ru" {
				b.fits(where) // the rules of accessibility do not depend on it
			} else {
				b.held(where)
			}
			for _, lead := range b.leads() {
				if !allowed(rules, role, lead) {
					b.t.Errorf("%s leads to %s", where, lead)
				}
			}
		}
	}
}

// open opens a page that may have to refuse, and then to say so in one log line
// of the browser.
func (b *browser) open(address string, may bool) {
	b.t.Helper()
	before := b.noted()
	response, err := chromedp.RunResponse(b.ctx, chromedp.Navigate(b.desk+address))
	if err != nil {
		b.t.Fatalf("opening %s: %v", address, err)
	}
	want := http.StatusOK
	switch {
	case strings.Contains(address, "nothing") || strings.Contains(address, "0000000000000000"):
		want = http.StatusNotFound
	case !may || strings.HasPrefix(address, "/setup"): // the link of which is used up
		want = http.StatusForbidden
	}
	if int(response.Status) != want {
		b.t.Errorf("%s answers %d, want %d", address, response.Status, want)
	}
	if want != http.StatusOK {
		b.pardon(before)
	}
}

// leads are where the links and forms of the page lead on the desk, as method
// and path.
func (b *browser) leads() []string {
	b.t.Helper()
	return evaluate[[]string](b, `[...document.querySelectorAll("a[href]:not([href^='#']), form")].map(e => {
		const to = new URL(e.getAttribute("href") || e.getAttribute("action") || "", location);
		return [e.matches("form") ? e.getAttribute("method").toUpperCase() : "GET", to];
	}).filter(([, to]) => to.origin === location.origin).map(([how, to]) => how + " " + to.pathname)`)
}

// allowed reports whether a role may go where a page leads.
func allowed(rules *http.ServeMux, role account.Role, lead string) bool {
	method, path, _ := strings.Cut(lead, " ")
	handler, _ := rules.Handler(httptest.NewRequest(method, path, nil))
	r, known := handler.(guard.Rule)
	return known && (r.Role == "" || role.AtLeast(r.Role))
}
