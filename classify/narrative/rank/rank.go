// Package rank orders short texts by how well they fit a query. It knows nothing
// of what terms are: they may be stems, beginnings of words or sequences of
// letters.
package rank

import "math"

// Index holds documents by their terms. It never changes and is safe for
// concurrent use.
type Index struct {
	number   map[string]int32 // of a term
	postings [][]Posting      // by term
	length   []float64        // of a document, in terms
	mean     float64
	norm     []float64 // of a document as a vector
}

// Posting is a document that has a term, and how often.
type Posting struct {
	Document int32
	Count    int32
}

// New makes the index of documents, each given by its terms.
func New(documents [][]string) *Index {
	x := &Index{number: map[string]int32{}, length: make([]float64, len(documents)), norm: make([]float64, len(documents))}
	for document, terms := range documents {
		for term, count := range counted(terms) {
			number, ok := x.number[term]
			if !ok {
				number = int32(len(x.postings))
				x.number[term] = number
				x.postings = append(x.postings, nil)
			}
			x.postings[number] = append(x.postings[number], Posting{int32(document), int32(count)})
		}
		x.length[document] = float64(len(terms))
		x.mean += float64(len(terms)) / float64(len(documents))
	}
	for term := range x.number {
		rarity := x.rarity(term)
		for _, p := range x.Postings(term) {
			x.norm[p.Document] += square(rarity * often(p.Count))
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

// Postings lists the documents that have a term, in order.
func (x *Index) Postings(term string) []Posting {
	number, ok := x.number[term]
	if !ok {
		return nil
	}
	return x.postings[number]
}

// rarity is how much it means that a term occurs: the inverse document
// frequency; 0 for a term in no document.
func (x *Index) rarity(term string) float64 {
	in := float64(len(x.Postings(term)))
	if in == 0 {
		return 0
	}
	return math.Log(1 + (float64(len(x.length))-in+0.5)/(in+0.5))
}

// Specific is how much a term says about its document, 0.7 at least. Unlike
// the inverse document frequency it tells little apart where there are few
// documents: a word that stands in all of them is not common for that.
func (x *Index) Specific(term string) float64 {
	in := max(1, len(x.Postings(term)))
	return math.Log(1 + float64(len(x.length))/float64(in))
}

// often is what a term counts that occurs some times in one document.
func often(count int32) float64 {
	if count == 1 {
		return 1
	}
	return 1 + math.Log(float64(count))
}

func square(x float64) float64 { return x * x }

// The usual parameters of BM25.
const (
	bm25K = 1.2
	bm25B = 0.75
)

// BM25 scores every document for the terms of a query (S. Robertson, H. Zaragoza,
// "The Probabilistic Relevance Framework: BM25 and Beyond", 2009). Repeated
// terms of the query count once.
func (x *Index) BM25(query []string) []float64 {
	scores := make([]float64, len(x.length))
	for term := range counted(query) {
		rarity := x.rarity(term)
		if rarity == 0 {
			continue
		}
		for _, p := range x.Postings(term) {
			count := float64(p.Count)
			long := 1 - bm25B + bm25B*x.length[p.Document]/x.mean
			scores[p.Document] += rarity * count * (bm25K + 1) / (count + bm25K*long)
		}
	}
	return scores
}

// Cosine scores every document by the angle between it and the query, 0 to 1.
func (x *Index) Cosine(query []string) []float64 {
	scores := make([]float64, len(x.length))
	norm := 0.0
	for term, count := range counted(query) {
		rarity := x.rarity(term)
		w := rarity * often(int32(count))
		norm += square(w)
		for _, p := range x.Postings(term) {
			scores[p.Document] += w * rarity * often(p.Count)
		}
	}
	for document := range scores {
		if scores[document] > 0 {
			scores[document] /= math.Sqrt(norm * x.norm[document])
		}
	}
	return scores
}
