package pdf

import (
	"github.com/qalxan/qalxan/report/drawing"
	"github.com/qalxan/qalxan/report/paper"
)

const (
	cellGap    = 8  // between columns
	cellPad    = 3  // above and below
	tallestRow = 40 // lines; a cell with more is cut
)

// table draws rows with the head on every page that they reach.
func (d *printer) table(b paper.Block) {
	d.y += 4
	head := d.cells(b.Columns, b.Shares, headStyle)
	d.room(4 * cellStyle.lead)
	d.tableRow(head, b.Shares, headStyle)
	for _, r := range b.Rows {
		cells := d.cells(r, b.Shares, cellStyle)
		before := len(d.pages)
		d.room(float64(tallest(cells))*cellStyle.lead + 2*cellPad)
		if len(d.pages) > before {
			d.tableRow(head, b.Shares, headStyle)
		}
		d.tableRow(cells, b.Shares, cellStyle)
	}
	d.y += 4
}

func (d *printer) cells(words []paper.Words, shares []float64, s style) [][]line {
	var out [][]line
	for i, w := range words {
		var joined paper.Line
		for n, l := range w {
			if n > 0 {
				joined = append(joined, paper.Run{Text: " / "})
			}
			joined = append(joined, l...)
		}
		lines := d.setter.set(d.faceOf(s), joined, (shares[i]*textWidth-cellGap)/s.size*em, !s.own)
		out = append(out, lines[:min(len(lines), tallestRow)])
	}
	return out
}

func (d *printer) tableRow(cells [][]line, shares []float64, s style) {
	x, height := float64(margin), float64(tallest(cells))*s.lead+2*cellPad
	top := d.y
	for i, lines := range cells {
		width := shares[i]*textWidth - cellGap
		for n := range lines {
			d.y = top + cellPad + float64(n)*s.lead
			d.row([][]line{lines}, n, s, x, width)
		}
		x += shares[i] * textWidth
	}
	d.y = top + height
	d.page.segment(margin, d.y, pageWidth-margin, d.y)
}

// picture draws a chart as wide as the text.
func (d *printer) picture(p drawing.Drawing) {
	if p.Width == 0 || p.Height == 0 {
		return
	}
	scale := textWidth / float64(p.Width)
	d.room(float64(p.Height)*scale + 16)
	d.y += 8
	x, y := func(n int) float64 { return margin + float64(n)*scale }, func(n int) float64 { return d.y + float64(n)*scale }
	for _, l := range p.Lines {
		d.page.segment(x(l.X1), y(l.Y1), x(l.X2), y(l.Y2))
	}
	for _, b := range p.Bars {
		d.page.rect(x(b.X), y(b.Y), float64(b.Width)*scale, float64(b.Height)*scale, accent)
	}
	for _, o := range p.Dots {
		d.page.circle(x(o.X), y(o.Y), float64(o.R)*scale, map[bool]color{true: critical, false: accent}[o.First])
	}
	for _, t := range p.Texts {
		d.label(t, x(t.X), y(t.Y), float64(t.Width)*scale)
	}
	d.y += float64(p.Height)*scale + 8
}

// label sets the first line of a chart's text at its start, middle or end.
func (d *printer) label(t drawing.Text, x, y, width float64) {
	s := noteStyle
	s.size = 7.5
	for _, l := range first(d.setter.set(d.regular, paper.Plain(t.Text), width/s.size*em, true)) {
		long := l.width * s.size / em
		switch t.At {
		case drawing.Middle:
			x -= long / 2
		case drawing.End:
			x -= long
		}
		d.page.line(l, s.face, s.size, x, y+2.6, s.fill)
	}
}
