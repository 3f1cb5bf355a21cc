package language

import (
	"strings"
	"unicode"
)

// Bounds of what is read of a text. Confidence no longer grows after some
// hundred letters, and the cost of the models does.
const (
	maxLetters = 300
	maxRead    = 16 << 10 // bytes
)

// sample is the beginning of a text, reduced to the words of its main script.
type sample struct {
	script  script
	words   []string // lower case
	letters int
	counts  map[rune]int
}

// script is a writing system, and the language that it alone gives away.
type script struct {
	tag   string // ISO 15924
	table *unicode.RangeTable
	code  string // empty where several languages are written in it
}

var scripts = []script{
	{"Latn", unicode.Latin, ""},
	{"Cyrl", unicode.Cyrillic, ""},
	{"Arab", unicode.Arabic, ""},
	{"Armn", unicode.Armenian, "hy"},
	{"Geor", unicode.Georgian, "ka"},
	{"Hebr", unicode.Hebrew, "he"},
	{"Grek", unicode.Greek, "el"},
	{"Hang", unicode.Hangul, "ko"},
	{"Thai", unicode.Thai, "th"},
	{"Hira", unicode.Hiragana, "ja"},
	{"Kana", unicode.Katakana, "ja"},
	{"Hani", unicode.Han, ""},
	{"Deva", unicode.Devanagari, ""},
	{"Ethi", unicode.Ethiopic, ""},
	{"Mong", unicode.Mongolian, ""},
	{"Tibt", unicode.Tibetan, ""},
}

// unknownScript is that of a text without letters that are known here.
var unknownScript = script{tag: "Zyyy"}

// read takes the words of the script that most letters of the beginning of a
// text are in. A word belongs to the script of most of its letters, so that a
// letter borrowed from another script does not break it. Lower says what becomes
// of a letter.
func read(text string, lower func(rune) rune) sample {
	words := make([][]string, len(scripts))
	letters := make([]int, len(scripts))
	total := 0
	for word := range wordsOf(text, lower) {
		at, n := scriptOf(word)
		if at < 0 {
			continue
		}
		words[at] = append(words[at], word)
		letters[at] += n
		if total += n; total >= maxLetters {
			break
		}
	}
	best := 0
	for at := range letters {
		if letters[at] > letters[best] {
			best = at
		}
	}
	if letters[best] == 0 {
		return sample{script: unknownScript}
	}
	return newSample(scripts[best], words[best])
}

func newSample(of script, words []string) sample {
	s := sample{script: of, words: words, counts: map[rune]int{}}
	for _, word := range words {
		for _, r := range word {
			if unicode.IsLetter(r) {
				s.counts[r]++
				s.letters++
			}
		}
	}
	return s
}

// wordsOf yields the lower-case words at the beginning of a text, without
// addresses and account names, which are in no language.
func wordsOf(text string, lower func(rune) rune) func(yield func(string) bool) {
	if len(text) > maxRead {
		text = strings.ToValidUTF8(text[:maxRead], "")
	}
	return func(yield func(string) bool) {
		for field := range strings.FieldsSeq(text) {
			if strings.Contains(field, "://") || strings.HasPrefix(field, "@") || strings.HasPrefix(field, "www.") {
				continue
			}
			for word := range strings.FieldsFuncSeq(field, notInWord) {
				word = strings.Trim(strings.Map(lower, word), "'")
				if word != "" && !yield(word) {
					return
				}
			}
		}
	}
}

func notInWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && lower(r) != '\'' && r != zeroWidthNonJoiner
}

// Letters and signs that are one and the same to a reader.
const (
	zeroWidthNonJoiner = '\u200c' // joins the parts of a Persian word
	cyrillicSchwa      = '\u04d9'
	latinSchwa         = '\u0259'
)

// lower is the lower case of a letter, with one spelling for the apostrophes
// of Uzbek and Ukrainian.
func lower(r rune) rune {
	switch r {
	case '\u2018', '\u2019', '\u02bb', '\u02bc', '`', '\u00b4', '\u02b9':
		return '\''
	}
	return unicode.ToLower(r)
}

// icelandic are the letters as which ı, ş and ğ show on pages in the Turkish
// code page that call themselves Latin-1. One of them is a letter of Turkmen.
const icelandic = "ýÝþÞðÐ"

// repaired is [lower] for such pages.
func repaired(r rune) rune {
	switch r {
	case 'ý', 'Ý':
		return 'ı'
	case 'þ', 'Þ':
		return 'ş'
	case 'ð', 'Ð':
		return 'ğ'
	}
	return lower(r)
}

// scriptOf returns the place in scripts of most letters of a word and how many
// there are, or -1.
func scriptOf(word string) (int, int) {
	counts := [32]int{}
	best := -1
	for _, r := range word {
		at := tableOf(r)
		if at < 0 {
			continue
		}
		counts[at]++
		if best < 0 || counts[at] > counts[best] {
			best = at
		}
	}
	if best < 0 {
		return -1, 0
	}
	return best, counts[best]
}

func tableOf(r rune) int {
	if r < 0x80 {
		if r >= 'a' && r <= 'z' {
			return 0
		}
		return -1
	}
	for at := range scripts {
		if unicode.Is(scripts[at].table, r) {
			return at
		}
	}
	return -1
}
