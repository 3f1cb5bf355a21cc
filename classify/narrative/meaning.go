package narrative

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"
)

// Embedder turns texts into vectors of length one, whose product is the closer
// to 1 the more alike the texts' meanings are. It answers or fails within a
// bounded time.
type Embedder interface {
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// Meaning is a detector that goes by the meaning of texts too. Where the
// embedder has no answer it is the detector of words alone. It is safe for
// concurrent use.
type Meaning struct {
	options  MeaningOptions
	words    *Detector
	embedder Embedder
	// learned are the vectors of all wordings, by card; nil before they are known.
	learned atomic.Pointer[[][][]float32]
}

// maxWordings bounds the wordings whose vectors are held: 80 MB with 384
// dimensions.
const maxWordings = 50_000

// MeaningOptions suit the scale of a model: what is a high cosine for one is a
// low one for another. The defaults are measured with all-MiniLM-L6-v2.
type MeaningOptions struct {
	// Share is what the meaning counts beside the words in a ranking, 0 to 1.
	// Default 0.5.
	Share float64
	// Threshold is the least cosine at which a passage makes a claim in other
	// words, 0 to 1. Default 0.7.
	Threshold float64
	// Languages are those that the model knows (ISO 639-1); texts and wordings in
	// others are compared by words alone, for there a cosine means nothing.
	// Default: English.
	Languages []string
}

// NewMeaning adds an embedder to a detector. Before [Meaning.Learn] was done,
// words alone decide.
func NewMeaning(words *Detector, embedder Embedder, o MeaningOptions) (*Meaning, error) {
	o.Share, o.Threshold = cmp.Or(o.Share, 0.5), cmp.Or(o.Threshold, 0.7)
	if !(o.Share > 0 && o.Share <= 1 && o.Threshold > 0 && o.Threshold <= 1) {
		return nil, fmt.Errorf("share %g and threshold %g of meaning are to be above 0 and at most 1", o.Share, o.Threshold)
	}
	if len(o.Languages) == 0 {
		o.Languages = []string{"en"}
	}
	count := 0
	for _, c := range words.catalogue.cards {
		count += len(c.wordings)
	}
	if count > maxWordings {
		return nil, fmt.Errorf("%d wordings are too many to be compared by meaning; %d can be", count, maxWordings)
	}
	return &Meaning{options: o, words: words, embedder: embedder}, nil
}

// lesson is how many wordings are learned at once.
const lesson = 256

// Learn asks for the vectors of all wordings. It takes as long as the embedder
// needs, some hundred wordings a second on one core with a small model. After
// an error it may be called again.
func (m *Meaning) Learn(ctx context.Context) error {
	var texts []string
	for _, c := range m.words.catalogue.cards {
		for _, w := range c.wordings {
			texts = append(texts, w.text)
		}
	}
	vectors := make([][]float32, 0, len(texts))
	for batch := range slices.Chunk(texts, lesson) {
		some, err := m.embedder.Embed(ctx, batch)
		if err != nil {
			return fmt.Errorf("learning the meaning of the wordings: %w", err)
		}
		vectors = append(vectors, some...)
	}
	byCard := make([][][]float32, len(m.words.catalogue.cards))
	for i, c := range m.words.catalogue.cards {
		byCard[i], vectors = vectors[:len(c.wordings)], vectors[len(c.wordings):]
	}
	m.learned.Store(&byCard)
	return nil
}

// Learned reports whether the meaning of the wordings is known.
func (m *Meaning) Learned() bool { return m.learned.Load() != nil }

// Match is [Detector.Match] by words and meaning. The score is a mixture of
// the two.
func (m *Meaning) Match(ctx context.Context, text, language string, top int) []Match {
	scores := m.words.resemblance(legible(text), language)
	if m.knows(language) {
		if cosines, ok := m.cosines(ctx, legible(text)); ok {
			for i := range scores {
				scores[i] = fused(scores[i], cosines[i], m.options.Share)
			}
		}
	}
	return m.words.ranked(text, language, top, scores)
}

func (m *Meaning) knows(language string) bool { return slices.Contains(m.options.Languages, language) }

func fused(words, cosine, share float64) float64 {
	return round((1-share)*words + share*max(0, cosine))
}

// cosines compares a text with every card; false where there is no answer.
func (m *Meaning) cosines(ctx context.Context, text string) ([]float64, bool) {
	learned := m.learned.Load()
	if learned == nil {
		return nil, false
	}
	vectors, err := m.embedder.Embed(ctx, []string{text})
	if err != nil {
		return nil, false
	}
	closest := make([]float64, len(*learned))
	for i, wordings := range *learned {
		card := m.words.catalogue.cards[i]
		for j, w := range wordings {
			if m.knows(card.language) && !card.wordings[j].rebuts {
				closest[i] = max(closest[i], cosine(vectors[0], w))
			}
		}
	}
	return closest, true
}

// cosine is the product of two vectors of length one; 0 where one of them
// comes from another model.
func cosine(a, b []float32) float64 {
	if len(a) != len(b) {
		return 0
	}
	var sum float32
	for i, x := range a {
		sum += x * b[i]
	}
	return float64(sum)
}
