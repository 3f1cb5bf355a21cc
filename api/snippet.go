package api

import (
	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/report/highlight"
)

// Snippet is a part of a field with places marked in it.
type Snippet struct {
	Field qalxan.Field `json:"field"`
	Text  string       `json:"text"`
	// Marks are places in Text, in code points, in order; they may overlap.
	Marks []Mark `json:"marks"`
	// Before and After say that the field goes on on that side.
	Before bool `json:"before,omitempty"`
	After  bool `json:"after,omitempty"`
}

// Mark is the half-open range [From, To) of code points.
type Mark struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Bounds of the snippets of one text, in code points.
const (
	snippetAround = 90
	maxSnippets   = 3
	maxMarked     = 600 // of one span
)

// snippets returns the parts of a text that hold the spans, or its beginning.
func snippets(field qalxan.Field, text string, spans []highlight.Span) []Snippet {
	out := []Snippet{}
	for i, s := range spans {
		spans[i].To = min(s.To, s.From+maxMarked)
	}
	for _, w := range highlight.Windows(text, spans, snippetAround, maxSnippets) {
		out = append(out, Snippet{field, w.Text, marks(w.Spans), w.Before, w.After})
	}
	return out
}

func marks(spans []highlight.Span) []Mark {
	out := []Mark{}
	for _, s := range spans {
		out = append(out, Mark{s.From, s.To})
	}
	return out
}

// matched makes the snippets of a hit: the whole title if a word was found
// there, then parts of the text.
func matched(item qalxan.Item, matches []index.Match) []Snippet {
	places := make(map[qalxan.Field][][2]int)
	for _, m := range matches {
		field := qalxan.Field(m.Field)
		places[field] = append(places[field], [2]int{m.From, m.To})
	}
	text := snippets(qalxan.FieldText, item.Text, highlight.Places(item.Text, places[qalxan.FieldText]))
	title := highlight.Places(item.Title, places[qalxan.FieldTitle])
	if len(title) == 0 {
		return text
	}
	return append([]Snippet{{Field: qalxan.FieldTitle, Text: item.Title, Marks: marks(title)}}, text...)
}
