package narrative

import (
	"cmp"
	"context"
	"slices"

	"github.com/qalxan/qalxan"
)

// Which passages are asked about.
const (
	// nearThreshold is the least score by words: the passage is about the same
	// things.
	nearThreshold = 0.35
	// maxNear bounds the passages of one item that are asked about.
	maxNear = 32
)

// Detect is [Detector.Detect], and sees claims in other words too: passages
// that have some words of a wording, and mean the same. The score of such a
// passage is the cosine.
func (m *Meaning) Detect(ctx context.Context, item qalxan.Item) []qalxan.Signal {
	learned := m.learned.Load()
	if learned == nil || !m.knows(item.Language.Code) {
		return m.words.Detect(item)
	}
	page := newPage(item)
	var sure, near []hit
	for _, h := range m.words.hits(page, nearThreshold) {
		if h.score >= Threshold || h.score >= titleThreshold && page.isTitle(h) {
			sure = append(sure, h)
		}
		if h.score < Threshold && m.knows(m.words.catalogue.cards[h.card].language) {
			near = append(near, h)
		}
	}
	return m.words.signals(page, append(sure, m.confirmed(ctx, page, near, *learned, m.options.Threshold)...))
}

// spot is where a hit stands.
type spot struct {
	passage int
	pair    bool
}

// confirmed are the near hits whose cosine with their wording is at least the
// threshold.
func (m *Meaning) confirmed(ctx context.Context, p page, near []hit, learned [][][]float32, threshold float64) []hit {
	slices.SortStableFunc(near, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	at := map[spot]int{}
	var texts []string
	for _, h := range near {
		where := spot{h.passage, h.pair}
		if _, ok := at[where]; !ok && len(texts) < maxNear {
			at[where] = len(texts)
			texts = append(texts, p.quoted(h))
		}
	}
	if len(texts) == 0 {
		return nil
	}
	vectors, err := m.embedder.Embed(ctx, texts)
	if err != nil {
		return nil
	}
	var found []hit
	for _, h := range near {
		number, asked := at[spot{h.passage, h.pair}]
		if !asked {
			continue
		}
		if h.meaning = cosine(vectors[number], learned[h.card][h.wording]); h.meaning >= threshold {
			h.score = h.meaning
			found = append(found, h)
		}
	}
	return found
}
