package extract

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is a parsed page with what its head says of it.
type page struct {
	doc    *html.Node
	url    *url.URL // as given
	base   *url.URL // what relative addresses are relative to
	metas  []meta
	things []thing
	story  thing           // the JSON-LD node of the story, or nil
	h1     *html.Node      // the headline, or nil
	blocks []block         // all text
	teased map[string]bool // the keys of the blocks that stand in entries of a list
}

// meta is one meta element; its name is in lower case.
type meta struct{ name, content string }

// maxMetas bounds the meta elements that are read.
const maxMetas = 500

func newPage(doc *html.Node, u *url.URL) *page {
	p := &page{doc: doc, url: u, base: u, things: readThings(doc)}
	for n := range doc.Descendants() {
		switch {
		case is(n, atom.Meta) && len(p.metas) < maxMetas:
			p.readMeta(n)
		case is(n, atom.Base) && p.base == u:
			if b := p.resolve(attr(n, "href")); b != nil {
				p.base = b
			}
		}
	}
	p.story = p.pickStory()
	p.h1 = p.headline()
	p.blocks = cut(doc, false)
	p.teased = p.entries()
	return p
}

func (p *page) readMeta(n *html.Node) {
	content := squeeze(attr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if name := strings.ToLower(attr(n, key)); name != "" {
			p.metas = append(p.metas, meta{name, content})
		}
	}
}

// meta is the first content under the first of the names that has one.
func (p *page) meta(names ...string) string {
	for _, name := range names {
		for _, m := range p.metas {
			if m.name == name {
				return m.content
			}
		}
	}
	return ""
}

// allMeta is every content under the name.
func (p *page) allMeta(name string) []string {
	var all []string
	for _, m := range p.metas {
		if m.name == name {
			all = append(all, m.content)
		}
	}
	return all
}

// pickStory chooses the JSON-LD node of the story: one that names this page
// before one that does not. Several stories of which none names this page are
// those that it lists.
func (p *page) pickStory() thing {
	const maxElsewhere = 2
	var first thing
	elsewhere := make(map[string]bool)
	for _, t := range p.things {
		if !t.is(storyTypes...) {
			continue
		}
		if p.isHere(t.address()) {
			return t
		}
		if elsewhere[t.text("headline")] = true; first == nil {
			first = t
		}
	}
	if len(elsewhere) > maxElsewhere {
		return nil
	}
	return first
}

// address is where a node says that it is to be read.
func (t thing) address() string {
	for _, key := range []string{"url", "mainEntityOfPage", "@id"} {
		switch v := t[key].(type) {
		case string:
			return v
		case map[string]any:
			if s, ok := v["@id"].(string); ok {
				return s
			}
		}
	}
	return ""
}

func (p *page) isHere(address string) bool {
	u := p.resolve(address)
	return u != nil && u.Host == p.url.Host && strings.Trim(u.Path, "/") == strings.Trim(p.url.Path, "/")
}

// headline is the heading of the story: the longest that the page's title
// repeats, otherwise the first h1 within an article, otherwise the first h1.
func (p *page) headline() *html.Node {
	var claimed []string
	for _, title := range []string{p.story.text("headline"), p.meta("og:title"), p.titleElement()} {
		claimed = append(claimed, key(clip(title, maxTitle)))
	}
	var best, within, first *html.Node
	longest := 0
	for n := range p.doc.Descendants() {
		if !is(n, atom.H1, atom.H2) || inside(n, atom.Aside, atom.Nav, atom.Footer) != nil {
			continue
		}
		k := key(textOf(n))
		if len(k) > longest && repeats(claimed, k) {
			best, longest = n, len(k)
		}
		if is(n, atom.H1) && k != "" && first == nil {
			first = n
		}
		if is(n, atom.H1) && k != "" && within == nil && inside(n, atom.Article, atom.Main) != nil {
			within = n
		}
	}
	return cmp.Or(best, within, first)
}

// repeats reports whether one of the titles begins with or holds the key.
func repeats(titles []string, key string) bool {
	return key != "" && slices.ContainsFunc(titles, func(t string) bool { return strings.Contains(t, key) })
}
