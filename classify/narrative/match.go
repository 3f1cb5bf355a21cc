package narrative

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/span"
	"github.com/qalxan/qalxan/index/analysis"
)

// Match is a narrative that a text resembles.
type Match struct {
	NarrativeID string
	Wording     string // the wording that comes closest
	// Score is the resemblance, 0 to 1. Its order is what counts: it grows with
	// the length of the text too.
	Score float64
	// Spans are the words of the text that are words of the wording. The field
	// is the text.
	Spans []qalxan.Span
}

// How resemblance is made of two measures.
const (
	halfBM25  = 20.0 // the BM25 score that counts half
	gramShare = 0.6  // of the letter sequences, beside the words
)

// Match ranks the narratives that a text resembles, the closest first, at most
// top of them. It is for finding the claim behind a post, which may say it in
// other words: nothing is decided about stance, and a rank is given however
// weak. The language is the text's (ISO 639-1); other languages are searched
// too, by the beginnings of words.
func (d *Detector) Match(text, language string, top int) []Match {
	return d.ranked(text, language, top, d.resemblance(legible(text), language))
}

// ranked lists the best narratives by the scores of their cards.
func (d *Detector) ranked(text, language string, top int, scores []float64) []Match {
	best := map[int]int{} // by narrative: its closest card
	for number, score := range scores {
		narrative := d.catalogue.cards[number].narrative
		if known, ok := best[narrative]; score > 0 && (!ok || score > scores[known]) {
			best[narrative] = number
		}
	}
	cards := slices.SortedFunc(maps.Values(best), func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	page := newPage(qalxan.Item{Text: text, Language: qalxan.Language{Code: language}})
	own, distant := d.search(page, d.catalogue.own[language], false, Threshold), d.search(page, d.catalogue.distant, true, Threshold)
	matches := []Match{}
	for _, number := range cards[:min(len(cards), max(top, 0))] {
		s := distant
		if d.catalogue.cards[number].language == language {
			s = own
		}
		matches = append(matches, d.match(s, number, scores[number]))
	}
	return matches
}

// resemblance scores every card.
func (d *Detector) resemblance(text, language string) []float64 {
	scores := d.catalogue.grams.Cosine(grams(text))
	stop := d.speeches[language].stop
	words := make([]float64, len(scores))
	for at, score := range d.catalogue.distant.index.BM25(content(text, beginnings{}, stop)) {
		words[d.catalogue.distant.cards[at]] = score
	}
	if own, ok := d.catalogue.own[language]; ok {
		for at, score := range own.index.BM25(content(text, own.terms, stop)) {
			words[own.cards[at]] = score
		}
	}
	for i := range scores {
		scores[i] = round((words[i]/(words[i]+halfBM25) + gramShare*scores[i]) / (1 + gramShare))
	}
	return scores
}

// round drops the last bits, which depend on the order of a sum.
func round(score float64) float64 { return math.Round(score*1e9) / 1e9 }

// match finds the wording of a card that the page holds most of.
func (d *Detector) match(s search, number int, score float64) Match {
	card := d.catalogue.cards[number]
	m := Match{NarrativeID: d.narratives[card.narrative].ID, Score: score}
	most := -1.0
	for _, w := range card.wordings {
		if w.rebuts {
			continue
		}
		if share, words := s.held(w); share > most {
			m.Wording, m.Spans, most = w.text, s.page.wordSpans(words), share
		}
	}
	return m
}

// held is how much of a wording stands anywhere on the page, and where.
func (s search) held(w wording) (float64, []place) {
	p := s.pattern(w)
	share := 0.0
	var words []place
	for _, t := range p.terms {
		if places := s.places[t.text]; len(places) > 0 {
			share += t.weight / p.weight
			words = append(words, places...)
		}
	}
	return share, words
}

// wordSpans are the spans of words of the text.
func (p page) wordSpans(words []place) []qalxan.Span {
	var ranges []analysis.Span
	for _, at := range words {
		t := p.passages[at.passage].tokens[at.at]
		ranges = append(ranges, analysis.Span{From: t.From, To: t.To})
	}
	return span.Of(qalxan.FieldText, p.item.Text, ranges)
}
