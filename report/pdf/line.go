package pdf

import (
	"math"
	"slices"
	"strings"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/shaping"

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

// mark is a shape above or below its letter: an outline in units of the font, and
// its place.
type mark struct {
	outline []opentype.Segment
	unit    float64
	x, rise float64
	run     *paper.Run
}

// line is what fits a width: glyphs from left to right.
type line struct {
	glyphs []glyph
	marks  []mark
	width  float64
	rtl    bool // of the paragraph: it begins at the right
}

// place puts what was shaped for a line in the order in which it is seen.
// Spaces at its end are not drawn.
func (p *paragraph) place(shaped shaping.Line) line {
	out := line{rtl: p.base == bidi.RightToLeft}
	last := shaped[len(shaped)-1].Runes
	end := last.Offset + last.Count
	for end > shaped[0].Runes.Offset && p.text[end-1] == ' ' {
		end--
	}
	for _, run := range p.ordered(shaped) {
		for i, g := range run.Glyphs {
			if g.TextIndex() < end && !onlyTurns(p.text[g.TextIndex()]) {
				p.add(&out, run, i)
			}
		}
	}
	return out
}

// onlyTurns reports whether a sign only says where directions begin and end.
func onlyTurns(r rune) bool {
	return r == isolate || r == endIsolate || r == '\u200e' || r == '\u200f'
}

// highest is how far from its place on a letter a mark is drawn: a heap of marks
// does not cover the lines above.
const highest = 0.6 * em

// add puts a shaped glyph at the end of a line. Readers of the file put text from
// right to left in order one glyph at a time, and take what is raised for a line
// of its own: the later letters of a ligature, and a mark over its letter, are
// therefore told apart from what is drawn.
func (p *paragraph) add(out *line, run shaping.Output, i int) {
	g, letters := run.Glyphs[i], p.meaning(run, i)
	x, advance, of := out.width+float64(g.XOffset)/64, float64(g.Advance)/64, p.of[g.TextIndex()]
	if g.YOffset != 0 {
		p.tell(out, letters, of)
		out.width += advance
		if rise := float64(g.YOffset) / 64; math.Abs(rise) <= highest {
			outline, _ := p.face.GlyphDataOutline(g.GlyphID)
			out.marks = append(out.marks, mark{outline.Segments, em / float64(p.face.Upem()), x, rise, of})
		}
		return
	}
	if out.width > 0 && out.width+advance > p.width+1 {
		p.tell(out, letters, of)
		return
	}
	if len(letters) > 1 && leftward(run) {
		p.tell(out, letters[1:], of)
		letters = letters[:1]
	}
	key := glyphKey{id: g.GlyphID, text: string(letters)}
	out.glyphs = append(out.glyphs, glyph{p.face.cid(key), x, advance, p.face.width(key), of})
	out.width += advance
}

// tell puts letters at the end of a line that are read and not seen.
func (p *paragraph) tell(out *line, letters []rune, of *paper.Run) {
	for _, r := range slices.Backward(letters) {
		out.glyphs = append(out.glyphs, glyph{cid: p.face.cid(glyphKey{text: string(r), unseen: true}), x: out.width, run: of})
	}
}

// meaning is the letters that a glyph of a run stands for. The letters of a
// cluster are dealt out to its glyphs in the order of reading; the last one
// takes what is left.
func (p *paragraph) meaning(run shaping.Output, i int) []rune {
	g := run.Glyphs[i]
	step := 1
	if leftward(run) {
		step = -1
	}
	nth := 0
	for n := i - step; n >= 0 && n < len(run.Glyphs) && run.Glyphs[n].TextIndex() == g.TextIndex(); n -= step {
		nth++
	}
	letters := p.read[g.TextIndex() : g.TextIndex()+g.RunesCount()]
	letters = letters[min(nth, len(letters)):]
	if nth < g.GlyphsCount()-1 {
		letters = letters[:min(1, len(letters))]
	}
	return letters
}

func leftward(run shaping.Output) bool { return run.Direction.Progression() == di.TowardTopLeft }

// raised is the numbers before a marked place, as small raised digits.
func raised(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0']
		}
		return r
	}, number)
}
