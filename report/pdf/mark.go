package pdf

import (
	"fmt"

	"github.com/go-text/typesetting/font/opentype"
)

// mark fills the outline of a shape, which is of lines and quadratic curves
// (OpenType 1.9, glyf). It is no text: what it means is told by letters that are
// not seen.
func (c *canvas) mark(m mark, scale, x, base float64, fill color) {
	fmt.Fprintf(&c.content, "%s rg", fill)
	draw := func(operator string, points ...opentype.SegmentPoint) {
		for _, p := range points {
			fmt.Fprintf(&c.content, " %.2f %.2f", x+(m.x+float64(p.X)*m.unit)*scale, pageHeight-base+(m.rise+float64(p.Y)*m.unit)*scale)
		}
		c.content.WriteString(operator)
	}
	var at opentype.SegmentPoint
	for _, s := range m.outline {
		switch to := s.Args; s.Op {
		case opentype.SegmentOpMoveTo:
			draw(" m", to[0])
			at = to[0]
		case opentype.SegmentOpLineTo:
			draw(" l", to[0])
			at = to[0]
		case opentype.SegmentOpQuadTo:
			draw(" c", towards(at, to[0]), towards(to[1], to[0]), to[1])
			at = to[1]
		}
	}
	c.content.WriteString(" f\n")
}

// towards is two thirds of the way to the control point of a quadratic curve:
// where a cubic one has its own.
func towards(end, control opentype.SegmentPoint) opentype.SegmentPoint {
	return opentype.SegmentPoint{X: end.X + (control.X-end.X)*2/3, Y: end.Y + (control.Y-end.Y)*2/3}
}
