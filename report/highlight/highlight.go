// Package highlight cuts texts at the borders of spans, so that the places a
// finding speaks of can be shown in the text itself.
//
// Spans count Unicode code points and may overlap, touch, be empty or lie
// outside the text: what lies outside is dropped. A byte that is not valid
// UTF-8 counts as one code point.
package highlight

import "slices"

// Span is the half-open range [From, To) of code points. Mark says which of
// several things the range belongs to.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
	Mark int `json:"mark,omitempty"`
}

// Segment is a run of text that the same marks cover. The segments of a text
// put together are the text.
type Segment struct {
	Text string
	// Marks are the marks of the spans that cover the segment, and Starts
	// those of them that do not cover the segment before. Both are sorted and
	// without repeats.
	Marks, Starts []int
}

// Cut returns the text in segments. The work is proportional to the length of
// the text and to spans times borders.
func Cut(text string, spans []Span) []Segment {
	starts := offsets(text)
	spans = clip(spans, len(starts)-1)
	borders := bordersOf(spans, len(starts)-1)
	var segments []Segment
	var before []int
	for i := 0; i+1 < len(borders); i++ {
		from, to := borders[i], borders[i+1]
		marks := covering(spans, from)
		segments = append(segments, Segment{text[starts[from]:starts[to]], marks, without(marks, before)})
		before = marks
	}
	return segments
}

// offsets returns the byte offset of every code point, and the length last.
func offsets(text string) []int {
	out := make([]int, 0, len(text)+1)
	for at := range text {
		out = append(out, at)
	}
	return append(out, len(text))
}

// clip cuts spans to [0, length), drops the empty ones and sorts by start.
func clip(spans []Span, length int) []Span {
	var out []Span
	for _, s := range spans {
		s.From, s.To = max(s.From, 0), min(s.To, length)
		if s.From < s.To {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b Span) int {
		if a.From != b.From {
			return a.From - b.From
		}
		return b.To - a.To
	})
	return out
}

func bordersOf(spans []Span, length int) []int {
	borders := []int{0, length}
	for _, s := range spans {
		borders = append(borders, s.From, s.To)
	}
	slices.Sort(borders)
	return slices.Compact(borders)
}

// covering returns the marks of the spans that hold the place at. The spans
// are sorted by start.
func covering(spans []Span, at int) []int {
	var marks []int
	for _, s := range spans {
		if s.From > at {
			break
		}
		if s.To > at {
			marks = append(marks, s.Mark)
		}
	}
	slices.Sort(marks)
	return slices.Compact(marks)
}

func without(marks, others []int) []int {
	var out []int
	for _, m := range marks {
		if !slices.Contains(others, m) {
			out = append(out, m)
		}
	}
	return out
}
