package translate

import (
	"unicode"

	"github.com/qalxan/qalxan"
)

// longest is how many letters a paragraph has that is sent as one; a longer one
// is parted where a sentence ends, or at least a word.
const longest = 1500

// split finds the paragraphs of a text, of which no more than most letters are
// taken. Rest reports whether there is more. Texts of parts are empty.
func split(text []rune, most int) (parts []qalxan.TranslatedPart, rest bool) {
	left := most
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		from, to := trim(text, at, end)
		if at = end + 1; from == to {
			continue
		}
		for from < to {
			n := from + piece(text[from:to])
			if n-from > left {
				return parts, true
			}
			left -= n - from
			first, last := trim(text, from, n)
			if first < last {
				parts = append(parts, qalxan.TranslatedPart{From: first, To: last})
			}
			from = n
		}
	}
	return parts, false
}

func lineEnd(text []rune, from int) int {
	for i := from; i < len(text); i++ {
		if text[i] == '\n' {
			return i
		}
	}
	return len(text)
}

func trim(text []rune, from, to int) (int, int) {
	for from < to && unicode.IsSpace(text[from]) {
		from++
	}
	for from < to && unicode.IsSpace(text[to-1]) {
		to--
	}
	return from, to
}

// piece is how much of a paragraph is sent as one.
func piece(text []rune) int {
	if len(text) <= longest {
		return len(text)
	}
	word := longest
	for i := longest; i > longest/2; i-- {
		if !unicode.IsSpace(text[i]) {
			continue
		}
		if ends(text[i-1]) {
			return i
		}
		if word == longest {
			word = i
		}
	}
	return word
}

func ends(r rune) bool { return unicode.Is(unicode.STerm, r) || r == '…' }
