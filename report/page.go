package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/highlight"
)

// page is a document as the template shows it.
type page struct {
	Document
	First, Last time.Time
	Levels      []tally // every level, highest first
	Statuses    []tally
	Sources     []tally
	Languages   []tally
	Spread      []spread
	Details     []detail
}

// tally is a value and how often it occurs.
type tally struct {
	Value string
	Count int
}

func newPage(d Document) (page, error) {
	p := page{Document: d}
	for _, e := range ordered(d) {
		p.Details = append(p.Details, newDetail(e))
		if when := e.Item.When(); p.First.IsZero() || when.Before(p.First) {
			p.First = when
		}
		if when := e.Item.When(); when.After(p.Last) {
			p.Last = when
		}
	}
	for _, level := range slices.Backward(qalxan.Levels()) {
		p.Levels = append(p.Levels, tally{string(level), count(d.Findings, func(e Entry) bool { return e.Finding.Level == level })})
	}
	p.Statuses = tallies(d.Findings, func(e Entry) string { return string(e.Finding.Status) })
	p.Sources = tallies(d.Findings, func(e Entry) string { return name(e.Source) })
	p.Languages = tallies(d.Findings, func(e Entry) string { return languageName(e.Item.Language.Code) })
	for _, c := range d.Campaigns {
		s, err := newSpread(c, d.Findings)
		if err != nil {
			return p, err
		}
		p.Spread = append(p.Spread, s)
	}
	return p, nil
}

// name is what people call a source.
func name(s qalxan.Source) string { return cmp.Or(s.Name, s.ID) }

func count(entries []Entry, is func(Entry) bool) int {
	n := 0
	for _, e := range entries {
		if is(e) {
			n++
		}
	}
	return n
}

// tallies counts the entries by value, most frequent first.
func tallies(entries []Entry, value func(Entry) string) []tally {
	counts := make(map[string]int)
	for _, e := range entries {
		counts[value(e)]++
	}
	var out []tally
	for v, n := range counts {
		out = append(out, tally{v, n})
	}
	slices.SortFunc(out, func(a, b tally) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	})
	return out
}

// detail is a finding with its quotations.
type detail struct {
	Entry
	Title    []highlight.Segment
	Passages []passage
	Others   []other
}

// other is an item that the finding's item is compared with: passages that both
// share or, of an older version of the same item, that changed.
type other struct {
	qalxan.Item
	Passages []passage
}

// passage is a part of a text.
type passage struct {
	Before, After bool // the text goes on
	Segments      []highlight.Segment
}

func newDetail(e Entry) detail {
	signals := e.Finding.Signals
	d := detail{
		Entry:    e,
		Title:    highlight.Cut(e.Item.Title, highlight.Signals(signals, e.Item.ID, qalxan.FieldTitle)),
		Passages: passages(e.Item.Text, highlight.Signals(signals, e.Item.ID, qalxan.FieldText)),
	}
	for _, i := range e.Compared {
		places := highlight.Shared
		if i.Identity == e.Item.Identity {
			places = highlight.Changed
		}
		d.Others = append(d.Others, other{i, passages(i.Text, places(i.Text, e.Item.Text))})
	}
	return d
}

// Bounds of quotations, in code points: a report quotes, it does not republish.
const (
	quoteSpan   = 500 // of one span
	quoteAround = 80  // of what stands around it
	quotes      = 6   // passages of one text
)

func passages(text string, spans []highlight.Span) []passage {
	for i, s := range spans {
		spans[i].To = min(s.To, s.From+quoteSpan)
	}
	var out []passage
	for _, w := range highlight.Windows(text, spans, quoteAround, quotes) {
		out = append(out, passage{w.Before, w.After, highlight.Cut(w.Text, w.Spans)})
	}
	return out
}
