package highlight

import "unicode"

// Window is a part of a text with the spans that lie in it, counted from the
// start of the window.
type Window struct {
	From  int    // place of the window in the text, in code points
	Text  string // the part itself
	Spans []Span
	// Before and After say that the text goes on on that side.
	Before, After bool
}

// Windows returns up to most parts of a text that hold the spans with about
// around code points on both sides, in order of the text. Parts that would
// meet are one. A text without spans gives its beginning.
func Windows(text string, spans []Span, around, most int) []Window {
	runes := []rune(text)
	spans = clip(spans, len(runes))
	if len(runes) == 0 || most < 1 {
		return nil
	}
	if len(spans) == 0 {
		return []Window{window(runes, nil, Span{0, 0, 0}, 2*around)}
	}
	var out []Window
	for start := 0; start < len(spans) && len(out) < most; {
		end, core := start+1, spans[start]
		for end < len(spans) && spans[end].From <= core.To+2*around {
			core.To = max(core.To, spans[end].To)
			end++
		}
		out = append(out, window(runes, spans[start:end], core, around))
		start = end
	}
	return out
}

// window takes the core with up to around code points on both sides, fewer
// where that keeps a word whole.
func window(runes []rune, spans []Span, core Span, around int) Window {
	from, to := max(core.From-around, 0), min(core.To+around, len(runes))
	first, last := from, to
	for first < core.From && first > 0 && !unicode.IsSpace(runes[first-1]) {
		first++
	}
	for last > core.To && last < len(runes) && !unicode.IsSpace(runes[last]) {
		last--
	}
	if first == last { // a single word longer than the window
		first, last = from, to
	}
	w := Window{From: first, Text: string(runes[first:last]), Before: first > 0, After: last < len(runes)}
	for _, s := range spans {
		s.From, s.To = s.From-first, s.To-first
		w.Spans = append(w.Spans, s)
	}
	return w
}
