package duplicate

import (
	"cmp"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/span"
	"github.com/qalxan/qalxan/index/analysis"
)

// body is a text ready to be compared.
type body struct {
	text   string
	tokens []analysis.Token
	hashes []uint64 // of the shingle that begins at each token
	set    []uint64 // the same, sorted, each once
}

func newBody(text string) body {
	b := body{text: text, tokens: analysis.Tokens(text)}
	b.hashes = shingles(b.tokens)
	b.set = set(b.hashes)
	return b
}

// similarity is how far two texts are one.
func (b body) similarity(other body) float64 { return resemblance(b.set, other.set) }

func (b body) holds(hash uint64) bool {
	_, ok := slices.BinarySearch(b.set, hash)
	return ok
}

// maxPassages bounds the spans of one signal; the longest are kept.
const maxPassages = 50

// Bounds of what is a quotation: the share of what is alike that stands between
// quotation marks, and the share of its own words that a text has outside.
const (
	leastQuoted = 0.8
	leastOwn    = 0.1
)

// quotes reports whether one of two texts gives what both have in common as the
// words of somebody, with words of its own around. Two outlets that print one
// speech do not copy each other.
func (m *member) quotes(other *member) bool {
	return m.body.quotes(other.body) || other.body.quotes(m.body)
}

func (b body) quotes(other body) bool {
	quoted := span.Quotations(b.text)
	if len(quoted) == 0 {
		return false
	}
	outside, alike, inside := 0, 0, 0
	for i, t := range b.tokens {
		for len(quoted) > 0 && quoted[0].To < t.To {
			quoted = quoted[1:]
		}
		in := len(quoted) > 0 && quoted[0].From <= t.From
		if !in {
			outside++
		}
		if i < len(b.hashes) && other.holds(b.hashes[i]) {
			alike++
			if in {
				inside++
			}
		}
	}
	return float64(inside) >= leastQuoted*float64(alike) && float64(outside) >= leastOwn*float64(len(b.tokens))
}

// shared are the passages of b that stand in other too, and the share of its
// words in them.
func (b body) shared(other body) ([]qalxan.Span, float64) {
	var passages []analysis.Span // in tokens
	for i, h := range b.hashes {
		to := min(i+shingleWords, len(b.tokens))
		switch last := len(passages) - 1; {
		case !other.holds(h):
		case last >= 0 && i <= passages[last].To:
			passages[last].To = to
		default:
			passages = append(passages, analysis.Span{From: i, To: to})
		}
	}
	covered := 0
	for _, p := range passages {
		covered += p.To - p.From
	}
	return span.Of(qalxan.FieldText, b.text, b.bytes(longest(passages))), float64(covered) / float64(max(1, len(b.tokens)))
}

func longest(passages []analysis.Span) []analysis.Span {
	if len(passages) <= maxPassages {
		return passages
	}
	slices.SortStableFunc(passages, func(a, b analysis.Span) int { return cmp.Compare(b.To-b.From, a.To-a.From) })
	return passages[:maxPassages]
}

func (b body) bytes(passages []analysis.Span) []analysis.Span {
	places := make([]analysis.Span, len(passages))
	for i, p := range passages {
		places[i] = analysis.Span{From: b.tokens[p.From].From, To: b.tokens[p.To-1].To}
	}
	return places
}
