package desk

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qalxan/qalxan/report"
)

// elements are all that a page may be made of.
var elements = strings.Fields(`html head meta title link body a p header svg path nav ul ol li main footer h1 h2 h3 h4 search form div label
	input select option button details summary dl dt dd code bdi u strong section article span time mark blockquote br table caption thead
	tbody tr th td line text circle script fieldset legend optgroup datalist ins del kbd figure figcaption rect defs marker textarea pre`)

// sound checks what must hold on every page, whatever was crawled.
func sound(t *testing.T, root *html.Node) {
	t.Helper()
	ids, headings, landmarks := map[string]bool{}, []int{}, map[string]int{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(elements, n.Data) {
			t.Errorf("an element <%s> is on the page", n.Data)
		}
		if id := attribute(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("id %s twice", id)
			}
			ids[id] = true
		}
		if level := strings.Index("h1h2h3h4", n.Data); len(n.Data) == 2 && level >= 0 {
			headings = append(headings, level/2+1)
		}
		landmarks[n.Data]++
		for _, a := range n.Attr {
			soundAttribute(t, n, a)
		}
	}
	soundHeadings(t, headings)
	for _, once := range []string{"main", "h1", "footer"} {
		if landmarks[once] != 1 {
			t.Errorf("%d <%s>, want one", landmarks[once], once)
		}
	}
	for n := range root.Descendants() {
		for _, key := range []string{"for", "aria-labelledby", "aria-describedby"} {
			if id := attribute(n, key); id != "" && !ids[id] {
				t.Errorf("<%s %s=%q> names nothing", n.Data, key, id)
			}
		}
	}
}

func soundAttribute(t *testing.T, n *html.Node, a html.Attribute) {
	t.Helper()
	switch {
	case n.Data == "script" && a.Key == "src" && a.Val == "/assets/desk.js" && n.FirstChild == nil:
	case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src", a.Key == "srcdoc", a.Key == "formaction":
		t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
	case a.Key == "href" && n.Data == "link":
		if a.Val != "/assets/desk.css" && a.Val != "data:," {
			t.Errorf("the page loads %s", a.Val)
		}
	case a.Key == "href" && !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#"):
		if report.Link(a.Val) == "" || attribute(n, "rel") != "noopener noreferrer nofollow" {
			t.Errorf("a link out: %s with rel %q", a.Val, attribute(n, "rel"))
		}
	case a.Key == "href" && strings.HasPrefix(a.Val, "//"):
		t.Errorf("a link to another host: %s", a.Val)
	}
}

// soundHeadings checks that headings go down one level at a time.
func soundHeadings(t *testing.T, levels []int) {
	t.Helper()
	last := 0
	for _, level := range levels {
		if level > last+1 {
			t.Errorf("a heading of level %d follows one of level %d", level, last)
		}
		last = level
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
