// Package span turns places in bytes, in which text is read, into places in
// Unicode code points, in which signals tell them.
package span

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index/analysis"
)

// Of returns the byte ranges of a field's text as spans in order of place.
// Ranges that touch or overlap become one; ranges outside the text are cut.
func Of(field qalxan.Field, text string, ranges []analysis.Span) []qalxan.Span {
	var spans []qalxan.Span
	at, points := 0, 0
	advance := func(to int) int {
		to = min(max(to, at), len(text))
		points += utf8.RuneCountInString(text[at:to])
		at = to
		return points
	}
	for _, r := range merge(ranges) {
		from := advance(r.From)
		if to := advance(r.To); to > from {
			spans = append(spans, qalxan.Span{Field: field, From: from, To: to})
		}
	}
	return spans
}

func merge(ranges []analysis.Span) []analysis.Span {
	sorted := slices.SortedFunc(slices.Values(ranges), func(a, b analysis.Span) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	var merged []analysis.Span
	for _, r := range sorted {
		if last := len(merged) - 1; last >= 0 && r.From <= merged[last].To {
			merged[last].To = max(merged[last].To, r.To)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}
