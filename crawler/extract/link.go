package extract

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of the addresses taken from one page.
const (
	maxLinks     = 5_000
	maxTextLinks = 500
	maxFeeds     = 50
	maxAddress   = 2_048 // bytes; longer addresses are left out
)

// feedTypes are the media types of the feeds that can be read (RSS, Atom, RDF
// site summary, JSON Feed).
var feedTypes = []string{
	"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
}

// resolve makes an absolute http or https address without a fragment, or nil.
func (p *page) resolve(ref string) *url.URL {
	if ref == "" || len(ref) > maxAddress {
		return nil
	}
	u, err := p.base.Parse(strings.Join(strings.FieldsFunc(ref, isBreak), ""))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return nil
	}
	u.Fragment, u.RawFragment = "", ""
	return u
}

// isBreak reports what is removed from within an address (URL Standard,
// section 4.4: ASCII tab or newline).
func isBreak(r rune) bool { return r == '\t' || r == '\n' || r == '\r' }

// addresses is a list of addresses, each once, in the order found.
type addresses struct {
	list []string
	seen map[string]bool
	max  int
}

func (a *addresses) add(u *url.URL) {
	if u == nil || len(a.list) >= a.max {
		return
	}
	s := u.String()
	if a.seen[s] || len(s) > maxAddress {
		return
	}
	if a.seen == nil {
		a.seen = make(map[string]bool)
	}
	a.seen[s] = true
	a.list = append(a.list, s)
}

// links are the addresses that the page lets others follow.
func (p *page) links() []string {
	found := addresses{max: maxLinks}
	for n := range p.doc.Descendants() {
		if is(n, atom.A, atom.Area) && !slices.Contains(tokens(attr(n, "rel")), "nofollow") {
			found.add(p.resolve(attr(n, "href")))
		}
	}
	return found.list
}

// linksIn are the addresses that blocks of text point to.
func (p *page) linksIn(blocks []block) []string {
	found := addresses{max: maxTextLinks}
	for _, b := range blocks {
		for _, n := range b.links {
			found.add(p.resolve(attr(n, "href")))
		}
	}
	return found.list
}

// feeds are the feeds that the page announces.
func (p *page) feeds() []string {
	found := addresses{max: maxFeeds}
	for n := range p.doc.Descendants() {
		if is(n, atom.Link) && slices.Contains(tokens(attr(n, "rel")), "alternate") && isFeed(n) {
			found.add(p.resolve(attr(n, "href")))
		}
	}
	return found.list
}

func isFeed(link *html.Node) bool {
	kind, _, _ := strings.Cut(strings.ToLower(attr(link, "type")), ";")
	return slices.Contains(feedTypes, strings.TrimSpace(kind))
}

// canonical is the address that the page claims as its own: a canonical link
// in the head (RFC 6596), where no comment of a reader can put one, otherwise
// og:url.
func (p *page) canonical() string {
	for n := range p.doc.Descendants() {
		if !is(n, atom.Link) || !slices.Contains(tokens(attr(n, "rel")), "canonical") {
			continue
		}
		if u := p.resolve(attr(n, "href")); u != nil && inside(n, atom.Head) != nil {
			return u.String()
		}
	}
	if u := p.resolve(p.meta("og:url")); u != nil {
		return u.String()
	}
	return ""
}

// robots reads the robots meta elements addressed to everyone or to us.
func (p *page) robots() (noIndex, noFollow, noArchive bool) {
	for _, m := range p.metas {
		if m.name != "robots" && m.name != "qalxan" {
			continue
		}
		for _, rule := range tokens(m.content) {
			noIndex = noIndex || rule == "noindex" || rule == "none"
			noFollow = noFollow || rule == "nofollow" || rule == "none"
			noArchive = noArchive || rule == "noarchive" || rule == "none"
		}
	}
	return noIndex, noFollow, noArchive
}

// tokens splits a list that is separated by spaces or commas, in lower case.
func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r'
	})
}
