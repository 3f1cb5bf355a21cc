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
