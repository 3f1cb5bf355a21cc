package pdf

import (
	"bytes"
	"fmt"

	"github.com/qalxan/qalxan/report/paper"
)

// The page is A4 with these margins, in points.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	margin     = 56
	bottom     = 64 // of what is written; the foot stands below
)

type color string

// The colours, as operands of rg.
const (
	ink      color = "0.11 0.14 0.19"
	soft     color = "0.33 0.37 0.43"
	rule     color = "0.82 0.85 0.89"
	wash     color = "0.95 0.96 0.97"
	marked   color = "1 0.91 0.6"
	accent   color = "0.04 0.35 0.54"
	critical color = "0.64 0.07 0.16"
	incident color = "0.54 0.29 0"
	signal   color = "0.18 0.36 0.55"
)

// toned is the colour of a level.
func toned(tone string) color {
	switch tone {
	case "critical":
		return critical
	case "incident":
		return incident
	case "signal":
		return signal
	}
	return ink
}

// link is a place on a page that leads elsewhere: an address, or # and an
// anchor of the file.
type link struct {
	x1, y1, x2, y2 float64
	to             string
}

// canvas is the content of one page. Places count from the top left.
type canvas struct {
	content bytes.Buffer
	links   []link
}

func (c *canvas) rect(x, y, w, h float64, fill color) {
	fmt.Fprintf(&c.content, "%s rg %.2f %.2f %.2f %.2f re f\n", fill, x, pageHeight-y-h, w, h)
}

func (c *canvas) segment(x1, y1, x2, y2 float64) {
	fmt.Fprintf(&c.content, "%s RG 0.6 w %.2f %.2f m %.2f %.2f l S\n", rule, x1, pageHeight-y1, x2, pageHeight-y2)
}

// circle is four curves (the usual approximation, 0.5523 of the radius).
func (c *canvas) circle(x, y, r float64, fill color) {
	y = pageHeight - y
	k := r * 0.5523
	fmt.Fprintf(&c.content, "%s rg %.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c %.2f %.2f %.2f %.2f %.2f %.2f c f\n",
		fill, x+r, y, x+r, y+k, x+k, y+r, x, y+r, x-k, y+r, x-r, y+k, x-r, y, x-r, y-k, x-k, y-r, x, y-r, x+k, y-r, x+r, y-k, x+r, y)
}

// line draws a line of text with its left end and base line at a place.
func (c *canvas) line(l line, font string, size, x, base float64, fill color) {
	c.under(l, size, x, base)
	scale := size / em
	var last *paper.Run
	pen, open := 0.0, false
	for _, g := range l.glyphs {
		if !open || g.run != last {
			if open {
				c.content.WriteString("] TJ ET\n")
			}
			fmt.Fprintf(&c.content, "%s rg BT /%s %.2f Tf %.3f %.3f Td [", inked(g.run, fill), font, size, x+g.x*scale, pageHeight-base)
			pen, last, open = g.x, g.run, true
		}
		if gap := g.x - pen; gap > 0.5 || gap < -0.5 {
			fmt.Fprintf(&c.content, " %.0f ", -gap)
			pen = g.x
		}
		fmt.Fprintf(&c.content, "<%04X>", g.cid)
		pen += g.width
	}
	if open {
		c.content.WriteString("] TJ ET\n")
	}
	for _, m := range l.marks {
		c.mark(m, scale, x, base, inked(m.run, fill))
	}
}

func inked(r *paper.Run, fill color) color {
	if r.Link != "" {
		return accent
	}
	return fill
}

// under colours marked places and remembers links.
func (c *canvas) under(l line, size, x, base float64) {
	scale := size / em
	for i := 0; i < len(l.glyphs); {
		run, from := l.glyphs[i].run, l.glyphs[i].x
		to := from
		for ; i < len(l.glyphs) && l.glyphs[i].run == run; i++ {
			to = l.glyphs[i].x + l.glyphs[i].advance
		}
		if run.Marked {
			c.rect(x+from*scale, base-0.86*size, (to-from)*scale, 1.12*size, marked)
		}
		if run.Link != "" {
			c.links = append(c.links, link{x + from*scale, base - size, x + to*scale, base + 0.3*size, run.Link})
		}
	}
}
