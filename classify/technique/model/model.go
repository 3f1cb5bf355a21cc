// Package model judges texts for manipulation techniques by weights that were
// learned from labelled posts: the post as a whole, each of its sentences, and
// each word. Names are masked before (package mask).
package model

import (
	"math"
	"sync"

	"github.com/qalxan/qalxan/classify/technique/linear"
)

// Techniques lists what is judged, by the names of the UNLP 2025 shared task.
// After them comes one judge more: whether a text manipulates at all.
var Techniques = []string{
	"appeal_to_fear", "bandwagon", "cherry_picking", "cliche", "euphoria",
	"fud", "glittering_generalities", "loaded_language", "straw_man", "whataboutism",
}

// Judges is the number of judges; Manipulative is the last.
const (
	Judges       = 11
	Manipulative = Judges - 1
)

// Scores holds one number of each judge.
type Scores [Judges]float64

// Head turns what is said of a post and of its sentences into one number, the
// number into a likelihood, and the likelihood into yes or no.
type Head struct {
	PostMean, PostSpread         float64
	SentenceMean, SentenceSpread float64
	Slope, Offset                float64 // of the logistic curve
	Least                        float64 // the least likelihood of a yes
}

// Model is what was learned. It is safe for concurrent use.
type Model struct {
	Post, Sentence, Word *linear.Bank
	Heads                [Judges]Head
	// LeastWord is the least score of a word that manipulates.
	LeastWord float64
	counters  sync.Pool
}

// Verdict is what the model says of a text.
type Verdict struct {
	Likelihood Scores
	Yes        [Judges]bool
	Sentences  []Scores // of the page's sentences
	Runs       []Run    // of words that manipulate, in order
}

// Run is a run of tokens in one sentence.
type Run struct {
	Range
	Sentence int
}

// Judge judges a page: of a long one its worst passage.
func (m *Model) Judge(p *Page) Verdict {
	var v Verdict
	v.Sentences = m.Sentences(p)
	for _, passage := range p.passages() {
		if passage.From == passage.To {
			continue
		}
		raw := m.combine(m.post(p, p.tokens(passage)), Pool(v.Sentences[passage.From:passage.To]))
		for j, h := range m.Heads {
			v.Likelihood[j] = max(v.Likelihood[j], h.likelihood(raw[j]))
		}
	}
	for j, h := range m.Heads {
		v.Yes[j] = v.Likelihood[j] >= h.Least
	}
	v.Runs = m.runs(p, m.Words(p, v.Sentences))
	return v
}

// runs collects neighbours that reach LeastWord.
func (m *Model) runs(p *Page, scores []float64) (runs []Run) {
	for s, r := range p.Sentences {
		for i := r.From; i < r.To; i++ {
			if scores[i] < m.LeastWord {
				continue
			}
			from := i
			for i < r.To && scores[i] >= m.LeastWord {
				i++
			}
			runs = append(runs, Run{Range{from, i}, s})
		}
	}
	return runs
}

func (m *Model) counter() *linear.Counter {
	if c, ok := m.counters.Get().(*linear.Counter); ok {
		return c
	}
	return new(linear.Counter)
}

// Posts is what the judges of whole posts say of a page.
func (m *Model) Posts(p *Page) Scores { return m.post(p, Range{0, len(p.Tokens)}) }

func (m *Model) post(p *Page, r Range) (s Scores) {
	c := m.counter()
	defer m.counters.Put(c)
	m.Post.Scores(c.Features(p.Words[r.From:r.To], m.Post.Rarity), s[:])
	return s
}

// Sentences is what the judges of sentences say of each.
func (m *Model) Sentences(p *Page) []Scores {
	c := m.counter()
	defer m.counters.Put(c)
	all := make([]Scores, len(p.Sentences))
	for i, r := range p.Sentences {
		m.Sentence.Scores(c.Features(p.Words[r.From:r.To], m.Sentence.Rarity), all[i][:])
	}
	return all
}

// sharpness says how much the strongest sentence outweighs the others.
const sharpness = 4

// Pool is what sentences say together: a soft maximum.
func Pool(sentences []Scores) (pooled Scores) {
	for j := range pooled {
		sum := 0.0
		for _, s := range sentences {
			sum += math.Exp(sharpness * s[j])
		}
		pooled[j] = math.Log(max(sum, 1e-9)) / sharpness
	}
	return pooled
}

// sentenceShare is how much sentences count beside the post.
const sentenceShare = 0.5

// combine weighs post and sentences.
func (m *Model) combine(post, pooled Scores) (raw Scores) {
	for j, h := range m.Heads {
		raw[j] = h.Combine(post[j], pooled[j])
	}
	return raw
}

// Combine puts a post's and its sentences' scores on one scale and adds them.
func (h Head) Combine(post, pooled float64) float64 {
	return float64((post-h.PostMean)/h.PostSpread) + float64(sentenceShare*(pooled-h.SentenceMean)/h.SentenceSpread)
}

func (h Head) likelihood(raw float64) float64 {
	return 1 / (1 + math.Exp(-(float64(h.Slope*raw) + h.Offset)))
}

// How the neighbours of a word and its sentence count.
const (
	reach         = 2
	sentenceLight = 0.5
)

// Words scores each token of the page that lies in a sentence: its own score,
// averaged with its neighbours' in the sentence, and its sentence's.
func (m *Model) Words(p *Page, sentences []Scores) []float64 {
	c := m.counter()
	defer m.counters.Put(c)
	scores := make([]float64, len(p.Words))
	for i := range scores {
		scores[i] = math.Inf(-1)
	}
	var one [1]float64
	for s, r := range p.Sentences {
		words := p.Words[r.From:r.To]
		own := make([]float64, len(words))
		for i := range words {
			m.Word.Scores(c.Window(words, i), one[:])
			own[i] = one[0]
		}
		for i := range own {
			near := own[max(0, i-reach):min(len(own), i+reach+1)]
			scores[r.From+i] = mean(near) + float64(sentenceLight*sentences[s][Manipulative])
		}
	}
	return scores
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
