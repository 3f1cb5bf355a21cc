package feed

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxLinks bounds the links that are taken from one entry.
const maxLinks = 200

// blocks are the elements that begin and end a paragraph.
var blocks = []atom.Atom{
	atom.P, atom.Div, atom.Br, atom.Li, atom.Ul, atom.Ol, atom.Table, atom.Tr, atom.Blockquote, atom.Pre, atom.Hr,
	atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Section, atom.Article, atom.Figure, atom.Figcaption,
}

// silent are the elements whose text nobody reads.
var silent = []atom.Atom{atom.Script, atom.Style, atom.Noscript, atom.Iframe, atom.Template, atom.Title, atom.Textarea}

// text turns the HTML of an entry into paragraphs, one a line, and the absolute
// addresses that it links to.
func text(source string, base *url.URL) (words string, links []string) {
	var b strings.Builder
	in := html.NewTokenizer(strings.NewReader(source))
	for muted := atom.Atom(0); ; {
		kind := in.Next()
		if kind == html.ErrorToken {
			return lines(b.String()), links
		}
		token := in.Token()
		switch {
		case muted != 0:
			if kind == html.EndTagToken && token.DataAtom == muted {
				muted = 0
			}
		case kind == html.TextToken:
			b.WriteString(oneLine(token.Data))
		case kind == html.StartTagToken && slices.Contains(silent, token.DataAtom):
			muted = token.DataAtom
		case slices.Contains(blocks, token.DataAtom):
			b.WriteByte('\n')
		case token.DataAtom == atom.A && kind == html.StartTagToken:
			links = link(links, token, base)
		}
	}
}

func link(links []string, token html.Token, base *url.URL) []string {
	for _, a := range token.Attr {
		if a.Key != "href" || len(links) >= maxLinks {
			continue
		}
		if address := resolve(base, a.Val); address != "" && !slices.Contains(links, address) {
			links = append(links, address)
		}
	}
	return links
}

// oneLine keeps space, but only of the plain kind: line breaks in HTML are
// space.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' || r == '\u00a0' {
			return ' '
		}
		return r
	}, s)
}

// lines squeezes space and drops empty lines.
func lines(s string) string {
	var kept []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// plain is a title or name as one line of text. Many feeds put HTML there.
func plain(s string) string {
	words, _ := text(s, &url.URL{})
	return strings.ReplaceAll(words, "\n", " ")
}
