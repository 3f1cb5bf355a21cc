package pdf

import (
	"strconv"

	"github.com/qalxan/qalxan/report/paper"
)

// textWidth is the room between the margins.
const textWidth = pageWidth - 2*margin

// style is how a text is set, in points.
type style struct {
	face   string // F1 regular, F2 bold
	size   float64
	lead   float64 // from base line to base line
	before float64
	fill   color
	own    bool // what reports say, and not what they quote
}

var (
	titleStyle = style{"F2", 20, 25, 0, ink, false}
	textStyle  = style{"F1", 9.5, 13.5, 6, ink, true}
	noteStyle  = style{"F1", 8, 11, 3, soft, true}
	cellStyle  = style{"F1", 7.5, 10, 0, ink, false}
	headStyle  = style{"F2", 7.5, 10, 0, soft, true}
	quoteStyle = style{"F1", 9, 13, 0, ink, false}
)

var headingStyles = map[int]style{
	2: {"F2", 14, 18, 22, ink, false},
	3: {"F2", 11, 15, 14, ink, false},
	4: {"F2", 8.5, 12, 9, soft, true},
}

// below is the room that a heading needs below itself, so that it is not alone
// at the foot of a page.
var below = map[int]float64{2: 140, 3: 80, 4: 40}

func (d *printer) masthead() {
	d.text(paper.Words{paper.Plain(d.paper.Title)}, titleStyle, margin, textWidth)
	if d.paper.Marking != "" {
		d.text(paper.Words{paper.Plain(d.paper.Marking)}, style{"F2", 9, 13, 4, critical, false}, margin, textWidth)
	}
}

func (d *printer) block(b paper.Block, more bool) {
	switch b.Kind {
	case paper.Heading:
		s := headingStyles[b.Level]
		s.fill = map[bool]color{true: toned(b.Tone), false: s.fill}[b.Tone != ""]
		if more {
			d.room(s.before + s.lead + below[b.Level])
		}
		if b.Anchor != "" {
			d.anchors[b.Anchor] = d.here()
		}
		d.mark(b)
		d.text(b.Words, s, margin, textWidth)
		if b.Level == 2 {
			d.page.segment(margin, d.y+4, pageWidth-margin, d.y+4)
			d.y += 6
		}
	case paper.Text:
		d.text(b.Words, textStyle, margin, textWidth)
	case paper.Note:
		d.text(b.Words, noteStyle, margin, textWidth)
	case paper.List:
		d.list(b)
	case paper.Quote:
		d.quote(b)
	case paper.Table:
		d.table(b)
	case paper.Picture:
		d.picture(b.Drawing)
	}
}

// gutter is between two languages side by side.
const gutter = 18

// columns breaks words into lines: one column a language.
func (d *printer) columns(words paper.Words, s style, width float64) [][]line {
	if len(words) == 0 {
		return nil
	}
	width = (width - gutter*float64(len(words)-1)) / float64(len(words))
	var out [][]line
	for _, l := range words {
		out = append(out, d.setter.set(d.faceOf(s), l, width/s.size*em, !s.own))
	}
	return out
}

func (d *printer) faceOf(s style) *face {
	if s.face == "F2" {
		return d.bold
	}
	return d.regular
}

func tallest(columns [][]line) int {
	n := 0
	for _, c := range columns {
		n = max(n, len(c))
	}
	return n
}

// text sets words and goes on below them, on as many pages as they need.
func (d *printer) text(words paper.Words, s style, x, width float64) {
	columns := d.columns(words, s, width)
	d.room(s.before + s.lead)
	if d.y > margin {
		d.y += s.before
	}
	for i := range tallest(columns) {
		d.room(s.lead)
		d.row(columns, i, s, x, width)
		d.y += s.lead
	}
}

// row draws the nth line of every column at the current place.
func (d *printer) row(columns [][]line, n int, s style, x, width float64) {
	each := (width - gutter*float64(len(columns)-1)) / float64(len(columns))
	for i, lines := range columns {
		if n >= len(lines) {
			continue
		}
		at := x + float64(i)*(each+gutter)
		if lines[n].rtl {
			at += each - lines[n].width*s.size/em
		}
		d.page.line(lines[n], s.face, s.size, at, d.y+0.76*s.lead, s.fill)
	}
}

func (d *printer) list(b paper.Block) {
	const indent = 16
	for i, item := range b.Items {
		sign := "•"
		if b.Ordered {
			sign = strconv.Itoa(i+1) + "."
		}
		d.room(textStyle.lead + textStyle.before)
		d.y += 3
		mark := d.columns(paper.Words{paper.Plain(sign)}, textStyle, indent)
		d.row(mark, 0, textStyle, margin, indent)
		s := textStyle
		s.before = 0
		d.text(item, s, margin+indent, textWidth-indent)
	}
}

func (d *printer) quote(b paper.Block) {
	const indent = 12
	columns := d.columns(b.Words, quoteStyle, textWidth-2*indent)
	d.y += 4
	for i := range tallest(columns) {
		d.room(quoteStyle.lead)
		d.page.rect(margin, d.y, textWidth, quoteStyle.lead, wash)
		bar := float64(margin)
		if i < len(columns[0]) && columns[0][i].rtl {
			bar = pageWidth - margin - 2
		}
		d.page.rect(bar, d.y, 2, quoteStyle.lead, rule)
		d.row(columns, i, quoteStyle, margin+indent, textWidth-2*indent)
		d.y += quoteStyle.lead
	}
	d.y += 3
}
