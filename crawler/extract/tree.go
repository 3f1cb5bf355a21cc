package extract

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of one page. What lies beyond them is left out, never refused.
const (
	maxBody  = 16 << 20 // bytes of HTML that are read
	maxDepth = 640      // elements within each other; the parser itself stops at 512 open ones
	keepOpen = 200      // open elements that flatten leaves standing
)

var errDepth = errors.New("elements are nested too deeply")

// parse reads any bytes into a tree that is no deeper than maxDepth, so that
// walking it by recursion is safe.
func parse(body []byte) (*html.Node, error) {
	body = body[:min(len(body), maxBody)]
	doc, err := parseStrict(body)
	if err == nil {
		return doc, nil
	}
	return parseStrict(flatten(body))
}

func parseStrict(body []byte) (*html.Node, error) {
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("parse the page: %w", err)
	}
	if depth(doc) > maxDepth {
		return nil, fmt.Errorf("parse the page: %w", errDepth)
	}
	return doc, nil
}

// depth walks without recursion: the tree is not yet known to be shallow.
func depth(root *html.Node) int {
	deepest, here := 0, 0
	for n := root; n != nil; {
		deepest = max(deepest, here)
		if n.FirstChild != nil {
			n, here = n.FirstChild, here+1
			continue
		}
		for n != root && n.NextSibling == nil {
			n, here = n.Parent, here-1
		}
		if n == root {
			break
		}
		n = n.NextSibling
	}
	return deepest
}

// flatten writes the page again without the tags beyond the first keepOpen
// open elements. The words stay: a page must not hide by nesting.
func flatten(body []byte) []byte {
	var out bytes.Buffer
	open := 0
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.Bytes()
		}
		raw := bytes.Clone(z.Raw()) // reading the name would change it
		name, _ := z.TagName()
		tag := atom.Lookup(name)
		if kind == html.StartTagToken && !isVoid(tag) {
			open++
		}
		isTag := kind == html.StartTagToken || kind == html.EndTagToken
		if isTag && open > keepOpen && !isRawText(tag) {
			raw = []byte(" ")
		}
		if kind == html.EndTagToken {
			open = max(0, open-1)
		}
		out.Write(raw)
	}
}

// isVoid reports elements that have no end tag (HTML Standard, section
// 13.1.2).
func isVoid(tag atom.Atom) bool {
	switch tag {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link,
		atom.Meta, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// isRawText reports elements whose content is text up to the end tag: without
// their tags, scripts would turn into words.
func isRawText(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Textarea, atom.Title, atom.Noscript, atom.Iframe, atom.Xmp:
		return true
	}
	return false
}
