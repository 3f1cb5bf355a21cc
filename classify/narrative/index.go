package narrative

import "math"

// index finds cards by their terms. It knows nothing of what terms are: there
// is one of stems for each language, one of word beginnings and one of letter
// sequences.
type index struct {
	number   map[string]int32 // of a term
	postings [][]posting      // by term
	length   []float64        // of a card, in terms
	mean     float64
	norm     []float64 // of a card as a vector
}

type posting struct {
	card  int32
	count int32
}

func newIndex(cards [][]string) *index {
	x := &index{number: map[string]int32{}, length: make([]float64, len(cards)), norm: make([]float64, len(cards))}
	for card, terms := range cards {
		for term, count := range counted(terms) {
			number, ok := x.number[term]
			if !ok {
				number = int32(len(x.postings))
				x.number[term] = number
				x.postings = append(x.postings, nil)
			}
			x.postings[number] = append(x.postings[number], posting{int32(card), int32(count)})
		}
		x.length[card] = float64(len(terms))
		x.mean += float64(len(terms)) / float64(len(cards))
	}
	for term, number := range x.number {
		for _, p := range x.postings[number] {
			w := x.weight(term, int(p.count))
			x.norm[p.card] += w * w
		}
	}
	return x
}

func counted(terms []string) map[string]int {
	count := make(map[string]int, len(terms))
	for _, t := range terms {
		count[t]++
	}
	return count
}

// rarity is how much it means that a term occurs: the inverse document
// frequency; 0 for a term in no card.
func (x *index) rarity(term string) float64 {
	number, ok := x.number[term]
	if !ok {
		return 0
	}
	in := float64(len(x.postings[number]))
	return math.Log(1 + (float64(len(x.length))-in+0.5)/(in+0.5))
}

// specific is how much a term says about its card, 0.7 at least. Unlike rarity
// it tells little apart where there are few cards: then a word that stands in
// all of them is not common for that.
func (x *index) specific(term string) float64 {
	in := 1.0
	if number, ok := x.number[term]; ok {
		in = float64(len(x.postings[number]))
	}
	return math.Log(1 + float64(len(x.length))/in)
}

func (x *index) weight(term string, count int) float64 {
	return (1 + math.Log(float64(count))) * x.rarity(term)
}

// The usual parameters of BM25.
const (
	bm25K = 1.2
	bm25B = 0.75
)

// bm25 scores every card for the terms of a query (S. Robertson, H. Zaragoza,
// "The Probabilistic Relevance Framework: BM25 and Beyond", 2009). Repeated
// terms of the query count once.
func (x *index) bm25(query []string) []float64 {
	scores := make([]float64, len(x.length))
	for term := range counted(query) {
		rarity := x.rarity(term)
		if rarity == 0 {
			continue
		}
		for _, p := range x.postings[x.number[term]] {
			count := float64(p.count)
			long := 1 - bm25B + bm25B*x.length[p.card]/x.mean
			scores[p.card] += rarity * count * (bm25K + 1) / (count + bm25K*long)
		}
	}
	return scores
}

// cosine scores every card by the angle between it and the query, 0 to 1.
func (x *index) cosine(query []string) []float64 {
	scores := make([]float64, len(x.length))
	norm := 0.0
	for term, count := range counted(query) {
		w := x.weight(term, count)
		norm += w * w
		if w == 0 {
			continue
		}
		for _, p := range x.postings[x.number[term]] {
			scores[p.card] += w * x.weight(term, int(p.count))
		}
	}
	for card := range scores {
		if scores[card] > 0 {
			scores[card] /= math.Sqrt(norm * x.norm[card])
		}
	}
	return scores
}
