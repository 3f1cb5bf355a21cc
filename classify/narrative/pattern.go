package narrative

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan/index/analysis"
)

// pattern is a wording as it is looked for in texts.
type pattern struct {
	terms  []term // of its content words, each once, in order
	weight float64
	// negated says that the wording denies something itself.
	negated bool
}

type term struct {
	text   string
	word   string // folded
	weight float64
}

// How much words count beside their rarity among the watched wordings.
const (
	nameWeight   = 1.5 // names and numbers say what a claim is about
	letterWeight = 0.1 // for each letter, up to ten: short words are common ones
	leastWeight  = 0.4
)

func newPattern(wording string, as terms, in speech, specific func(string) float64) pattern {
	tokens := analysis.Tokens(wording)
	names := names(wording, tokens)
	var p pattern
	for i, t := range tokens {
		p.negated = p.negated || in.cues.Negates(t.Text)
		text := as.of(wording, t)
		if in.stop[t.Text] || slices.ContainsFunc(p.terms, func(known term) bool { return known.text == text }) {
			continue
		}
		w := specific(text) * min(1, leastWeight+letterWeight*float64(utf8.RuneCountInString(t.Text)))
		if names[i] || strings.ContainsFunc(t.Text, unicode.IsDigit) {
			w *= nameWeight
		}
		p.terms = append(p.terms, term{text, t.Text, w})
		p.weight += w
	}
	return p
}

// names tells which words of a wording are names: those with a capital inside
// it, unless it is written in capitals throughout.
func names(wording string, tokens []analysis.Token) []bool {
	found := make([]bool, len(tokens))
	count := 0
	for i, t := range tokens {
		first, _ := utf8.DecodeRuneInString(wording[t.From:])
		if found[i] = i > 0 && unicode.IsUpper(first); found[i] {
			count++
		}
	}
	if 2*count > len(tokens) {
		clear(found)
	}
	return found
}

// occurrence is a word of a text that is a term of the pattern.
type occurrence struct {
	at   int // number of the token
	term int // number of the term
}

// What a passage loses.
const (
	orderShare = 0.1 // of the score, where the words stand in reverse order
	fewTerms   = 4   // a pattern of so few terms has to be there almost whole
	fewCover   = 0.75
)

// score says how much of the pattern a passage holds, 0 to 1: the share of the
// weight that is there, less where the words are far apart or in another
// order. It returns the occurrences that it counted. The occurrences given are
// in order of place.
func (p pattern) score(found []occurrence) (float64, []occurrence) {
	cover := p.cover(found)
	if p.weight == 0 || len(p.terms) <= fewTerms && cover < fewCover {
		return 0, nil
	}
	window := shortest(found)
	length := window[len(window)-1].at - window[0].at + 1
	near := min(1, math.Sqrt(float64(2*len(p.terms)+4)/float64(length)))
	return cover * near * (1 - orderShare + orderShare*inOrder(window)), window
}

func (p pattern) cover(found []occurrence) float64 {
	seen := make([]bool, len(p.terms))
	weight := 0.0
	for _, o := range found {
		if !seen[o.term] {
			seen[o.term] = true
			weight += p.terms[o.term].weight
		}
	}
	return weight / max(p.weight, math.SmallestNonzeroFloat64)
}

// shortest cuts out the shortest stretch that has every term that is there at
// all.
func shortest(found []occurrence) []occurrence {
	have, distinct := map[int]int{}, map[int]bool{}
	for _, o := range found {
		distinct[o.term] = true
	}
	best, from := found, 0
	for to, o := range found {
		have[o.term]++
		for have[found[from].term] > 1 {
			have[found[from].term]--
			from++
		}
		if len(have) == len(distinct) && o.at-found[from].at < best[len(best)-1].at-best[0].at {
			best = found[from : to+1]
		}
	}
	return best
}

// inOrder is the share of the occurrences in the longest run of them that
// keeps the pattern's order.
func inOrder(window []occurrence) float64 {
	longest := make([]int, len(window))
	best := 0
	for i, o := range window {
		longest[i] = 1
		for j := range i {
			if window[j].term < o.term {
				longest[i] = max(longest[i], longest[j]+1)
			}
		}
		best = max(best, longest[i])
	}
	return float64(best) / float64(max(1, len(window)))
}
