// Package linear judges texts with linear models over hashed n-grams of words
// and letters: what counts as a feature, how weights are kept, and how they are
// found. The same input gives the same bytes on every machine of one
// architecture.
package linear

import (
	"math"
	"unicode/utf8"
)

// Space is the number of hashed features.
const Space = 1 << 17

// Feature is one dimension of a text with its weight.
type Feature struct {
	Index uint32
	Value float32
}

// The lengths of what is looked at, in code points.
const (
	stemLetters = 6
	minGram     = 2
	maxGram     = 5
)

// FNV-1a, with a different beginning for every kind of feature.
const (
	fnvPrime   = 1099511628211
	seedWord   = 14695981039346656037
	seedPair   = seedWord ^ 0x9e3779b97f4a7c15
	seedGram   = seedWord ^ 0xc2b2ae3d27d4eb4f
	seedWindow = seedWord ^ 0x165667b19e3779f9
)

func hash(h uint64, s string) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * fnvPrime
	}
	return h
}

// index spreads a hash over the space: FNV's low bits alone are poor.
func index(h uint64) uint32 {
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	return uint32(h >> 32 & (Space - 1))
}

// Counter turns words into counted features. It may be used again, but not by
// two at once.
type Counter struct {
	counts [Space]uint16
	seen   []uint32
}

// extract counts the features of a text, words and pairs apart from letters, in
// the order in which they first stand there.
func (c *Counter) extract(words []string) (tokens, grams []Feature) {
	var last uint64
	for i, w := range words {
		stem := hash(seedWord, prefix(w, stemLetters))
		c.count(stem)
		if i > 0 {
			c.count(hash(last, " ") ^ stem ^ seedPair)
		}
		last = stem
	}
	tokens = c.take()
	for _, w := range words {
		if !marked(w) {
			c.grams(w)
		}
	}
	return tokens, c.take()
}

// marked is for words that hide something: their letters mean nothing.
func marked(word string) bool { return len(word) > 1 && word[0] == 0xC2 && word[1] == 0xA7 }

// grams counts the runs of letters of a word between two spaces.
func (c *Counter) grams(word string) {
	var ends [40]int
	padded := " " + word + " "
	n := 0
	for i := range padded {
		if n == len(ends)-1 {
			break
		}
		ends[n] = i
		n++
	}
	ends[n] = len(padded)
	for from := range n {
		h := uint64(seedGram)
		for to := from; to < n && to < from+maxGram; to++ {
			h = hash(h, padded[ends[to]:ends[to+1]])
			if to-from+1 >= minGram {
				c.count(h)
			}
		}
	}
}

func (c *Counter) count(h uint64) {
	i := index(h)
	if c.counts[i] == 0 {
		c.seen = append(c.seen, i)
	}
	if c.counts[i] < math.MaxUint16 {
		c.counts[i]++
	}
}

// take returns what was counted and begins anew.
func (c *Counter) take() []Feature {
	features := make([]Feature, len(c.seen))
	for n, i := range c.seen {
		features[n] = Feature{i, float32(c.counts[i])}
		c.counts[i] = 0
	}
	c.seen = c.seen[:0]
	return features
}

func prefix(word string, letters int) string {
	for i := range word {
		if letters == 0 {
			return word[:i]
		}
		letters--
	}
	return word
}

// Features is the vector of a text: the logarithm of each count times how rare
// the feature is, words and letters each of length one.
func (c *Counter) Features(words []string, rarity *Rarity) []Feature {
	tokens, grams := c.extract(words)
	return append(rarity.weigh(tokens), rarity.weigh(grams)...)
}

// Rarity holds how rare each feature is, in sixteenths of a natural logarithm;
// 0 where it is unknown.
type Rarity [Space]uint8

const rarityUnit = 16

// minTexts is how many texts must have a feature before it counts.
const minTexts = 2

// NewRarity measures texts.
func NewRarity(texts [][]string) *Rarity {
	var c Counter
	seen := make([]uint32, Space)
	for _, words := range texts {
		tokens, grams := c.extract(words)
		for _, f := range append(tokens, grams...) {
			seen[f.Index]++
		}
	}
	var r Rarity
	for i, n := range seen {
		if n >= minTexts {
			idf := 1 + math.Log(float64(1+len(texts))/float64(1+n))
			r[i] = uint8(min(255, math.Round(idf*rarityUnit)))
		}
	}
	return &r
}

// weigh turns counts into weights of length one, in place.
func (r *Rarity) weigh(features []Feature) []Feature {
	known, sum := features[:0], 0.0
	for _, f := range features {
		if r[f.Index] == 0 {
			continue
		}
		f.Value = float32((1 + math.Log(float64(f.Value))) * float64(r[f.Index]) / rarityUnit)
		sum += float64(f.Value) * float64(f.Value)
		known = append(known, f)
	}
	if sum > 0 {
		scale := float32(1 / math.Sqrt(sum))
		for i := range known {
			known[i].Value *= scale
		}
	}
	return known
}

// Window is the vector of the word at i in its surroundings, for a judge of
// single words.
func (c *Counter) Window(words []string, i int) []Feature {
	c.count(seedWindow)
	for d := -3; d <= 3; d++ {
		if at := i + d; at >= 0 && at < len(words) {
			place := hash(seedWindow, string(rune('a'+3+d)))
			stem := hash(place, prefix(words[at], stemLetters))
			c.count(stem)
			if d < 3 && at+1 < len(words) && d >= -2 {
				c.count(hash(stem^seedPair, prefix(words[at+1], stemLetters)))
			}
			c.count(hash(hash(seedWindow, "near"), prefix(words[at], stemLetters)))
		}
	}
	if w := words[i]; !marked(w) {
		c.grams(w)
		c.count(hash(hash(seedWindow, "end"), ending(w)))
	}
	features := c.take()
	scale := float32(1 / math.Sqrt(float64(len(features))))
	for n := range features {
		features[n].Value = scale
	}
	return features
}

// ending returns the last three letters.
func ending(word string) string {
	at := len(word)
	for n := 0; n < 3 && at > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(word[:at])
		at -= size
	}
	return word[at:]
}
