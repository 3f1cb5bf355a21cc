package duplicate

import (
	"iter"
	"runtime"
	"slices"
	"sync"

	"github.com/qalxan/qalxan/index/analysis"
)

// Doc is a text with a name.
type Doc struct{ ID, Text string }

// Pair is two documents that are alike.
type Pair struct {
	A, B       string  // in the order in which the documents were given
	Similarity float64 // exact, as of Options.Threshold
}

// leastSimilarity is the lowest that Pairs looks for: below, everything meets
// everything.
const leastSimilarity = 0.1

// batch is how many documents are read before they are compared.
const batch = 2048

// Pairs yields the pairs of documents that are at least as similar as least
// (0.1 to 1), each pair once, as soon as its second document was given. A pair
// that just has that share of shingles in common is found with a chance of at
// least 93 %, one with more with a higher; a text and its third with one of
// 80 %. Documents without words are like none; one of fewer than three words is
// like those with the same words.
//
// It reads the documents once, on all cores, and keeps about 2 KB and four
// bytes a word of each.
func Pairs(docs iter.Seq[Doc], least float64) iter.Seq[Pair] {
	least = max(leastSimilarity, min(least, 1))
	return func(yield func(Pair) bool) {
		seen := heap{least: least, tables: newTables(least)}
		for read := range inBatches(docs) {
			for _, s := range read {
				for pair := range seen.like(s) {
					if !yield(pair) {
						return
					}
				}
				seen.put(s)
			}
		}
	}
}

// sheet is a document that was read.
type sheet struct {
	id        string
	signature []uint32
	set       []uint32 // the lower halves of its shingles' hashes
}

func newSheet(d Doc) sheet {
	hashes := shingles(analysis.Tokens(d.Text))
	s := sheet{id: d.ID, signature: sign(hashes), set: make([]uint32, len(hashes))}
	for i, h := range hashes {
		s.set[i] = uint32(h)
	}
	slices.Sort(s.set)
	s.set = slices.Clip(slices.Compact(s.set))
	return s
}

// inBatches reads documents on all cores and yields them in their order. While
// one batch is in use the next is read.
func inBatches(docs iter.Seq[Doc]) iter.Seq[[]sheet] {
	return func(yield func([]sheet) bool) {
		var next <-chan []sheet
		for chunk := range chunks(docs) {
			ready := next
			next = readAll(chunk)
			if ready != nil && !yield(<-ready) {
				<-next
				return
			}
		}
		if next != nil {
			yield(<-next)
		}
	}
}

func chunks(docs iter.Seq[Doc]) iter.Seq[[]Doc] {
	return func(yield func([]Doc) bool) {
		var chunk []Doc
		for d := range docs {
			if chunk = append(chunk, d); len(chunk) == batch {
				if !yield(chunk) {
					return
				}
				chunk = make([]Doc, 0, batch)
			}
		}
		if len(chunk) > 0 {
			yield(chunk)
		}
	}
}

func readAll(docs []Doc) <-chan []sheet {
	done := make(chan []sheet, 1)
	go func() {
		sheets := make([]sheet, len(docs))
		var readers sync.WaitGroup
		share := (len(docs) + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0)
		for from := 0; from < len(docs); from += share {
			readers.Go(func() {
				for i := from; i < min(from+share, len(docs)); i++ {
					sheets[i] = newSheet(docs[i])
				}
			})
		}
		readers.Wait()
		done <- sheets
	}()
	return done
}

// heap is the documents that were read so far.
type heap struct {
	least  float64
	tables *tables
	sheets []sheet
}

func (h *heap) put(s sheet) {
	h.tables.put(s.signature)
	h.sheets = append(h.sheets, sheet{id: s.id, set: s.set})
}

// like yields the pairs that a document makes with those read before, in their
// order.
func (h *heap) like(s sheet) iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		if len(s.set) == 0 {
			return
		}
		near := h.tables.near(s.signature)
		slices.Sort(near)
		for _, number := range near {
			other := h.sheets[number]
			if r := resemblance(s.set, other.set); r >= h.least && !yield(Pair{other.id, s.id, r}) {
				return
			}
		}
	}
}
