package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many marks a letter keeps; Zalgo text has hundreds.
const maxMarks = 4

// Fold gives all spellings of a word one form, so that what is typed finds
// what was written. It is compatibility normalisation (NFKC, UAX #15) and
// lower case, and beyond them:
//
//   - I, İ, ı and i are one letter, because upper case cannot be undone
//     without knowing the language; ё is е; և is եւ
//   - Latin letters keep the marks that make other letters of them in
//     Azerbaijani and Turkish (ç ş ğ ö ü, also ä) and lose all others;
//     Cyrillic keeps й ї ў and loses stress marks
//   - Arabic script: ي ى are ی, ك is ک, ة is ه, hamza and madda leave their
//     carrier; vowel signs and tatweel are removed; its digits are 0 to 9
//   - every apostrophe is ', invisible characters and Armenian tone marks are
//     removed
//
// Fold(Fold(w)) is Fold(w). Look-alike letters of other scripts stay what they
// are. Bytes that are not UTF-8 are dropped.
func Fold(word string) string {
	if folded, ok := foldKnown(word); ok {
		return folded
	}
	return foldAny(word)
}

// foldKnown folds words of letters whose folding needs no neighbours. Most
// words of a text are in their folded form already and come back as they are.
func foldKnown(word string) (string, bool) {
	same := 0 // bytes of the beginning that folding leaves alone
	for _, r := range word {
		if int(r) >= len(known) || known[r] != r {
			break
		}
		same += utf8.RuneLen(r)
	}
	if same == len(word) {
		return word, true
	}
	var b strings.Builder
	b.Grow(len(word))
	b.WriteString(word[:same])
	for _, r := range word[same:] {
		if int(r) >= len(known) || known[r] == 0 {
			return "", false
		}
		b.WriteRune(known[r])
	}
	return b.String(), true
}

// known maps the characters of the Latin, Cyrillic, Armenian and Arabic blocks
// that fold to exactly one character; 0 marks all others.
var known = knownFolds()

func knownFolds() (table [0x700]rune) {
	for r := rune(1); int(r) < len(table); r++ {
		folded := foldAny(string(r))
		if only, n := utf8.DecodeRuneInString(folded); n > 0 && n == len(folded) && !unicode.IsMark(only) {
			table[r] = only
		}
	}
	return table
}

func foldAny(word string) string {
	var b strings.Builder
	var base rune
	marks := 0
	for _, r := range norm.NFKD.String(strings.Map(plainApostrophe, word)) {
		r = letter(plainApostrophe(unicode.ToLower(r))) // ŉ brings its own
		switch {
		case ignorable(r) || r == utf8.RuneError:
		case unicode.IsMark(r):
			if kept := mark(base, r); kept != 0 && marks < maxMarks {
				b.WriteRune(kept)
				marks++
			}
		default:
			b.WriteRune(r)
			base, marks = r, 0
		}
	}
	return norm.NFC.String(b.String())
}

func plainApostrophe(r rune) rune {
	if isApostrophe(r) {
		return '\''
	}
	return r
}

// letter maps variants of one letter to one, after decomposition.
func letter(r rune) rune {
	switch r {
	case 'ı':
		return 'i'
	case 'ς':
		return 'σ'
	case 'ي', 'ى':
		return 'ی'
	case 'ك':
		return 'ک'
	case 'ة', 'ہ', 'ھ', 'ۃ', 'ە': // the last is what ۀ decomposes to
		return 'ه'
	case 'ٱ':
		return 'ا'
	}
	switch {
	case '٠' <= r && r <= '٩':
		return r - '٠' + '0'
	case '۰' <= r && r <= '۹':
		return r - '۰' + '0'
	}
	return r
}

// Combining marks that tell letters apart.
const (
	breve      = '\u0306'
	diaeresis  = '\u0308'
	commaBelow = '\u0326'
	cedilla    = '\u0327'
)

// mark returns the mark that the letter keeps, 0 for none.
func mark(base, r rune) rune {
	switch {
	case base == 's' && r == commaBelow:
		return cedilla // the Romanian letter, often typed for ş
	case r == cedilla:
		return keepIf(base == 'c' || base == 's', r)
	case r == breve:
		return keepIf(base == 'g' || unicode.Is(unicode.Cyrillic, base), r)
	case r == diaeresis:
		return keepIf(strings.ContainsRune("aou", base) || base != 'е' && unicode.Is(unicode.Cyrillic, base), r)
	case r == '\u3099' || r == '\u309A': // voicing of kana
		return r
	}
	return keepIf(!unicode.In(r, unicode.Inherited, unicode.Arabic, unicode.Me), r)
}

func keepIf(keep bool, r rune) rune {
	if keep {
		return r
	}
	return 0
}

// isApostrophe reports whether r is used as an apostrophe or as the turned
// comma of Uzbek oʻ and gʻ.
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '`', '´', '‘', '’', '‛', 'ʹ', 'ʻ', 'ʼ', 'ʽ', '′', '＇', '՚', 'ꞌ':
		return true
	}
	return false
}

// ignorable reports whether r can stand inside a word without being part of
// it: format characters (soft hyphen, zero-width space, joiners, direction
// marks, BOM), tatweel, and the Armenian marks of emphasis, exclamation and
// question, which stand on a vowel.
func ignorable(r rune) bool {
	switch r {
	case 'ـ', '՛', '՜', '՞':
		return true
	}
	return r >= 0xAD && unicode.Is(unicode.Cf, r)
}
