package desk

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/apitest"
)

func open(t testing.TB) http.Handler {
	t.Helper()
	handler, err := New(Options{}, apitest.Open(t))
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "localhost:8080"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// paths is every kind of page, with what makes it hard.
var paths = map[string]string{
	"home":              "/",
	"everything":        "/search?q=",
	"found":             "/search?" + url.Values{"q": {"körpü"}, "sort": {"newest"}}.Encode(),
	"hostile query":     "/search?" + url.Values{"q": {apitest.Hostile}, "sort": {apitest.Hostile}}.Encode(),
	"unreadable query":  "/search?" + url.Values{"q": {`level:huge ` + apitest.Hostile + apitest.Override}}.Encode(),
	"nothing found":     "/search?q=zzzzzz",
	"search":            "/search",
	"tried wording":     "/narratives?" + url.Values{"try": {"körpü " + apitest.Hostile + apitest.Override}}.Encode(),
	"what was done":     "/?done=confirm&f=f-1&f=" + url.QueryEscape(apitest.Hostile),
	"since":             "/since?span=168h",
	"coverage":          "/coverage",
	"quality":           "/quality",
	"findings":          "/findings",
	"copy":              "/findings/" + qalxan.FindingID(apitest.Copy),
	"silent edit":       "/findings/" + qalxan.FindingID(apitest.Original),
	"right to left":     "/findings/" + qalxan.FindingID(apitest.Persian),
	"hostile finding":   "/findings/" + qalxan.FindingID(apitest.Evil),
	"first version":     "/items/" + qalxan.ItemID(apitest.Original, 1),
	"second version":    "/items/" + qalxan.ItemID(apitest.Original, 2),
	"hostile item":      "/items/" + qalxan.ItemID(apitest.Evil, 1),
	"no finding":        "/items/" + qalxan.ItemID(apitest.Quiet, 1),
	"campaigns":         "/campaigns",
	"campaign":          "/campaigns/" + qalxan.CampaignID(apitest.Original),
	"sources":           "/sources",
	"hostile source":    "/sources/ikinci",
	"unused source":     "/sources/unused",
	"withheld":          "/items/" + qalxan.ItemID(apitest.Reserved, 1),
	"withheld, found":   "/search?q=bazar",
	"narratives":        "/narratives",
	"not found":         "/findings/none",
	"nowhere":           "/nowhere/" + url.PathEscape(apitest.Hostile),
	"a cursor not ours": "/findings?cursor=" + url.QueryEscape(apitest.Hostile),
}

func TestPagesAreSound(t *testing.T) {
	h := open(t)
	for name, path := range paths {
		t.Run(name, func(t *testing.T) {
			w := get(h, path)
			if w.Code >= 500 {
				t.Fatalf("%s gave %d: %s", path, w.Code, w.Body)
			}
			if strings.Contains(w.Body.String(), "ZgotmplZ") {
				t.Error("the template refused a value")
			}
			root, err := html.Parse(strings.NewReader(w.Body.String()))
			if err != nil {
				t.Fatal(err)
			}
			sound(t, root)
		})
	}
}

// TestEveryFieldIsHeld checks that what a test record puts into crawled fields
// was really shown, and only as text.
func TestEveryFieldIsHeld(t *testing.T) {
	h := open(t)
	for _, name := range []string{"copy", "hostile item", "hostile finding", "campaign", "sources", "home", "hostile source", "withheld", "withheld, found", "narratives", "unreadable query", "hostile query", "found"} {
		body := get(h, paths[name]).Body.String()
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
			t.Errorf("%s: markup got through", name)
		}
		if !strings.Contains(body, "&lt;script&gt;alert(") {
			t.Errorf("%s: the hostile text is not shown at all", name)
		}
	}
}

// TestDirectionIsHeld checks that a character that turns the direction of text
// stands only where an element or an isolate ends its effect.
func TestDirectionIsHeld(t *testing.T) {
	h := open(t)
	for _, name := range []string{"home", "found", "copy", "right to left", "campaign", "sources", "hostile source", "withheld", "withheld, found", "unreadable query", "everything"} {
		root, err := html.Parse(strings.NewReader(get(h, paths[name]).Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type == html.TextNode && strings.Contains(n.Data, apitest.Override) && !isolated(n) {
				t.Errorf("%s: %q is not isolated", name, n.Data)
			}
		}
	}
}

func TestIsolate(t *testing.T) {
	if got, want := isolate("a\u2069"+apitest.Override+"b"), "\u2068ab\u2069"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func isolated(n *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "bdi" || p.Namespace == "svg" { // each text of a drawing stands alone
			return true
		}
		for _, a := range p.Attr {
			if a.Key == "dir" && a.Val == "auto" {
				return true
			}
		}
	}
	return false
}

// TestLinksLeadSomewhere follows every link inside the desk.
func TestLinksLeadSomewhere(t *testing.T) {
	h := open(t)
	todo, seen := []string{"/"}, map[string]bool{}
	for len(todo) > 0 && len(seen) < 500 {
		path := todo[0]
		todo = todo[1:]
		if seen[path] {
			continue
		}
		seen[path] = true
		w := get(h, path)
		if w.Code != http.StatusOK {
			t.Errorf("%s gave %d", path, w.Code)
		}
		root, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		ids, links := map[string]bool{}, []string{}
		for n := range root.Descendants() {
			ids[attribute(n, "id")] = true
			if href := attribute(n, "href"); n.Data == "a" || n.Data == "link" {
				links = append(links, href)
			}
		}
		for _, link := range links {
			if id, here := strings.CutPrefix(link, "#"); here && !ids[id] {
				t.Errorf("%s has no place %s", path, link)
			}
			if inside, _, _ := strings.Cut(link, "#"); strings.HasPrefix(inside, "/") {
				todo = append(todo, inside)
			}
		}
	}
	if len(seen) < 25 {
		t.Errorf("only %d pages were reached", len(seen))
	}
	for name, path := range paths {
		if strings.HasPrefix(path, "/items/") && !seen[path] {
			t.Errorf("%s (%s) cannot be reached from the start", name, path)
		}
	}
}

func TestHeaders(t *testing.T) {
	h := open(t)
	for _, path := range []string{"/", "/assets/desk.css", "/nowhere"} {
		w := get(h, path)
		if got := w.Header().Get("Content-Security-Policy"); got != policy || strings.Contains(got, "unsafe") {
			t.Errorf("%s: policy %q", path, got)
		}
		if w.Header().Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s tells where readers come from", path)
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		r := httptest.NewRequest(method, "/", nil)
		r.Host = "localhost"
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s gave %d", method, w.Code)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Host = "evil.example" + apitest.Hostile
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusMisdirectedRequest || strings.Contains(w.Body.String(), "<script>") {
		t.Errorf("a foreign host gave %d: %s", w.Code, w.Body)
	}
}

func BenchmarkFinding(b *testing.B) {
	h := open(b)
	for b.Loop() {
		get(h, paths["copy"])
	}
}

func BenchmarkInbox(b *testing.B) {
	h := open(b)
	for b.Loop() {
		get(h, "/")
	}
}
