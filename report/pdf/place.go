package pdf

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// visual places the letters of a line from left to right.
func visual(f *face, letters []letter, rtl bool) line {
	out := line{rtl: rtl}
	ordered := reorder(letters, rtl)
	for i, l := range ordered {
		if l.shape == 0 {
			continue
		}
		id := f.ids[l.shape]
		g := glyph{cid: f.cid(id, l.text), x: out.width, advance: l.width, width: f.width(id), run: l.run}
		if unicode.Is(unicode.Mn, l.shape) {
			g.x = over(f, id, out, ordered, i)
		}
		out.glyphs = append(out.glyphs, g)
		out.width += l.width
	}
	return out
}

// over is where a mark is drawn: in the middle of its letter, which stands
// left of it, or right of it in text from right to left.
func over(f *face, id int, out line, ordered []letter, i int) float64 {
	left, right, ok := f.sides(id)
	if !ok {
		return out.width
	}
	step := -1
	if ordered[i].level&1 == 1 {
		step = 1
	}
	for n := i + step; n >= 0 && n < len(ordered); n += step {
		if base := ordered[n]; base.shape != 0 && !unicode.Is(unicode.Mn, base.shape) {
			middle := out.width + float64(step)*base.width/2
			return middle - (left+right)/2
		}
	}
	return out.width
}

// composed puts letters and their marks together where one letter has both.
func composed(text string) string { return norm.NFC.String(text) }

// raised is the numbers before a marked place, as small raised digits.
func raised(number string) string {
	out := []rune(number)
	for i, digit := range out {
		if digit >= '0' && digit <= '9' {
			out[i] = []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[digit-'0']
		}
	}
	return string(out)
}
