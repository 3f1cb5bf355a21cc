package mask

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan/index/analysis"
)

// names lists beginnings of names, separated by white space: a word that begins
// so is a name. A beginning that ends in a full stop is a whole word. Lines
// that begin with # say what follows.
//
//go:embed names.txt
var names string

// The lengths of beginnings in the gazetteer, in code points.
const (
	minBeginning = 3
	maxBeginning = 14
)

// What the gazetteer knows: beginnings of words, and whole words.
var beginnings, whole = parse(names)

func parse(list string) (beginnings, whole map[string]bool) {
	beginnings, whole = map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(list) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, entry := range strings.Fields(line) {
			if word, ok := strings.CutSuffix(entry, "."); ok {
				whole[analysis.Fold(word)] = true
			} else {
				beginnings[analysis.Fold(entry)] = true
			}
		}
	}
	return beginnings, whole
}

// sides are what is put before a name to say for or against it.
var sides = []string{"про", "анти", "екс", "экс", "пост", "не", "pro", "anti", "post", "ex"}

// Known reports whether a folded word is in the gazetteer, in any inflection,
// alone or after a word of side such as pro and anti.
func Known(folded string) bool {
	if listed(folded) {
		return true
	}
	for _, side := range sides {
		if rest, ok := strings.CutPrefix(folded, side); ok && utf8.RuneCountInString(rest) > minBeginning && listed(rest) {
			return true
		}
	}
	return false
}

func listed(word string) bool {
	if whole[word] {
		return true
	}
	letters := 0
	for i := range word {
		if letters >= minBeginning && beginnings[word[:i]] {
			return true
		}
		if letters++; letters > maxBeginning {
			return false
		}
	}
	return beginnings[word]
}
