package highlight

import (
	"hash/maphash"
	"strings"
	"unicode"
)

// runLength is how many words in a row two texts must have in common for the
// words to count as shared. Five words are rarely equal by chance.
const runLength = 5

// Shared returns the spans of text whose words also stand in other, in runs of
// at least five words and whatever their case and punctuation. The work is
// proportional to the length of both texts.
func Shared(text, other string) []Span {
	words := wordsOf(text)
	seed := maphash.MakeSeed()
	known := make(map[uint64]bool)
	for _, run := range runs(wordsOf(other)) {
		known[digest(seed, run)] = true
	}
	var out []Span
	for _, run := range runs(words) {
		if known[digest(seed, run)] {
			out = join(out, Span{From: run[0].from, To: run[runLength-1].to})
		}
	}
	return out
}

// Changed returns the spans of text whose words do not stand in other as Shared
// counts them: what was put in or taken out between two versions of a text.
func Changed(text, other string) []Span {
	shared := Shared(text, other)
	var out []Span
	apart := true
	for _, w := range wordsOf(text) {
		for len(shared) > 0 && shared[0].To <= w.from {
			shared, apart = shared[1:], true
		}
		if len(shared) > 0 && shared[0].From <= w.from {
			apart = true
			continue
		}
		if apart {
			out = append(out, Span{From: w.from, To: w.to})
		} else {
			out[len(out)-1].To = w.to
		}
		apart = false
	}
	return out
}

// join appends a span, or widens the last where the two meet.
func join(spans []Span, s Span) []Span {
	if last := len(spans) - 1; last >= 0 && s.From <= spans[last].To {
		spans[last].To = s.To
		return spans
	}
	return append(spans, s)
}

type word struct {
	text     string // lower case
	from, to int    // code points
}

// wordsOf lists the runs of letters, marks and digits.
func wordsOf(text string) []word {
	var out []word
	place, start, from := 0, -1, 0
	for at, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch {
		case inside && start < 0:
			start, from = at, place
		case !inside && start >= 0:
			out = append(out, word{strings.ToLower(text[start:at]), from, place})
			start = -1
		}
		place++
	}
	if start >= 0 {
		out = append(out, word{strings.ToLower(text[start:]), from, place})
	}
	return out
}

// runs lists every run of runLength words.
func runs(words []word) [][]word {
	var out [][]word
	for i := 0; i+runLength <= len(words); i++ {
		out = append(out, words[i:i+runLength])
	}
	return out
}

func digest(seed maphash.Seed, run []word) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, w := range run {
		h.WriteString(w.text)
		h.WriteByte(0)
	}
	return h.Sum64()
}
