package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attr is the value of an attribute, without surrounding space.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// find is the first element below n, in document order, that fits.
func find(n *html.Node, fits func(*html.Node) bool) *html.Node {
	if n == nil {
		return nil
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && fits(d) {
			return d
		}
	}
	return nil
}

func isTag(tags ...atom.Atom) func(*html.Node) bool {
	return func(n *html.Node) bool { return is(n, tags...) }
}

func is(n *html.Node, tags ...atom.Atom) bool {
	if n.Type != html.ElementNode {
		return false
	}
	for _, t := range tags {
		if n.DataAtom == t {
			return true
		}
	}
	return false
}

// inside is the nearest ancestor of n with one of the tags, or nil.
func inside(n *html.Node, tags ...atom.Atom) *html.Node {
	for a := range n.Ancestors() {
		if is(a, tags...) {
			return a
		}
	}
	return nil
}

// textOf is all text below n in one line.
func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && !is(d.Parent, atom.Script, atom.Style, atom.Template) {
			b.WriteString(d.Data)
		} else if is(d, atom.Br, atom.P, atom.Div, atom.Li) {
			b.WriteByte(' ')
		}
	}
	return squeeze(b.String())
}

// squeeze turns every run of white space into one space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
