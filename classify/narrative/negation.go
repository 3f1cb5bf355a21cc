package narrative

import (
	"slices"
	"strings"

	"github.com/qalxan/qalxan/classify/narrative/cue"
	"github.com/qalxan/qalxan/index/analysis"
)

// negation is how the languages of a text and a wording say no: with words of
// their own, or inside the verb.
type negation struct {
	codes []string
	sets  []cue.Set
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
func together(text string, a, b analysis.Token) bool {
	return strings.TrimSpace(text[a.To:b.From]) == ""
}

func (n negation) word(text string) bool {
	return slices.ContainsFunc(n.sets, func(s cue.Set) bool { return s.Negates(text) })
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

func (n negation) verb(of, word string) bool {
	return slices.ContainsFunc(n.codes, func(code string) bool { return cue.NegatedVerb(code, of, word) })
}
