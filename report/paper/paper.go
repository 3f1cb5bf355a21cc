// Package paper holds a report as blocks, such as headings, paragraphs and
// tables, in one or two languages, so that one composition can be written in
// every form.
//
// Texts in a paper are foreign unless the composer wrote them: whoever writes a
// paper escapes every one of them.
package paper

import (
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan/report/drawing"
)

// Paper is a report.
type Paper struct {
	Languages []string // codes, one or two
	Title     string
	Generated time.Time
	Criteria  string
	Marking   string // who may read it (TLP); empty for unmarked
	Foot      Words  // beside the page numbers
	Page      func(page, pages int) string
	Blocks    []Block
}

// Words is one line for each language of the paper, or one for all of them.
type Words []Line

// Line is text in runs.
type Line []Run

// Run is a piece of text of one kind.
type Run struct {
	Text   string
	Link   string // http, https, or # and an anchor; checked by Link or Inside
	Marked bool   // a place that a signal speaks of
	Number string // the numbers of the signals that begin here
	Code   bool   // an id or a digest
}

// Kind says what a block is.
type Kind string

// The kinds.
const (
	Heading Kind = "heading" // Words, Level
	Text    Kind = "text"    // Words
	Note    Kind = "note"    // Words, in small print
	List    Kind = "list"    // Items
	Table   Kind = "table"   // Columns, Shares, Rows
	Quote   Kind = "quote"   // Words; foreign, in the language Language
	Picture Kind = "picture" // Drawing
)

// Block is a part of a paper, from top to bottom.
type Block struct {
	Kind     Kind
	Level    int    // of a heading: 2 to 4
	Anchor   string // where links inside the paper lead
	Tone     string // a level of findings, for its colour
	Language string
	Words    Words
	Ordered  bool // of a list
	Items    []Words
	Columns  []Words
	Shares   []float64 // of the width, one a column
	Rows     [][]Words
	Drawing  drawing.Drawing
}

// Plain is a line of one run.
func Plain(text string) Line { return Line{{Text: Clean(text)}} }

// Same is words that are the same in every language.
func Same(runs ...Run) Words {
	for i := range runs {
		runs[i].Text = Clean(runs[i].Text)
	}
	return Words{runs}
}

// Both are words in several languages; one where they are equal.
func Both(lines ...Line) Words {
	for _, l := range lines[1:] {
		if !slices.Equal(l, lines[0]) {
			return lines
		}
	}
	return lines[:1]
}

// String is the text of a line without its marks.
func (l Line) String() string {
	var out strings.Builder
	for _, r := range l {
		out.WriteString(r.Text)
	}
	return out.String()
}
