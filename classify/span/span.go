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
// Ranges that touch or overlap become one; ranges outside the text are cut, and
// one that begins or ends inside a letter takes all of it.
func Of(field qalxan.Field, text string, ranges []analysis.Span) []qalxan.Span {
	var spans []qalxan.Span
	at, points := 0, 0
	advance := func(to int) int {
		points += utf8.RuneCountInString(text[at:to])
		at = to
		return points
	}
	for _, r := range merge(within(text, ranges)) {
		spans = append(spans, qalxan.Span{Field: field, From: advance(r.From), To: advance(r.To)})
	}
	return spans
}

// within cuts ranges to the text and widens them to whole letters; empty ones
// go.
func within(text string, ranges []analysis.Span) []analysis.Span {
	var cut []analysis.Span
	for _, r := range ranges {
		from, to := max(0, r.From), min(r.To, len(text))
		if from >= to {
			continue
		}
		for from > 0 && !utf8.RuneStart(text[from]) {
			from--
		}
		for to < len(text) && !utf8.RuneStart(text[to]) {
			to++
		}
		cut = append(cut, analysis.Span{From: from, To: to})
	}
	return cut
}

// merge sorts ranges and joins those that touch.
func merge(ranges []analysis.Span) []analysis.Span {
	slices.SortFunc(ranges, func(a, b analysis.Span) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	var merged []analysis.Span
	for _, r := range ranges {
		if last := len(merged) - 1; last >= 0 && r.From <= merged[last].To {
			merged[last].To = max(merged[last].To, r.To)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}
