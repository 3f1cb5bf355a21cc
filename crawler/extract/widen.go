package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// How many words a paragraph has that is surely one, and a sentence.
const (
	minParagraph = 12
	minSentence  = 4
)

// widen adds the paragraphs that are marked up exactly as most of the chosen
// text is and stand in the same article: some pages cut a story into several
// containers, of which the remover takes the first.
func widen(all, chosen []block) []block {
	w := newWidener(chosen)
	if w.kin == "" {
		return chosen
	}
	var out []block
	next, started := 0, false
	for _, b := range all {
		if at, ok := w.place[b.key]; ok {
			started = true
			for ; next <= at; next++ {
				out = append(out, chosen[next])
			}
			continue
		}
		if started && is(b.node, atom.H1) {
			break // another story begins
		}
		if started && w.belongs(b) {
			w.place[b.key] = -1
			out = append(out, b)
		}
	}
	return append(out, chosen[next:]...)
}

// widener knows how the chosen text is marked up.
type widener struct {
	place   map[string]int // of each chosen block
	kin     string         // markup of most of its words
	article *html.Node     // that it stands in, or nil
}

func newWidener(chosen []block) *widener {
	w := &widener{place: make(map[string]int, len(chosen))}
	words, total := make(map[string]int), size(chosen)
	for i, b := range chosen {
		w.place[b.key] = i
		if !is(b.node, atom.P) || b.words < minParagraph {
			continue
		}
		k := kin(b.node)
		if len(words) == 0 {
			w.article = inside(b.node, atom.Article)
		}
		if words[k] += b.words; words[k]*2 > total {
			w.kin = k
		}
	}
	return w
}

func (w *widener) belongs(b block) bool {
	long := b.words >= minParagraph || b.words >= minSentence && endsSentence(b.text)
	return is(b.node, atom.P) && long && !b.isLinked(50) && !isBeside(b.node) &&
		inside(b.node, atom.Article) == w.article && kin(b.node) == w.kin
}

// kin is how a paragraph is marked up: its tag and class, and those of the
// three elements that it stands in.
func kin(n *html.Node) string {
	const maxClass = 100 // bytes
	var s strings.Builder
	for range 4 {
		if n == nil {
			break
		}
		s.WriteString(n.Data + "." + clipBytes(attr(n, "class"), maxClass) + ">")
		n = n.Parent
	}
	return s.String()
}

// densest is the run of blocks with the most words for its lines and links:
// the maximum subsequence of their weights.
func densest(all []block) []block {
	best, from, to := 0, 0, 0
	sum, start := 0, 0
	for i, b := range all {
		if sum += heft(b); sum <= 0 {
			sum, start = 0, i+1
		} else if sum > best {
			best, from, to = sum, start, i+1
		}
	}
	var dense []block
	for _, b := range all[from:to] {
		if !isBeside(b.node) {
			dense = append(dense, b)
		}
	}
	return dense
}

// heft is a block's weight: words count for it, being short and words in
// links against it.
func heft(b block) int {
	const lineCost, linkCost, besideCost = 8, 3, 30
	if isBeside(b.node) {
		return -besideCost
	}
	return b.words - lineCost - linkCost*b.words*b.linked/max(1, len(b.text))
}

// isBeside reports whether n stands beside the story and not in it.
func isBeside(n *html.Node) bool {
	beside := []atom.Atom{atom.Aside, atom.Nav, atom.Footer, atom.Form, atom.Figcaption, atom.Figure}
	return is(n, beside...) || inside(n, beside...) != nil
}
