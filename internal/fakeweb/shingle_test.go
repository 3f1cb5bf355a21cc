package fakeweb

import (
	"strings"
	"unicode"
)

// shingles are the runs of three words in a text.
func shingles(text string) map[string]bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	set := map[string]bool{}
	for i := 0; i+3 <= len(words); i++ {
		set[strings.Join(words[i:i+3], " ")] = true
	}
	return set
}

// contained is the share of a that is in b.
func contained(a, b map[string]bool) float64 {
	return float64(common(a, b)) / float64(max(len(a), 1))
}

func jaccard(a, b map[string]bool) float64 {
	both := common(a, b)
	return float64(both) / float64(len(a)+len(b)-both)
}

func common(a, b map[string]bool) (n int) {
	for s := range a {
		if b[s] {
			n++
		}
	}
	return n
}
