package pdf

import (
	"slices"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/shaping"
)

// The signs around a text that keeps its direction to itself (UAX #9, 2.4.2).
const (
	isolate    = '\u2068'
	endIsolate = '\u2069'
)

// directionOf is the direction of the first strong letter or mark of direction
// that is not isolated (UAX #9, P2 and P3).
func directionOf(text []rune) bidi.Direction {
	depth := 0
	for _, r := range text {
		switch {
		case r == isolate:
			depth++
		case r == endIsolate:
			depth--
		case depth > 0:
		case r == '\u200e':
			return bidi.LeftToRight
		case r == '\u200f':
			return bidi.RightToLeft
		case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko) && unicode.IsLetter(r):
			return bidi.RightToLeft
		case unicode.IsLetter(r):
			return bidi.LeftToRight
		}
	}
	return bidi.LeftToRight
}

// levels are those of the letters of a paragraph (UAX #9, 3.3). What is isolated
// is an object for what stands around it, and a paragraph of its own inside.
func (s *setter) levels(text []rune, base bidi.Direction) []bidi.Level {
	around, spans := isolated(text)
	out := levels(s.order.Segment(around, base), around, base)
	for _, span := range spans {
		inside := text[span[0]:span[1]]
		own := directionOf(inside)
		for i, level := range s.levels(inside, own) {
			if at := out[span[0]+i]; own == bidi.LeftToRight && at > 0 {
				level += at + at&1
			} else if own == bidi.RightToLeft && at > 1 {
				level += at - at&1
			}
			out[span[0]+i] = level
		}
	}
	return out
}

// isolated finds where isolated texts stand, and puts objects in place of their
// letters.
func isolated(text []rune) (around []rune, spans [][2]int) {
	const object = '\ufffc'
	around = slices.Clone(text)
	depth, from := 0, 0
	for i, r := range text {
		switch {
		case r == isolate:
			if depth++; depth == 1 {
				from = i + 1
			}
			around[i] = object
		case r == endIsolate && depth > 0:
			if depth--; depth == 0 && i > from {
				spans = append(spans, [2]int{from, i})
			}
			around[i] = object
		case depth > 0:
			around[i] = object
		}
	}
	return around, spans
}

// levels are those of a text without isolated parts. The library joins neighbours
// of one direction whatever their levels: where the text begins at the left, a
// number in text from right to left comes with the Latin text beside it, and is
// told apart again here.
func levels(runs bidi.Runs, text []rune, base bidi.Direction) []bidi.Level {
	out := make([]bidi.Level, len(text)) // a separator of paragraphs ends the runs early
	for n := range runs.NumRuns() {
		run := runs.Run(n)
		for i := run.Start; i < run.End; i++ {
			out[i] = run.Level
		}
		if base == bidi.LeftToRight && run.Level&1 == 0 {
			between(out[run.Start:run.End], text[run.Start:run.End])
		}
	}
	return out
}

// between gives the level of the paragraph to what stands between the numbers at
// both ends of a run.
func between(levels []bidi.Level, text []rune) {
	start, end := 0, len(text)
	if levels[0] > 0 {
		start = leadingNumber(text)
	}
	for end > start && text[end-1] >= '\u0660' && text[end-1] <= '\u0669' {
		end--
	}
	for i := range levels {
		levels[i] = 2
		if i >= start && i < end {
			levels[i] = 0
		}
	}
}

// leadingNumber is how long the number is that a text begins with: digits and
// single separators between them (UAX #9, W4).
func leadingNumber(text []rune) int {
	n := 0
	for n < len(text) && (unicode.IsDigit(text[n]) || n > 0 && n+1 < len(text) && slices.Contains([]rune(".,:/"), text[n]) && unicode.IsDigit(text[n+1])) {
		n++
	}
	return n
}

// ordered puts the runs of a line as they are seen (UAX #9, L2).
func (p *paragraph) ordered(shaped shaping.Line) shaping.Line {
	out := slices.Clone(shaped)
	level := func(run shaping.Output) bidi.Level { return p.levels[run.Runes.Offset] }
	highest := bidi.Level(0)
	for _, run := range out {
		highest = max(highest, level(run))
	}
	for at := highest; at > 0; at-- {
		for i := 0; i < len(out); i++ {
			end := i
			for end < len(out) && level(out[end]) >= at {
				end++
			}
			slices.Reverse(out[i:end])
			i = max(i, end-1)
		}
	}
	return out
}
