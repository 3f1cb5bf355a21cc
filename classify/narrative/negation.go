package narrative

import (
	"regexp"
	"slices"
	"strings"

	"github.com/qalxan/qalxan/index/analysis"
)

// negation is how the languages of a text and a wording say no: with words of
// their own, or inside the verb.
type negation struct {
	codes []string
	words []map[string]bool
}

// Where a word of negation has to stand to concern a match: between its words,
// one before them, or two after, with no punctuation between.
const (
	negationBefore = 1
	negationAfter  = 2
)

// stands reports whether a word of negation stands at the match.
func (n negation) stands(text string, words []analysis.Token, window []occurrence) bool {
	from, to := window[0].at, window[len(window)-1].at
	for range negationBefore {
		if from > 0 && together(text, words[from-1], words[from]) {
			from--
		}
	}
	for range negationAfter {
		if to+1 < len(words) && together(text, words[to], words[to+1]) {
			to++
		}
	}
	return slices.ContainsFunc(words[from:to+1], func(t analysis.Token) bool { return n.word(t.Text) })
}

// together reports whether nothing but white space stands between two words.
func together(text string, a, b analysis.Token) bool { return strings.TrimSpace(text[a.To:b.From]) == "" }

func (n negation) word(text string) bool {
	return slices.ContainsFunc(n.words, func(words map[string]bool) bool { return words[text] })
}

// negatedShare is the most of a wording's weight that may be found in negated
// verbs only.
const negatedShare = 0.4

// withNegated adds the terms that are there as the negative of the wording's
// verb, and reports whether there are any: zəhərlənib, zəhərlənməyib.
func withNegated(p pattern, found []occurrence, words []analysis.Token, n negation) ([]occurrence, bool) {
	if len(found) == 0 || p.cover(found) < Threshold-negatedShare {
		return found, false
	}
	negated := false
	for i, t := range p.terms {
		if slices.ContainsFunc(found, func(o occurrence) bool { return o.term == i }) {
			continue
		}
		at := slices.IndexFunc(words, func(w analysis.Token) bool { return n.verb(t.word, w.Text) })
		if at >= 0 {
			found, negated = append(found, occurrence{at, i}), true
		}
	}
	return found, negated
}

// negativeEnding is what stands after the stem of a negated verb in the Turkic
// languages here; the verbal noun in -ma is not negative.
var negativeEnding = map[string]*regexp.Regexp{
	"az": regexp.MustCompile(`^m(?:[aə]y|[aə]d[iuü]|[aə]m[iuü]ş|[iuü]r|[aə]z|[aə]s[iuü]n)`),
	"tr": regexp.MustCompile(`^m(?:[ae]y|[ae]d[iuü]|[ae]m[iuü]ş|[iuü]yor|[ae]z|[ae]s[iuü]n)`),
	"uz": regexp.MustCompile(`^ma(?:gan|di|y|s)`),
	"kk": regexp.MustCompile(`^[мбп][ае](?:ған|ген|ды|ді|й)`),
}

// negativeBeginning is what stands before a negated verb.
var negativeBeginning = map[string]string{"fa": "ن", "hy": "չ"}

// minVerb is the shortest beginning, in bytes, that two forms of a verb share.
const minVerb = 4

// verb reports whether a word of the text is the negative of a word of the
// wording.
func (n negation) verb(of, word string) bool {
	return slices.ContainsFunc(n.codes, func(code string) bool {
		if prefix, ok := negativeBeginning[code]; ok && strings.HasPrefix(word, prefix) && !strings.HasPrefix(of, prefix) {
			return cut(strings.TrimPrefix(word, prefix), beginning) == cut(of, beginning)
		}
		ending, ok := negativeEnding[code]
		stem := common(of, word)
		return ok && len(stem) >= minVerb && ending.MatchString(word[len(stem):]) && !ending.MatchString(of[len(stem):])
	})
}

// common is the beginning that two words share, in whole letters.
func common(a, b string) string {
	for i, r := range a {
		if !strings.HasPrefix(b[min(i, len(b)):], string(r)) {
			return a[:i]
		}
	}
	return a
}
