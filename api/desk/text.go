package desk

import (
	"fmt"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/report/highlight"
)

// segment is a run of text with the reasons that point at it.
type segment struct {
	Text    string
	Class   string // empty where nothing points here
	Numbers []number
}

// number is that of a reason whose place begins here.
type number struct {
	Number int
	ID     string // of the first place of the reason on the page; else empty
}

// marker cuts the texts of one page and remembers which reasons have a place.
type marker map[int]bool

// colours is how many kinds of mark the style sheet tells apart.
const colours = 6

func colour(number int) int { return (number-1)%colours + 1 }

func (m marker) cut(text string, spans []highlight.Span) []segment {
	var out []segment
	for _, s := range highlight.Cut(text, spans) {
		next := segment{Text: s.Text}
		switch {
		case len(s.Marks) > 1:
			next.Class = "many"
		case len(s.Marks) == 1:
			next.Class = fmt.Sprintf("mark%d", colour(s.Marks[0]))
		}
		for _, n := range s.Starts {
			place := number{Number: n}
			if !m[n] {
				m[n], place.ID = true, fmt.Sprintf("place-%d", n)
			}
			next.Numbers = append(next.Numbers, place)
		}
		out = append(out, next)
	}
	return out
}

// passage is a part of a text.
type passage struct {
	Before, After bool // the text goes on
	Segments      []segment
}

// found cuts a snippet. Its marks belong to no reason.
func found(s api.Snippet) passage {
	var spans []highlight.Span
	for _, m := range s.Marks {
		spans = append(spans, highlight.Span{From: m.From, To: m.To})
	}
	p := passage{Before: s.Before, After: s.After}
	for _, part := range highlight.Cut(s.Text, spans) {
		next := segment{Text: part.Text}
		if len(part.Marks) > 0 {
			next.Class = "found"
		}
		p.Segments = append(p.Segments, next)
	}
	return p
}

func allFound(snippets []api.Snippet) []passage {
	var out []passage
	for _, s := range snippets {
		out = append(out, found(s))
	}
	return out
}
