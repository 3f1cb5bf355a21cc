package drawing

import "github.com/qalxan/qalxan/report/timeline"

// Timeline draws a timeline's layout. more is the name of a lane that stands
// for several sources.
func Timeline(label string, c timeline.Chart, more func(int) string) Drawing {
	d := Drawing{Width: c.Width, Height: c.Height, Label: label}
	for _, l := range c.Lanes {
		d.Lines = append(d.Lines, Line{c.Left, l.Y, c.Right, l.Y})
		d.Texts = append(d.Texts, Text{X: 0, Y: l.Y, At: Start, Text: l.Label(more), Width: c.Left})
		for _, dot := range l.Dots {
			d.Dots = append(d.Dots, Dot{X: dot.X, Y: l.Y, R: 6, First: dot.X == c.Left, Title: dot.Title})
		}
	}
	for _, t := range c.Ticks {
		d.Lines = append(d.Lines, Line{t.X, c.Bottom, t.X, c.Axis})
		d.Texts = append(d.Texts, Text{X: t.X, Y: c.Height - 8, At: Middle, Text: t.Label, Width: 2 * (c.Right - c.Left) / 6})
	}
	return d
}
