// Package wikitext reduces MediaWiki's markup to the words that a reader sees:
// templates, tables, references, files, categories and comments go, links and
// emphasis leave their text.
//
// It reads from left to right once, whatever the text is: what is opened and
// never closed stays as the words in it.
package wikitext

import (
	"strings"
)

// maxOpen bounds how many brackets may be open in one another; further ones
// count as text.
const maxOpen = 64

// Text returns the words of a page, a paragraph, heading or list item a line.
func Text(source string) string {
	r := &reader{rest: source, lineStart: true, open: []bracket{{}}}
	for r.rest != "" {
		r.step()
	}
	for len(r.open) > 1 {
		r.spill()
	}
	return tidy(r.open[0].String())
}

// reader goes through the source. What is read belongs to the innermost open
// bracket; the outermost is the page.
type reader struct {
	rest      string
	lineStart bool
	open      []bracket
	unclosed  map[string]bool // tags that do not close any more
}

// bracket is what stands between two marks, as far as it is read.
type bracket struct {
	kind string // the opening mark; empty for the page
	text *strings.Builder
}

// closers are the marks that end a bracket.
var closers = map[string]string{"{{": "}}", "{|": "|}", "[[": "]]"}

// step reads one mark or one stretch of text.
func (r *reader) step() {
	switch {
	case strings.HasPrefix(r.rest, "<"):
		r.tag()
	case strings.HasPrefix(r.rest, "{{"), strings.HasPrefix(r.rest, "[["),
		r.lineStart && strings.HasPrefix(r.rest, "{|"):
		r.enter(r.rest[:2])
	case strings.HasPrefix(r.rest, "}}"), strings.HasPrefix(r.rest, "]]"),
		r.lineStart && strings.HasPrefix(r.rest, "|}") && !strings.HasPrefix(r.rest, "|}}"):
		r.leave(r.rest[:2])
	case strings.HasPrefix(r.rest, "["):
		r.external()
	default:
		r.plain()
	}
}

// plain takes text up to the next byte that may be a mark.
func (r *reader) plain() {
	n := 1 + strings.IndexAny(r.rest[1:], "<{}[]|\n")
	if n == 0 {
		n = len(r.rest)
	}
	r.take(n)
}

// take takes so many bytes as text.
func (r *reader) take(n int) {
	r.write(r.rest[:n])
	line := r.rest[:n]
	if end := strings.LastIndexByte(line, '\n'); end >= 0 {
		r.lineStart, line = true, line[end+1:]
	}
	r.lineStart = r.lineStart && strings.Trim(line, " :") == "" // a table may be indented
	r.rest = r.rest[n:]
}

// skip passes over so many bytes.
func (r *reader) skip(n int) {
	r.rest = r.rest[n:]
	r.lineStart = false
}

func (r *reader) write(s string) { r.open[len(r.open)-1].write(s) }

func (b *bracket) write(s string) {
	if b.text == nil {
		b.text = &strings.Builder{}
	}
	b.text.WriteString(s)
}

func (b *bracket) String() string {
	if b.text == nil {
		return ""
	}
	return b.text.String()
}

func (r *reader) enter(mark string) {
	if len(r.open) > maxOpen {
		r.take(len(mark))
		return
	}
	r.open = append(r.open, bracket{kind: mark})
	r.skip(len(mark))
}

// leave closes the innermost bracket of the mark's kind. Others that are open
// within it never close: their words are the words of what they stand in.
func (r *reader) leave(mark string) {
	at := len(r.open) - 1
	for at > 0 && closers[r.open[at].kind] != mark {
		at--
	}
	if at == 0 {
		r.skip(len(mark))
		return
	}
	for len(r.open)-1 > at {
		r.spill()
	}
	closed := r.open[at]
	r.open = r.open[:at]
	if closed.kind == "[[" {
		r.write(label(closed.String()))
	}
	r.skip(len(mark))
}

// spill turns the innermost bracket into words.
func (r *reader) spill() {
	last := len(r.open) - 1
	words := r.open[last].String()
	r.open = r.open[:last]
	r.write(words)
}

// external reads [https://example.az words], of which the words stay.
func (r *reader) external() {
	line, _, _ := strings.Cut(r.rest[:min(len(r.rest), maxTag)], "\n")
	inside, _, closed := strings.Cut(line[1:], "]")
	if !closed || !strings.Contains(inside, "//") && !strings.HasPrefix(inside, "mailto:") {
		r.take(1)
		return
	}
	_, words, _ := strings.Cut(inside, " ")
	r.write(words)
	r.skip(len(inside) + 2)
}
