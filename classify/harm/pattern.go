package harm

import (
	_ "embed"
	"strings"

	"github.com/qalxan/qalxan/index/analysis"
)

//go:embed lexicon.txt
var lexicon string

// maxGap is how many words may stand between two words of a pattern.
const maxGap = 2

// pattern is words in order.
type pattern struct {
	key  string
	line string // as it is written in the lexicon
	// words are the alternatives at each place.
	words [][]form
}

// form is a word, or the beginning of one.
type form struct {
	text   string
	prefix bool
}

func (f form) matches(word string) bool {
	return word == f.text || f.prefix && strings.HasPrefix(word, f.text)
}

// patterns reads the lexicon.
func patterns(text string) []pattern {
	var all []pattern
	for line := range strings.Lines(text) {
		key, words, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(key, "#") {
			continue
		}
		p := pattern{key: key, line: words}
		for place := range strings.FieldsSeq(words) {
			var forms []form
			for word := range strings.SplitSeq(place, "|") {
				stem, prefix := strings.CutSuffix(word, "*")
				forms = append(forms, form{analysis.Fold(stem), prefix})
			}
			p.words = append(p.words, forms)
		}
		all = append(all, p)
	}
	return all
}

// in returns where the pattern stands in the words of a sentence from a place
// on: the places of its first and last word.
func (p pattern) in(words []analysis.Token, from int) (first, last int, ok bool) {
	for first = from; first < len(words); first++ {
		if !either(p.words[0], words[first].Text) {
			continue
		}
		if last, ok = p.rest(words, first); ok {
			return first, last, true
		}
	}
	return 0, 0, false
}

func (p pattern) rest(words []analysis.Token, first int) (last int, ok bool) {
	last = first
	for _, forms := range p.words[1:] {
		next := last + 1
		for next < len(words) && next <= last+1+maxGap && !either(forms, words[next].Text) {
			next++
		}
		if next >= len(words) || next > last+1+maxGap {
			return 0, false
		}
		last = next
	}
	return last, true
}

func either(forms []form, word string) bool {
	for _, f := range forms {
		if f.matches(word) {
			return true
		}
	}
	return false
}
