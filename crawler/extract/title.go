package extract

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of labels, in Unicode code points.
const (
	maxTitle  = 500
	maxAuthor = 200
)

// separator stands between a title and an outlet's name.
var separator = regexp.MustCompile(`\s+(?:[|•·«:]+|[-–—]+)\s+|\s*[|»›]\s*`)

// title is the headline, without the outlet's name.
func (p *page) title() string {
	shown := textOf(p.h1)
	for _, t := range []string{p.story.text("headline"), p.meta("og:title"), shown, p.titleElement(), p.story.text("name")} {
		if t = p.bare(clip(t, maxTitle)); t == "" {
			continue
		}
		// Structured headlines are cut at 110 characters by many systems.
		if cut := strings.TrimRight(t, ".… "); len(cut) > 60 && len(shown) > len(t) && strings.HasPrefix(shown, cut) {
			t = shown
		}
		return clip(t, maxTitle)
	}
	return ""
}

func (p *page) titleElement() string {
	return textOf(find(p.doc, func(n *html.Node) bool { return is(n, atom.Title) && inside(n, atom.Svg) == nil }))
}

// bare removes the outlet's name from the end or the beginning of a title.
func (p *page) bare(title string) string {
	cuts := separator.FindAllStringIndex(title, -1)
	for _, cut := range cuts {
		if p.namesOutlet(title[cut[1]:]) {
			return strings.TrimSpace(title[:cut[0]])
		}
	}
	for i := len(cuts) - 1; i >= 0; i-- {
		if p.namesOutlet(title[:cuts[i][0]]) {
			return strings.TrimSpace(title[cuts[i][1]:])
		}
	}
	if h := textOf(p.h1); len(cuts) > 0 && h != "" && strings.HasPrefix(title, h) {
		return h
	}
	return title
}

// namesOutlet reports whether a part of a title is the name of the site: as
// its metadata say, or as its host is called.
func (p *page) namesOutlet(part string) bool {
	k := key(part)
	if k == "" || utf8.RuneCountInString(part) > 60 {
		return false
	}
	if site := key(p.site()); site != "" && (k == site || strings.HasPrefix(k, site) || strings.HasPrefix(site, k)) {
		return true
	}
	host := strings.TrimPrefix(p.url.Hostname(), "www.")
	name, _, _ := strings.Cut(host, ".")
	return k == key(host) || k == key(name)
}

// site is the outlet's name as the page gives it.
func (p *page) site() string {
	for _, s := range []string{
		p.meta("og:site_name"), p.story.text("publisher"), p.named("WebSite"),
		p.named("NewsMediaOrganization"), p.meta("application-name", "dc.publisher"),
	} {
		if s != "" && !isAddress(s) {
			return clip(s, maxAuthor)
		}
	}
	return ""
}

func (p *page) named(types ...string) string {
	for _, t := range p.things {
		if t.is(types...) {
			if name := t.text("name"); name != "" {
				return name
			}
		}
	}
	return ""
}

// isAddress reports whether a label is a link and not a name.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return strings.HasPrefix(s, "www.") || err == nil && u.Scheme != "" && u.Host != ""
}

// clip cuts s at a number of code points.
func clip(s string, limit int) string {
	for i := range s {
		if limit--; limit < 0 {
			return s[:i]
		}
	}
	return s
}
