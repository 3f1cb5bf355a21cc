package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxFragment bounds the HTML of one fragment, in bytes.
const maxFragment = 1 << 20

// Text turns a fragment of HTML, such as the content of a feed's entry, into
// plain text: one line a paragraph, without scripts and tags. Of a fragment,
// the first MiB is read. It never fails.
func Text(htmlFragment string) string { return lines(fragment(htmlFragment)) }

// fragment cuts a fragment of HTML, or of plain text, into blocks.
func fragment(s string) (blocks []block) {
	s = clipBytes(s, maxFragment)
	if !strings.Contains(s, "<") {
		s = strings.ReplaceAll(s, "\n", "<br>")
	}
	defer func() {
		if recover() != nil {
			blocks = nil
		}
	}()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(s), body)
	if err != nil {
		nodes, err = html.ParseFragment(strings.NewReader(string(flatten([]byte(s)))), body)
	}
	if err != nil {
		return nil
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return cut(body, false)
}

// clipBytes cuts s at a number of bytes, between two characters.
func clipBytes(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "")
}
