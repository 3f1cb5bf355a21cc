package narrative

import (
	"cmp"
	"maps"
	"slices"
)

// The least scores at which a passage makes a claim.
const (
	// Threshold is the least score of a hit: three of four content words of a
	// wording stand near each other, or all of them further apart.
	Threshold = 0.6
	// titleThreshold holds for a title that calls the claim untrue: it need not
	// say the whole claim again.
	titleThreshold = 0.45
	// pairShare is what a claim counts that is spread over two sentences.
	pairShare = 0.85
	// distantShare is what a match counts with a wording in another language,
	// where words are compared by their beginnings only.
	distantShare = 0.85
)

// hit is a passage, or two next to each other, that holds a wording.
type hit struct {
	card, wording int
	passage       int // the first
	pair          bool
	score         float64
	// meaning is the cosine where the meaning made it a hit.
	meaning float64
	words   []place
	// opposed says that the passage denies what the wording says, or says what
	// it denies.
	opposed bool
}

// search finds the hits of a section's cards in a page.
type search struct {
	catalogue catalogue
	speeches  map[string]speech
	page      page
	section   section
	distant   bool    // words are compared by their beginnings
	floor     float64 // the least score of a hit
	places    map[string][]place
}

// hits lists the hits of the cards that pass.
func (s search) hits(passes func(card) bool) []hit {
	var found []hit
	for _, number := range s.candidates(passes) {
		for w := range s.catalogue.cards[number].wordings {
			for _, h := range s.wordingHits(number, w) {
				if h.score >= s.floor || h.score >= titleThreshold && s.page.isTitle(h) {
					found = append(found, h)
				}
			}
		}
	}
	return found
}

// candidates lists the cards of which the whole page holds enough for one
// wording. The index finds them, so that the number of narratives hardly
// matters.
func (s search) candidates(passes func(card) bool) []int {
	touched := map[int32]bool{}
	for term := range s.places {
		for _, p := range s.section.index.Postings(term) {
			touched[p.Document] = true
		}
	}
	var cards []int
	for at := range touched {
		number := s.section.cards[at]
		if c := s.catalogue.cards[number]; passes(c) && slices.ContainsFunc(c.wordings, s.mayHold) {
			cards = append(cards, number)
		}
	}
	slices.Sort(cards)
	return cards
}

// mayHold reports whether the whole page holds enough of a wording. A term
// that is not there may be there negated.
func (s search) mayHold(w wording) bool {
	p := s.pattern(w)
	missing := 0.0
	for _, t := range p.terms {
		if _, ok := s.places[t.text]; !ok {
			missing += t.weight
		}
	}
	return p.weight-missing >= (s.floor-negatedShare)*p.weight
}

func (s search) pattern(w wording) pattern {
	if s.distant {
		return w.distant
	}
	return w.own
}

// wordingHits scores every passage in which a word of the wording stands, and
// every two neighbours.
func (s search) wordingHits(number, w int) []hit {
	p := s.pattern(s.catalogue.cards[number].wordings[w])
	found := map[int][]occurrence{} // by passage
	for i, t := range p.terms {
		for _, at := range s.places[t.text] {
			found[at.passage] = append(found[at.passage], occurrence{at.at, i})
		}
	}
	var hits []hit
	for _, passage := range slices.Sorted(maps.Keys(found)) {
		h := hit{card: number, wording: w, passage: passage}
		hits = append(hits, s.scored(h, p, found[passage]))
		if next, ok := found[passage+1]; ok && s.neighbours(passage) {
			h.pair = true
			hits = append(hits, s.scored(h, p, slices.Concat(found[passage], s.shifted(passage, next))))
		}
	}
	return hits
}

func (s search) neighbours(passage int) bool {
	return s.page.passages[passage].field == s.page.passages[passage+1].field
}

// shifted numbers the words of the next passage on from those of the passage.
func (s search) shifted(passage int, next []occurrence) []occurrence {
	by := len(s.page.passages[passage].tokens)
	moved := slices.Clone(next)
	for i := range moved {
		moved[i].at += by
	}
	return moved
}

// scored completes a hit from the occurrences in its passages.
func (s search) scored(h hit, p pattern, found []occurrence) hit {
	words := s.page.words(h)
	negation := s.negation(h)
	found, negated := withNegated(p, found, words, negation)
	slices.SortFunc(found, func(a, b occurrence) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.term, b.term)) })
	score, window := p.score(found)
	if len(window) == 0 {
		return h
	}
	if h.pair {
		score *= pairShare
	}
	if s.distant {
		score *= distantShare
	}
	h.score = score
	h.opposed = p.negated != (negated || negation.stands(s.page.passages[h.passage].text, words, window))
	first := len(s.page.passages[h.passage].tokens)
	for _, o := range window {
		at := place{h.passage, o.at}
		if o.at >= first {
			at = place{h.passage + 1, o.at - first}
		}
		h.words = append(h.words, at)
	}
	return h
}

// negation is that of the page's language and of the card's.
func (s search) negation(h hit) negation {
	var n negation
	for _, code := range s.page.codes(s.catalogue.cards[h.card]) {
		n.codes = append(n.codes, code)
		n.sets = append(n.sets, s.speeches[code].cues)
	}
	return n
}
