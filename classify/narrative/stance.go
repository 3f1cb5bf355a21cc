package narrative

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index/analysis"
)

// manner is how one passage says the claim.
type manner int

const (
	plain    manner = iota // as a fact
	reported               // as somebody's words, in quotation marks or not, or as a question
	denied                 // as untrue
)

// tally counts the passages of an item by manner. The title counts twice: it
// is what most people read.
type tally [3]int

const titleWeight = 2

// stance is the rule: an item refutes a claim if it denies it more often than
// it asserts it, and at least as often as it reports it; it reports it if it
// reports it more often than it asserts it; otherwise it spreads it. One
// sentence in which somebody denies the claim does not turn an item that
// asserts it elsewhere.
func (t tally) stance() qalxan.Stance {
	switch {
	case t[denied] > t[plain] && t[denied] >= t[reported]:
		return qalxan.StanceRefutes
	case t[reported] > t[plain], t[denied] > t[plain]:
		return qalxan.StanceReports
	}
	return qalxan.StanceSpreads
}

func (t *tally) add(m manner, field qalxan.Field) {
	if field == qalxan.FieldTitle {
		t[m] += titleWeight
		return
	}
	t[m]++
}

// judge tells the manner of a hit and the words that gave it away.
func (d *Detector) judge(p page, h hit) (manner, string) {
	card := d.catalogue.cards[h.card]
	if card.wordings[h.wording].rebuts {
		return denied, "rebuttal"
	}
	words := p.words(h)
	matched := func(at int) bool { return p.matched(h, at) }
	for _, code := range p.codes(card) {
		c := d.speeches[code].cues
		if cue := c.Find(slices.Concat(c.Verdict, c.Denial), words, matched); cue != "" {
			return denied, cue
		}
	}
	if h.opposed {
		return denied, "negation"
	}
	if cue := d.verdictAfter(p, h); cue != "" {
		return denied, cue
	}
	return d.distanced(p, h, words, matched)
}

// distanced looks for signs that the passage gives somebody else's words. To
// ascribe a claim to nobody in particular is no such sign.
func (d *Detector) distanced(p page, h hit, words []analysis.Token, matched func(int) bool) (manner, string) {
	if question(p.last(h).quote()) {
		return reported, "question"
	}
	if p.quotation(h) {
		return reported, "quotation"
	}
	for _, code := range p.codes(d.catalogue.cards[h.card]) {
		c := d.speeches[code].cues
		if cue := c.Find(c.Distance, words, matched); cue != "" {
			return reported, cue
		}
		if c.Find(c.Vague, words, matched) != "" {
			continue
		}
		if cue := c.Find(c.Attribution, words, matched); cue != "" {
			return reported, cue
		}
	}
	return plain, ""
}

// question reports whether a sentence is a question; Armenian puts the mark on
// a vowel.
func question(sentence string) bool {
	end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(sentence, "»”\"')] "))
	return end == '?' || end == '؟' || strings.ContainsRune(sentence, '՞')
}

// maxVerdict is the longest sentence, in words, that is taken for a verdict on
// the one before: "This is false."
const maxVerdict = 8

// verdictAfter looks for a short sentence after the hit in which the text
// itself calls it untrue. That somebody says or denies so is no verdict.
func (d *Detector) verdictAfter(p page, h hit) string {
	after := h.passage + 1
	if h.pair {
		after++
	}
	if p.isTitle(h) || after >= len(p.passages) || len(p.passages[after].tokens) > maxVerdict {
		return ""
	}
	words := p.passages[after].tokens
	for _, code := range p.codes(d.catalogue.cards[h.card]) {
		c := d.speeches[code].cues
		if cue := c.Find(c.Verdict, words, nowhere); cue != "" && c.Find(slices.Concat(c.Attribution, c.Denial), words, nowhere) == "" {
			return cue
		}
	}
	return ""
}

func nowhere(int) bool { return false }

// matched reports whether a word of the hit's passages is one of those that
// match.
func (p page) matched(h hit, at int) bool {
	in := place{h.passage, at}
	if first := len(p.passages[h.passage].tokens); at >= first {
		in = place{h.passage + 1, at - first}
	}
	return slices.Contains(h.words, in)
}

// last is the last passage of a hit.
func (p page) last(h hit) passage {
	if h.pair {
		return p.passages[h.passage+1]
	}
	return p.passages[h.passage]
}
