package analysis

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/turkish"
	"golang.org/x/text/unicode/norm"
)

// minStem is the shortest stem in letters.
const minStem = 3

// stemmers take an original word and return a stem that is not folded yet.
var stemmers = map[string]func(word string) string{
	"ar": snowball(arabic.Stem, lower),
	"az": func(word string) string { return stemAzerbaijani(Fold(beforeApostrophe(word))) },
	"de": snowball(german.Stem, lower),
	"en": snowball(english.Stem, lower),
	"fr": snowball(french.Stem, lower),
	"ru": snowball(russian.Stem, lower),
	"tr": snowball(turkish.Stem, lowerTurkish),
}

// Stemmed lists the ISO 639-1 codes of the languages that have a stemmer,
// sorted.
func Stemmed() []string { return slices.Sorted(maps.Keys(stemmers)) }

// Stem returns the folded stem of a word of the language (ISO 639-1), and
// false with the folded word where the language has no stemmer. It wants the
// word as it is written, not folded: Turkish rules need the dotless ı. A word
// whose stem has less than three letters, or that is too long for a word, keeps
// its folded form.
func Stem(language, word string) (string, bool) {
	stem, ok := stemmers[language]
	if !ok {
		return Fold(word), false
	}
	if len(word) <= maxWord*utf8.UTFMax {
		if s := Fold(stem(word)); utf8.RuneCountInString(s) >= minStem {
			return s, true
		}
	}
	return Fold(word), true
}

func snowball(stem func(*snowballstem.Env) bool, lower func(string) string) func(string) string {
	return func(word string) string {
		env := snowballstem.NewEnv(lower(word))
		stem(env)
		return env.Current()
	}
}

// lower brings a word into the form that stemmers are written for.
func lower(word string) string {
	return strings.ToLower(norm.NFC.String(strings.Map(visible, word)))
}

func lowerTurkish(word string) string {
	word = norm.NFC.String(strings.Map(visible, beforeApostrophe(word)))
	return strings.ToLowerSpecial(unicode.TurkishCase, word)
}

func visible(r rune) rune {
	if ignorable(r) {
		return -1
	}
	return plainApostrophe(r)
}

// beforeApostrophe cuts the suffixes that Turkish and Azerbaijani write after
// the apostrophe of a name: Kıbrıs'ta.
func beforeApostrophe(word string) string {
	if i := strings.IndexFunc(word, isApostrophe); i > 0 {
		return word[:i]
	}
	return word
}
