package timeline

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
)

// Words are what a drawing says besides names and times.
type Words struct {
	Label string           // what the drawing is, for who cannot see it
	More  func(int) string // the name of a lane that stands for several
}

//go:embed chart.svg
var chartSource string

var chartTemplate = template.Must(template.New("chart").Parse(chartSource))

// SVG draws the chart as an element for an HTML page. It carries classes and no
// styles; all text in it is escaped.
func (c Chart) SVG(w Words) (template.HTML, error) {
	var out strings.Builder
	err := chartTemplate.Execute(&out, struct {
		Chart
		Words
	}{c, w})
	if err != nil {
		return "", fmt.Errorf("draw a timeline: %w", err)
	}
	return template.HTML(out.String()), nil
}

// Label is the name beside the lane, shortened to fit.
func (l Lane) Label(more func(int) string) string {
	if l.More > 0 {
		return more(l.More)
	}
	if name := []rune(l.Name); len(name) > maxName {
		return string(name[:maxName]) + "…"
	}
	return l.Name
}
