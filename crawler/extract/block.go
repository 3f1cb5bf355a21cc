package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// block is one run of text that a reader sees as a line or a paragraph of its
// own.
type block struct {
	node  *html.Node // what the run begins in: a paragraph, a heading, a list item
	text  string
	key   string // of text
	words int    // in text
	links []*html.Node
	// linked counts the bytes of text that stand inside links.
	linked int
}

// isLinked reports whether at least share percent of the text are links.
func (b block) isLinked(share int) bool {
	return len(b.links) > 0 && b.linked*100 >= len(b.text)*share
}

// isHeading reports whether the block is a heading.
func (b block) isHeading() bool {
	return is(b.node, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)
}

// key is what two spellings of a text have in common: letters and digits.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// countWords counts runs of letters and digits.
func countWords(s string) int {
	n, in := 0, false
	for _, r := range s {
		was := in
		in = unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
		if in && !was {
			n++
		}
	}
	return n
}

// size counts the words of blocks.
func size(blocks []block) int {
	n := 0
	for _, b := range blocks {
		n += b.words
	}
	return n
}

// maxBlocks bounds the runs of text that one page is read into.
const maxBlocks = 20_000

// cutter cuts a tree into blocks.
type cutter struct {
	blocks []block
	now    block
	run    strings.Builder
	link   *html.Node
	spaced bool // inline elements are words of their own
}

// cut cuts what a browser would show below root into blocks, in document
// order. Where spaced is true, inline elements are taken as words of their
// own: some trees have lost the spaces around them.
func cut(root *html.Node, spaced bool) []block {
	c := cutter{spaced: spaced}
	c.element(root, root)
	c.end()
	return c.blocks
}

func (c *cutter) element(n, home *html.Node) {
	outer := c.link
	if is(n, atom.A) {
		c.link = n
	}
	for child := n.FirstChild; child != nil && len(c.blocks) < maxBlocks; child = child.NextSibling {
		c.child(child, home)
	}
	c.link = outer
}

func (c *cutter) child(n, home *html.Node) {
	switch {
	case n.Type == html.TextNode:
		c.write(n.Data, home)
	case n.Type != html.ElementNode || isUnseen(n):
	case is(n, atom.Br, atom.Hr):
		c.end()
	case isInline(n):
		c.gap(n)
		c.element(n, home)
		c.gap(n)
	default:
		c.end()
		c.element(n, n)
		c.end()
	}
}

// gap separates the cells of a row, which is one line.
func (c *cutter) gap(n *html.Node) {
	if c.spaced || is(n, atom.Td, atom.Th) {
		c.run.WriteByte(' ')
	}
}

func (c *cutter) write(s string, home *html.Node) {
	if c.now.node == nil {
		c.now.node = home
	}
	c.run.WriteString(s)
	if c.link == nil || strings.TrimSpace(s) == "" {
		return
	}
	c.now.linked += len(squeeze(s))
	if n := len(c.now.links); n == 0 || c.now.links[n-1] != c.link {
		c.now.links = append(c.now.links, c.link)
	}
}

func (c *cutter) end() {
	if text := squeeze(c.run.String()); text != "" {
		c.now.text, c.now.key, c.now.words = text, key(text), countWords(text)
		c.blocks = append(c.blocks, c.now)
	}
	c.now = block{}
	c.run.Reset()
}

// isUnseen reports elements whose text is not shown as part of the page.
func isUnseen(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Iframe, atom.Object,
		atom.Svg, atom.Math, atom.Canvas, atom.Audio, atom.Video, atom.Select, atom.Textarea, atom.Button:
		return true
	}
	return false
}

// isInline reports elements that do not break a line. An unknown element does
// not either.
func isInline(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center,
		atom.Dd, atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset,
		atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4,
		atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Html, atom.Legend, atom.Li, atom.Main,
		atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table,
		atom.Tbody, atom.Tfoot, atom.Thead, atom.Tr, atom.Ul:
		return false
	}
	return true
}
