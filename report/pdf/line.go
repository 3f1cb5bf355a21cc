package pdf

import (
	"slices"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/segmenter"

	"github.com/qalxan/qalxan/report/paper"
)

// em is the size that places in a line are counted in: they are then scaled.
const em = 1000

// glyph is a shape in a line, in thousandths of the size, from the line's left.
type glyph struct {
	cid     int
	x       float64
	advance float64 // to the next shape
	width   float64 // of the font, which a reader advances by
	run     *paper.Run
}

// line is what fits a width: glyphs from left to right.
type line struct {
	glyphs []glyph
	width  float64
	rtl    bool // of the paragraph: it begins at the right
}

// setter breaks texts into lines. It is not safe for concurrent use.
type setter struct {
	joiner *joiner
	breaks segmenter.Segmenter
	order  bidi.Paragraph
}

// letter is one letter of a paragraph.
type letter struct {
	shape rune // as drawn; 0 where nothing is
	text  string
	level bidi.Level
	width float64
	run   *paper.Run
}

// mostLines is how many lines one text may have.
const mostLines = 400

// set breaks a line of runs to a width in thousandths of the size.
func (s *setter) set(f *face, runs paper.Line, width float64) []line {
	var text []rune
	var of []*paper.Run
	for i := range runs {
		for _, r := range raised(runs[i].Number) + composed(runs[i].Text) {
			text, of = append(text, r), append(of, &runs[i])
		}
	}
	var out []line
	for start := 0; start < len(text) && len(out) < mostLines; {
		end := start
		for end < len(text) && text[end] != '\n' {
			end++
		}
		out = append(out, s.paragraph(f, text[start:end], of[start:end], width)...)
		start = end + 1
	}
	return out
}

func (s *setter) paragraph(f *face, text []rune, of []*paper.Run, width float64) []line {
	if len(text) == 0 {
		return []line{{}}
	}
	letters, rtl := s.letters(f, text, of), directionOf(text) == bidi.RightToLeft
	var out []line
	for _, end := range s.ends(text, letters, width) {
		out = append(out, visual(f, letters[:end], rtl))
		letters = letters[end:]
	}
	return out
}

// letters shapes a paragraph, in the order of reading.
func (s *setter) letters(f *face, text []rune, of []*paper.Run) []letter {
	shapes := s.joiner.join(text)
	out := make([]letter, len(text))
	for i := range out { // a separator of paragraphs ends the runs early
		out[i] = letter{shape: shapes[i], text: string(text[i]), run: of[i]}
	}
	runs := s.order.Segment(text, directionOf(text))
	for n := range runs.NumRuns() {
		run := runs.Run(n)
		for i := run.Start; i < run.End; i++ {
			out[i].level = run.Level
		}
	}
	for i := range out {
		l := &out[i]
		switch {
		case l.shape == 0:
			l.shape = ' ' // the shape of lam before it is that of both; this one is only read
		case invisible(l.shape):
			l.shape = 0
		case unicode.Is(unicode.Mn, l.shape): // stands over the letter before
		default:
			if other, mirrored := mirrors[l.shape]; mirrored && l.level&1 == 1 {
				l.shape = other
			}
			l.width = f.width(f.ids[l.shape])
		}
	}
	return out
}

func invisible(r rune) bool {
	return r == zeroApart || r == zeroJoin || r == '\u200e' || r == '\u200f'
}

// ends returns how many letters each line takes: as many as fit, ending where
// a line may be broken (UAX #14), or anywhere within what is wider than a line.
func (s *setter) ends(text []rune, letters []letter, width float64) []int {
	s.breaks.Init(text)
	may := make([]bool, len(text)+1)
	for lines := s.breaks.LineIterator(); lines.Next(); {
		l := lines.Line()
		may[l.Offset+len(l.Text)] = true
	}
	var out []int
	start, last, used := 0, 0, 0.0
	for i := 0; i < len(letters); i++ {
		used += letters[i].width
		if used > width && text[i] != ' ' && i > start {
			if last == start {
				last = i
			}
			out = append(out, last-start)
			start, i, used = last, last-1, 0
			continue
		}
		if may[i+1] {
			last = i + 1
		}
	}
	return append(out, len(letters)-start)
}

// directionOf is the direction of the first strong letter (UAX #9, P2 and P3).
func directionOf(text []rune) bidi.Direction {
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko) && unicode.IsLetter(r):
			return bidi.RightToLeft
		case unicode.IsLetter(r):
			return bidi.LeftToRight
		}
	}
	return bidi.LeftToRight
}

// reorder puts the letters of a line as they are seen (UAX #9, L1 and L2).
func reorder(letters []letter, rtl bool) []letter {
	out := slices.Clone(letters)
	base := bidi.Level(0)
	if rtl {
		base = 1
	}
	for i := len(out) - 1; i >= 0 && out[i].text == " "; i-- {
		out[i].level, out[i].width = base, 0
	}
	highest := base
	for _, l := range out {
		highest = max(highest, l.level)
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(out); i++ {
			end := i
			for end < len(out) && out[end].level >= level {
				end++
			}
			slices.Reverse(out[i:end])
			i = max(i, end-1)
		}
	}
	return out
}
