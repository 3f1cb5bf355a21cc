package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of the search for entries.
const (
	maxTitles  = 2_000 // of one page
	maxSummary = 100   // blocks of one entry
	minEntries = 3     // that make a list
)

// title is a line that may be the title of another page.
type title struct {
	block
	at   int        // among the blocks of the page
	item *html.Node // the largest element that holds it and no title of its kind
}

// entry is a title of another page with what stands under it.
type entry struct {
	target string
	body   []block
}

// entries are the keys of the blocks that stand in an entry of a list: under
// the title of another page of the site, with its summary. One entry makes no
// list: there must be several, marked up alike.
func (p *page) entries() map[string]bool {
	alike := make(map[string][]entry)
	for kin, titles := range p.titles() {
		for i, t := range titles {
			next := len(p.blocks)
			if i+1 < len(titles) {
				next = titles[i+1].at
			}
			if e, ok := p.entry(t, p.below(t, next)); ok {
				k := kin + ">" + likeness(t.item)
				alike[k] = append(alike[k], e)
			}
		}
	}
	keys := make(map[string]bool)
	for _, entries := range alike {
		if !isListing(entries) {
			continue
		}
		for _, e := range entries {
			for _, b := range e.body {
				keys[b.key] = true
			}
		}
	}
	return keys
}

// isListing reports whether entries lead to enough pages, and hardly two to
// the same one: the rubrics over several stories do, and so do the names over
// the posts of a forum.
func isListing(entries []entry) bool {
	pages := make(map[string]bool)
	for _, e := range entries {
		pages[e.target] = true
	}
	return len(pages) >= minEntries && len(pages)*4 >= len(entries)*3
}

// titles are the lines that may be titles, in the order of the page, those
// that are marked up alike together.
func (p *page) titles() map[string][]title {
	kinds := make(map[string][]title)
	found := 0
	for i, b := range p.blocks {
		if found == maxTitles {
			break
		}
		if !p.isTitle(b) {
			continue
		}
		k := likeness(b.node) + ">" + likeness(b.node.Parent)
		if same := kinds[k]; len(same) == 0 || same[len(same)-1].node != b.node {
			kinds[k] = append(same, title{block: b, at: i})
			found++
		}
	}
	for _, titles := range kinds {
		separate(titles)
	}
	return kinds
}

// isTitle reports whether a block may be the title of another page: it is a
// link to one or a heading, and more than a name, a rubric or a date.
func (p *page) isTitle(b block) bool {
	const minWords, minHeading, maxDate = 3, 2, 6
	heads := b.words >= minHeading && b.isHeading() || b.words >= minWords && p.target(b) != ""
	if !heads || inside(b.node, atom.Nav, atom.Footer, atom.Aside) != nil {
		return false
	}
	_, dated := dayInWords(b.text)
	return !dated || b.words > maxDate
}

// separate finds the item of each title: the largest element that holds it and
// none of the others.
func separate(titles []title) {
	held := make(map[*html.Node]int)
	for _, t := range titles {
		for n := t.node; n != nil; n = n.Parent {
			held[n]++
		}
	}
	for i := range titles {
		n := titles[i].node
		for n.Parent != nil && held[n.Parent] == 1 {
			n = n.Parent
		}
		titles[i].item = n
	}
}

// below is the text under a title, up to the next title: the rest of its item.
// Where a heading is an item by itself, what follows is its text, up to the
// next heading.
func (p *page) below(t title, next int) []block {
	home, flat := t.item, t.item == t.node && (t.isHeading() || is(t.node, atom.Dt))
	if flat {
		home = t.node.Parent
	}
	var body []block
	for _, b := range p.blocks[t.at+1 : min(next, t.at+1+maxSummary)] {
		if !isWithin(b.node, home) || flat && b.isHeading() {
			break
		}
		body = append(body, b)
	}
	return body
}

// entry makes an entry of a title that leads to another page, by itself or by
// a short line under it ("Read more"), and that has a summary. What holds the
// headline of the page is its story and no entry.
func (p *page) entry(t title, body []block) (entry, bool) {
	const maxMore = 4 // words
	e, tells := entry{p.target(t.block), body}, false
	for _, b := range body {
		if e.target == "" && t.item != t.node && b.words <= maxMore && isPointer(b) {
			e.target = p.target(b)
		}
		tells = tells || b.words >= minParagraph || b.words >= minSentence && endsSentence(b.text)
	}
	isStory := p.h1 != nil && p.h1 != t.node && isWithin(p.h1, t.item)
	return e, e.target != "" && tells && !isStory
}

// target is the other page of the same site that the whole block is a link to,
// or empty.
func (p *page) target(b block) string {
	if !b.isLinked(80) {
		return ""
	}
	u := p.resolve(attr(b.links[0], "href"))
	if u == nil || isFront(u) || p.isHere(u.String()) && u.RawQuery == p.url.RawQuery || !isSameSite(u.Hostname(), p.url.Hostname()) {
		return ""
	}
	return u.String()
}

// isSameSite reports whether one host lies under the other.
func isSameSite(a, b string) bool {
	a, b = strings.TrimPrefix(strings.ToLower(a), "www."), strings.TrimPrefix(strings.ToLower(b), "www.")
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a)
}

// isWithin reports whether n is root or stands in it.
func isWithin(n, root *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == root {
			return true
		}
	}
	return false
}

// likeness is how an element is marked up: its tag and its first class without
// digits, for many systems number what they repeat.
func likeness(n *html.Node) string {
	class, _, _ := strings.Cut(clipBytes(squeeze(attr(n, "class")), 100), " ")
	return n.Data + "." + strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, class)
}
