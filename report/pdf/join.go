package pdf

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The forms of an Arabic letter, in the order in which Unicode lists them.
const (
	isolated = iota
	final
	initial
	medial
)

// joiner knows the presentation forms of Arabic letters (Unicode 16, Arabic
// Presentation Forms-A and -B): four for a letter that joins on both sides, two
// for one that joins what stands before it only, and those of lam with alef.
type joiner struct {
	forms map[rune][]rune
	alefs map[rune][]rune // by the alef that follows a lam
}

const lam = 'ل'

// newJoiner reads the forms from their decompositions.
func newJoiner() *joiner {
	j := &joiner{forms: map[rune][]rune{}, alefs: map[rune][]rune{}}
	for _, block := range [][2]rune{{0xfb50, 0xfbb1}, {0xfbd3, 0xfbe7}, {0xfbfc, 0xfbff}, {0xfe80, 0xfefc}} {
		for form := block[0]; form <= block[1]; form++ {
			switch of := []rune(norm.NFKC.String(string(form))); {
			case len(of) == 1:
				j.forms[of[0]] = append(j.forms[of[0]], form)
			case len(of) == 2 && of[0] == lam:
				j.alefs[of[1]] = append(j.alefs[of[1]], form)
			}
		}
	}
	return j
}

const (
	tatweel   = '\u0640'
	zeroJoin  = '\u200d'
	zeroApart = '\u200c'
)

// before and after report whether a letter joins what stands before or after
// it (UAX #44, Joining_Type).
func (j *joiner) before(r rune) bool { return len(j.forms[r]) >= 2 || r == tatweel || r == zeroJoin }

func (j *joiner) after(r rune) bool { return len(j.forms[r]) == 4 || r == tatweel || r == zeroJoin }

// join returns the shape of each letter in its place; 0 for a letter that is
// drawn together with the one before it.
func (j *joiner) join(text []rune) []rune {
	out := make([]rune, len(text))
	copy(out, text)
	for i, r := range text {
		if len(j.forms[r]) == 0 || out[i] == 0 {
			continue
		}
		previous, _ := neighbour(text, i, -1)
		next, at := neighbour(text, i, 1)
		joined := j.after(previous) && j.before(r)
		if pair := j.alefs[next]; r == lam && at == i+1 && len(pair) == 2 {
			out[i], out[at] = pair[boolForm(joined)], 0
			continue
		}
		form := boolForm(joined)
		if j.after(r) && j.before(next) {
			form += initial
		}
		out[i] = j.forms[r][min(form, len(j.forms[r])-1)]
	}
	return out
}

func boolForm(joined bool) int {
	if joined {
		return final
	}
	return isolated
}

// neighbour is the next letter on one side; marks stand between letters without
// parting them.
func neighbour(text []rune, i, step int) (rune, int) {
	for i += step; i >= 0 && i < len(text); i += step {
		if !unicode.Is(unicode.Mn, text[i]) {
			return text[i], i
		}
	}
	return 0, -1
}

// mirrors are signs that turn round in text from right to left (UAX #9, L4).
var mirrors = map[rune]rune{
	'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<',
	'«': '»', '»': '«', '‹': '›', '›': '‹', '≤': '≥', '≥': '≤',
}
