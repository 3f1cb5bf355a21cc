package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences lists the sentences of a text without the white space around them.
// A sentence ends at a line break and after ! ? … ։ ؟ ۔ 。, with any closing
// quotes and brackets; after a full stop only where white space follows that
// is not followed by a lower-case letter, and not after an initial (И. Иванов).
// A colon after an Armenian letter is the Armenian full stop as it is mostly
// typed. Pieces without a letter or digit are left out.
func Sentences(text string) []Span {
	var spans []Span
	from := 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r != '\n' && !endsSentence(text, i, r) {
			i += n
			continue
		}
		if i += n; r != '\n' {
			i = afterClosing(text, i)
		}
		spans = appendSentence(spans, text, from, i)
		from = i
	}
	return appendSentence(spans, text, from, len(text))
}

func endsSentence(text string, at int, r rune) bool {
	switch r {
	case '!', '?', '…', '։', '؟', '۔', '。':
		return true
	case '.':
		return endsAtStop(text[:at], text[at+1:])
	case ':':
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		return unicode.Is(unicode.Armenian, before) && startsSentence(text[at+1:])
	}
	return false
}

// endsAtStop judges a full stop by what stands on both sides of it.
func endsAtStop(before, after string) bool {
	return startsSentence(after[afterClosing(after, 0):]) && !endsWithInitial(before)
}

// startsSentence reports whether text is at its end, or goes on with white
// space and something else than a lower-case letter.
func startsSentence(text string) bool {
	rest := strings.TrimLeftFunc(text, unicode.IsSpace)
	if rest == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return len(rest) < len(text) && (!unicode.IsLower(r) || unicode.Is(unicode.Georgian, r))
}

// endsWithInitial reports whether text ends with one upper-case letter alone.
func endsWithInitial(text string) bool {
	r, n := utf8.DecodeLastRuneInString(text)
	before, _ := utf8.DecodeLastRuneInString(text[:len(text)-n])
	return unicode.IsUpper(r) && !unicode.IsLetter(before) && !unicode.IsNumber(before)
}

// maxClosing bounds the punctuation at a sentence's end: a page of nothing but
// full stops would otherwise be read again for each of them.
const maxClosing = 12

// afterClosing skips the punctuation that still belongs to a sentence's end.
func afterClosing(text string, i int) int {
	for range maxClosing {
		r, n := utf8.DecodeRuneInString(text[i:])
		if n == 0 || !strings.ContainsRune(".!?…։؟۔。\"'»”’)]", r) {
			break
		}
		i += n
	}
	return i
}

func appendSentence(spans []Span, text string, from, to int) []Span {
	piece := strings.TrimLeftFunc(text[from:to], unicode.IsSpace)
	from = to - len(piece)
	to = from + len(strings.TrimRightFunc(piece, unicode.IsSpace))
	if strings.IndexFunc(text[from:to], isWordRune) < 0 {
		return spans
	}
	return append(spans, Span{From: from, To: to})
}

func isWordRune(r rune) bool { return inWord(r, false) }
