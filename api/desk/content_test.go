package desk

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/google/go-cmp/cmp"
	"github.com/qalxan/qalxan/api/apitest"
)

func parse(t *testing.T, h http.Handler, path string) *html.Node {
	t.Helper()
	root, err := html.Parse(get(h, path).Body)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// texts lists what the elements that pick chooses say, white space made single.
func texts(root *html.Node, pick func(*html.Node) bool) []string {
	var out []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && pick(n) {
			out = append(out, text(n))
		}
	}
	return out
}

func text(n *html.Node) string {
	var out strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			out.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

func class(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(strings.Fields(attribute(n, "class")), name) }
}

func element(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Data == name }
}

func TestFindingShowsItsReasons(t *testing.T) {
	root := parse(t, open(t), paths["copy"])
	whole := text(root)
	for _, want := range []string{
		"Incident", "confirmed", "Copied text", "Watched claim", "score 0.91 · likelihood: not enough data",
		"likelihood 74 % · spreads the claim · DISARM T0022", "published 2026-11-19 09:00", "reliability D: not usually reliable",
		strings.Repeat("0f", 32), "from new to confirmed", "Here", "There",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	marked := texts(root, func(n *html.Node) bool { return n.Data == "mark" && class("many")(n) })
	if diff := cmp.Diff([]string{"2körpü gizli bağlanır və heç kim"}, marked); diff != "" {
		t.Errorf("where both reasons point: %s", diff)
	}
	shared := texts(root, class("found"))
	if len(shared) != 1 || !strings.HasPrefix(shared[0], "Bu gün səhər") {
		t.Errorf("the compared item marks %q", shared)
	}
}

func TestSilentEditShowsBothVersions(t *testing.T) {
	root := parse(t, open(t), paths["silent edit"])
	if got := texts(root, class("found")); !slices.Equal(got, []string{"heç kim bu barədə yazmır"}) {
		t.Errorf("the version before marks %q", got)
	}
	if !strings.Contains(text(root), "Before") {
		t.Error("the older version is not called so")
	}
}

func TestSearchOffersFilters(t *testing.T) {
	h := open(t)
	root := parse(t, h, "/search?q=k%C3%B6rp%C3%BC+OR+pul")
	links := map[string]string{}
	for n := range root.Descendants() {
		if n.Data == "a" {
			links[text(n)] = attribute(n, "href")
		}
	}
	narrowed := links["Incident 2"]
	if narrowed == "" {
		t.Fatalf("no link for the level among %v", links)
	}
	root = parse(t, h, narrowed)
	if got := texts(root, element("strong")); !slices.Contains(got, "2 hits") {
		t.Errorf("%s found %v", narrowed, got)
	}
	active := texts(root, func(n *html.Node) bool { return attribute(n, "aria-current") == "true" })
	if diff := cmp.Diff([]string{"Incident 2"}, active); diff != "" {
		t.Error(diff)
	}
	chips := texts(root, func(n *html.Node) bool { return strings.HasPrefix(attribute(n, "aria-label"), "Remove") })
	if diff := cmp.Diff([]string{"level:incident ×"}, chips); diff != "" {
		t.Error(diff)
	}
}

func TestSourceShowsItsRuns(t *testing.T) {
	h := open(t)
	whole := text(parse(t, h, "/sources/ikinci"))
	for _, want := range []string{
		"never answered", "needs a look", "No good answer ever came.", "The next run is due 2026-11-21 10:00",
		"the last good copy counts, 27 hours old: robots.txt answered 503", "2 traps were found: A calendar without end", "A second trap.",
		"0 addresses are known, 0 wait to be fetched", "Last runs", "failed",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if home := text(parse(t, h, "/")); !strings.Contains(home, "1 source needs a look") {
		t.Error("the front page does not show the alert")
	}
}

func TestWithheldTextIsExplained(t *testing.T) {
	h := open(t)
	for _, name := range []string{"withheld", "withheld, found"} {
		if whole := text(parse(t, h, paths[name])); !strings.Contains(whole, "Text not kept: the site reserves text mining (tdm-reservation: 1") {
			t.Errorf("%s: the page does not say why there is no text", name)
		}
	}
}

func TestUnreadableQueryIsPointedOut(t *testing.T) {
	root := parse(t, open(t), "/search?q=lang:az+level:huge")
	if got := texts(root, element("u")); !slices.Equal(got, []string{"huge"}) {
		t.Errorf("the fault is shown at %q", got)
	}
}

func TestCampaignShowsWhoWasFirst(t *testing.T) {
	root := parse(t, open(t), paths["campaign"])
	rows := texts(root, func(n *html.Node) bool { return n.Data == "tr" })
	if len(rows) != 5 || !strings.Contains(rows[1], "firstİlk xəbər") || !strings.Contains(rows[2], "2 hours") || !strings.Contains(rows[4], "20 hours") {
		t.Errorf("rows %q", rows)
	}
	if dots := texts(root, element("circle")); len(dots) != 4 {
		t.Errorf("%d dots, want 4", len(dots))
	}
}

func TestSourcesSayHowTheyAre(t *testing.T) {
	whole := text(parse(t, open(t), "/sources"))
	for _, want := range []string{
		"The last good answer came 1 hour ago.", "2 new items in the last run, not enough runs yet to know what is normal (0)",
		"never answered", "Last error 25 hours ago: no answer", "No good answer ever came.", "not crawled yet", "crawled only when asked for",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Index(whole, "never answered") > strings.Index(whole, "not crawled yet") {
		t.Error("what is less urgent stands first")
	}
}

func TestEmptyRecordSaysWhatToDo(t *testing.T) {
	h, err := New(Options{}, apitest.Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/": "qalxan crawl", "/search?q=x": "Nothing matches", "/findings": "meet the criteria", "/campaigns": "belong together",
		"/sources": "qalxan.yaml", "/narratives": "wordings by language",
	} {
		w := get(h, path)
		if !strings.Contains(w.Body.String(), want) || w.Code != http.StatusOK {
			t.Errorf("%s gave %d and does not say %q", path, w.Code, want)
		}
		root, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, root)
	}
}
