package duplicate

import (
	"cmp"
	"slices"

	"github.com/qalxan/qalxan/index/analysis"
)

// Doc is a text with a name.
type Doc struct{ ID, Text string }

// Pair is two documents that are alike.
type Pair struct {
	A, B       string  // in the order in which the documents were given
	Similarity float64 // the share of shingles that both have, exact
}

// leastSimilarity is the lowest that Pairs looks for: below, everything meets
// everything.
const leastSimilarity = 0.1

// Pairs lists the pairs of documents that are at least as similar as least
// (0.1 to 1), each pair once, the most similar first. A pair just at least is
// found with a chance of 99 %, one above it with more. Documents without words are
// like none; one of fewer than three words is like those with the same words.
func Pairs(docs []Doc, least float64) []Pair {
	least = max(leastSimilarity, min(least, 1))
	near := newTables(least)
	var sets [][]uint64
	var pairs []Pair
	for i, doc := range docs {
		hashes := shingles(analysis.Tokens(doc.Text))
		signature := sign(hashes)
		sets = append(sets, set(hashes))
		if len(hashes) > 0 {
			for _, j := range near.near(signature) {
				if s := jaccard(sets[i], sets[j]); s >= least {
					pairs = append(pairs, Pair{docs[j].ID, doc.ID, s})
				}
			}
		}
		near.put(signature)
	}
	slices.SortStableFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Similarity, a.Similarity), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return pairs
}
