// Package drawing holds charts as shapes in a plane, so that one layout can be
// drawn on a page of HTML and on one of paper.
package drawing

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
)

// Drawing is shapes in whole units; y grows downwards.
type Drawing struct {
	Width, Height int
	Label         string // what it is, for who cannot see it
	Lines         []Line
	Bars          []Bar
	Dots          []Dot
	Texts         []Text
}

// Line is a thin rule.
type Line struct{ X1, Y1, X2, Y2 int }

// Bar is a filled rectangle.
type Bar struct{ X, Y, Width, Height int }

// Dot is a filled circle. First marks where something began.
type Dot struct {
	X, Y, R int
	First   bool
	Title   string
}

// Text is one short line; Y is its middle.
type Text struct {
	X, Y  int
	At    Place
	Text  string
	Width int // room for it, in units
}

// Place says which end of a text X is.
type Place string

// The places.
const (
	Start  Place = "start"
	Middle Place = "middle"
	End    Place = "end"
)

//go:embed drawing.svg
var source string

var svg = template.Must(template.New("drawing").Parse(source))

// SVG draws the shapes as an element for an HTML page. It carries classes and
// no styles; all text in it is escaped.
func (d Drawing) SVG() (template.HTML, error) {
	var out strings.Builder
	if err := svg.Execute(&out, d); err != nil {
		return "", fmt.Errorf("draw a chart: %w", err)
	}
	return template.HTML(out.String()), nil
}

// Clip shortens a text to a number of letters.
func Clip(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}
