package pdf

import (
	"slices"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	"github.com/qalxan/qalxan/report/paper"
)

// setter breaks texts into lines. It is not safe for concurrent use.
type setter struct {
	shaper  shaping.HarfbuzzShaper
	scripts shaping.Segmenter
	wrapper shaping.LineWrapper
	order   bidi.Paragraph
}

// paragraph is a text without line ends, as it is read and as it is drawn.
type paragraph struct {
	face   *face
	read   []rune
	text   []rune // drawn; as long as what is read
	of     []*paper.Run
	width  float64 // of the column
	base   bidi.Direction
	levels []bidi.Level // of the letters (UAX #9, 3.3)
}

// mostLines is how many lines one text may have.
const mostLines = 400

// set breaks a line of runs to a width in thousandths of the size. Every
// paragraph has its own direction if the text is foreign, and begins at the left
// as the languages of reports do if it is not.
func (s *setter) set(f *face, runs paper.Line, width float64, foreign bool) []line {
	var text []rune
	var of []*paper.Run
	for i := range runs {
		for _, r := range raised(runs[i].Number) + norm.NFC.String(runs[i].Text) {
			text, of = append(text, r), append(of, &runs[i])
		}
	}
	var out []line
	for start := 0; start < len(text) && len(out) < mostLines; {
		end := start
		for end < len(text) && text[end] != '\n' {
			end++
		}
		p := &paragraph{face: f, read: text[start:end], of: of[start:end], width: width, base: bidi.LeftToRight}
		if foreign {
			p.base = directionOf(p.read)
		}
		out = append(out, s.paragraph(p, mostLines-len(out))...)
		start = end + 1
	}
	return out
}

// paragraph breaks where UAX #14 allows, or between the letters of what is wider
// than a line.
func (s *setter) paragraph(p *paragraph, most int) []line {
	if len(p.read) == 0 {
		return []line{{}}
	}
	p.text = slices.Clone(p.read)
	for i, r := range p.read {
		p.text[i] = p.face.shown(r)
	}
	p.levels = s.levels(p.text, p.base)
	shaped := s.shaped(p)
	s.wrapper.Prepare(shaping.WrapConfig{Direction: direction(p.base == bidi.RightToLeft), DisableTrailingWhitespaceTrim: true}, p.text, shaping.NewSliceIterator(shaped))
	var out []line
	for done := false; !done && len(out) < most; {
		var next shaping.WrappedLine
		if next, done = s.wrapper.WrapNextLineF(fixed.Int26_6(p.width * 64)); len(next.Line) > 0 {
			out = append(out, p.place(next.Line))
		}
	}
	return out
}

// shaped is the glyphs of a paragraph, a run for each script and level.
func (s *setter) shaped(p *paragraph) []shaping.Output {
	whole := shaping.Input{Text: p.text, RunEnd: len(p.text), Direction: direction(p.base == bidi.RightToLeft), Size: fixed.I(em)}
	var out []shaping.Output
	for _, run := range s.scripts.Split(whole, p.face) {
		for end := run.RunEnd; run.RunStart < end; run.RunStart = run.RunEnd {
			for run.RunEnd = run.RunStart + 1; run.RunEnd < end && p.levels[run.RunEnd] == p.levels[run.RunStart]; {
				run.RunEnd++
			}
			run.Direction = direction(p.levels[run.RunStart]&1 == 1)
			out = append(out, s.shaper.Shape(run))
		}
	}
	return out
}

func direction(leftward bool) di.Direction {
	if leftward {
		return di.DirectionRTL
	}
	return di.DirectionLTR
}
