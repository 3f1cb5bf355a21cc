package narrative

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/index/analysis"
)

// terms turns words into what is compared.
type terms interface {
	of(text string, t analysis.Token) string
}

// stems compares words of one language.
type stems struct{ language string }

func (s stems) of(text string, t analysis.Token) string {
	if stem, ok := analysis.Stem(s.language, text[t.From:t.To]); ok {
		return stem
	}
	return beginnings{}.of(text, t)
}

// beginnings compares words of related languages, and of languages that have
// no stemmer, by their first letters: what changes in these stands at the end.
type beginnings struct{}

const beginning = 5 // letters

func (beginnings) of(_ string, t analysis.Token) string { return cut(t.Text, beginning) }

// cut returns the first letters of a word.
func cut(word string, letters int) string {
	for i := range word {
		if letters == 0 {
			return word[:i]
		}
		letters--
	}
	return word
}

// stopWords are the folded function words of a language.
func stopWords(code string) map[string]bool {
	words := map[string]bool{}
	for _, w := range language.FunctionWords(code) {
		words[analysis.Fold(w)] = true
	}
	return words
}

// content lists the terms of a text without function words.
func content(text string, as terms, stop map[string]bool) []string {
	var list []string
	for _, t := range analysis.Tokens(text) {
		if !stop[t.Text] {
			list = append(list, as.of(text, t))
		}
	}
	return list
}

// gramLetters is the length of letter sequences.
const gramLetters = 4

// grams lists the sequences of four letters in the words of a text. They find
// words that are misspelt, run together or inflected.
func grams(text string) []string {
	var list []string
	for _, t := range analysis.Tokens(text) {
		letters := []rune(" " + t.Text + " ")
		for i := range max(0, len(letters)-gramLetters+1) {
			list = append(list, string(letters[i:i+gramLetters]))
		}
	}
	return list
}

var address = regexp.MustCompile(`(?:https?://|www\.|pic\.twitter\.com/)\S+`)

// legible prepares a post for searching: addresses go, and #TagsLikeThis and
// @NamesLikeThis fall into their words.
func legible(text string) string {
	var b strings.Builder
	before := ' '
	for _, r := range address.ReplaceAllString(text, " ") {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteRune(' ')
		}
		if strings.ContainsRune("#@_", r) {
			r = ' '
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}
