// Package cue knows the words by which a text tells how it stands to what it
// says: that it is untrue, that somebody denies it, that it is a claim or the
// words of another.
package cue

import (
	"maps"
	"slices"
	"strings"

	"github.com/qalxan/qalxan/index/analysis"
)

// Set is the cues of one language, ready for use. A Set never changes and is
// safe for concurrent use.
type Set struct {
	Verdict     []Phrase // the text itself calls it untrue
	Denial      []Phrase // somebody denies it
	Distance    []Phrase // it is called a claim
	Attribution []Phrase // somebody else says it
	Vague       []Phrase // nobody in particular says it
	negation    map[string]bool
}

// Phrase is words in a row.
type Phrase []word

type word struct {
	text string // folded
	open bool   // any ending
}

// Languages lists the languages that have cues.
func Languages() []string { return slices.Sorted(maps.Keys(byLanguage)) }

// Of returns the cues of a language; none for most.
func Of(code string) Set {
	l := byLanguage[code]
	s := Set{
		Verdict: phrases(l.verdict), Denial: phrases(l.denial), Distance: phrases(l.distance),
		Attribution: phrases(l.attribution), Vague: phrases(l.vague), negation: map[string]bool{},
	}
	for word := range strings.FieldsSeq(l.negation) {
		s.negation[analysis.Fold(word)] = true
	}
	return s
}

func phrases(list string) []Phrase {
	var all []Phrase
	for entry := range strings.SplitSeq(list, ",") {
		var p Phrase
		for text := range strings.FieldsSeq(entry) {
			stem, open := strings.CutSuffix(text, "*")
			p = append(p, word{analysis.Fold(stem), open})
		}
		if len(p) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// Negates reports whether a folded word is one of negation.
func (s Set) Negates(word string) bool { return s.negation[word] }

// Find returns the words of the first of the phrases that stands in a text and
// is not itself negated ("not fake"); empty where there is none. skip tells
// words, by number, that are not to be taken for the beginning of a cue.
func (s Set) Find(phrases []Phrase, words []analysis.Token, skip func(at int) bool) string {
	for at := range words {
		for _, p := range phrases {
			if p.standsAt(words[at:]) && !skip(at) && !s.negatedAt(words, at) {
				return join(words[at : at+len(p)])
			}
		}
	}
	return ""
}

func (p Phrase) standsAt(words []analysis.Token) bool {
	if len(words) < len(p) {
		return false
	}
	for i, w := range p {
		if text := words[i].Text; text != w.text && !(w.open && strings.HasPrefix(text, w.text)) {
			return false
		}
	}
	return true
}

func (s Set) negatedAt(words []analysis.Token, at int) bool {
	before := at > 0 && s.Negates(words[at-1].Text)
	return before || at+1 < len(words) && s.Negates(words[at+1].Text) && !s.Negates(words[at].Text)
}

func join(words []analysis.Token) string {
	texts := make([]string, len(words))
	for i, t := range words {
		texts[i] = t.Text
	}
	return strings.Join(texts, " ")
}
