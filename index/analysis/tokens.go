// Package analysis reads text the way searching and comparing need it: words
// with their places, one folded form for all spellings of a word, stems, and
// sentences. It knows the scripts and habits of Azerbaijani, Armenian, Arabic,
// English, Georgian, Kazakh, Persian, Russian, Turkish, Ukrainian and Uzbek,
// and is harmless to any other.
package analysis

import (
	"unicode"
	"unicode/utf8"
)

// Version changes whenever Tokens, Fold or Stem give other results than
// before. An index made by another version has to be made anew.
const Version = 1

// maxWord is the longest word in code points; a longer run is cut into pieces,
// so that a page without spaces cannot make an endless term.
const maxWord = 64

// Token is one word.
type Token struct {
	Text     string // folded, never empty
	From, To int    // bytes of the original
}

// Span is a piece of text in bytes.
type Span struct{ From, To int }

// Tokens lists the words and numbers of a text in order. Words are runs of
// letters, marks and digits after UAX #29, with these habits of our languages:
// an apostrophe of any shape between letters belongs to the word (oʻzbek,
// м'ята, Trump's), a full stop or comma between digits to the number, and
// invisible characters and Armenian tone marks do not part a word. An
// ideograph or kana is a word of its own. Bytes that are not UTF-8 part words.
func Tokens(text string) []Token {
	tokens := make([]Token, 0, len(text)/7+1)
	for i := 0; i < len(text); {
		to := wordEnd(text, i)
		if to == i {
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		if folded := Fold(text[i:to]); folded != "" {
			tokens = append(tokens, Token{Text: folded, From: i, To: to})
		}
		i = to
	}
	return tokens
}

// wordEnd returns where the word that starts at from ends; from itself where
// no word starts.
func wordEnd(text string, from int) int {
	end, length := from, 0
	var last, joint rune // the letter before, and what stands between
	for i := from; i < len(text) && length < maxWord; {
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		switch {
		case inWord(r, end > from):
			if joint != 0 && !joins(last, joint, r) || length > 0 && standsAlone(r) {
				return end
			}
			end, last, joint, length = i, r, 0, length+1
			if standsAlone(r) {
				return end
			}
		case end == from:
			return from
		case ignorable(r):
		case joint == 0 && (isApostrophe(r) || r == '.' || r == ','):
			joint = r
		default:
			return end
		}
	}
	return end
}

// inWord reports whether r is part of a word; a mark only once one has begun.
func inWord(r rune, begun bool) bool {
	switch {
	case r < utf8.RuneSelf:
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	case isApostrophe(r):
		return false // U+02BB and its like count as letters in Unicode
	case unicode.IsMark(r):
		return begun
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// joins reports whether joint between two characters keeps them together.
func joins(before, joint, after rune) bool {
	if isApostrophe(joint) {
		return !unicode.IsNumber(before) && unicode.IsLetter(after)
	}
	return unicode.IsNumber(before) && unicode.IsNumber(after)
}

// standsAlone is for scripts that put no spaces between words.
func standsAlone(r rune) bool {
	return r >= 0x3040 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && unicode.IsLetter(r)
}
