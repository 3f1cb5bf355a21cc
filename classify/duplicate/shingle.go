package duplicate

import (
	"math/bits"
	"slices"
	"unicode/utf8"

	"github.com/qalxan/qalxan/index/analysis"
)

// shingleWords is how many words next to each other make a shingle.
const shingleWords = 3

// shingles hashes every run of three words of a text; a shorter text is one
// shingle. Words are folded, and letters that look alike in Latin, Cyrillic and
// Greek are one letter, so that an exchanged letter changes nothing.
func shingles(tokens []analysis.Token) []uint64 {
	words := make([]uint64, len(tokens))
	for i, t := range tokens {
		words[i] = hashWord(t.Text)
	}
	if len(words) > 0 && len(words) < shingleWords {
		return []uint64{hashWords(words)}
	}
	var all []uint64
	if len(words) >= shingleWords {
		all = make([]uint64, 0, len(words)-shingleWords+1)
	}
	for i := range max(0, len(words)-shingleWords+1) {
		all = append(all, hashWords(words[i:i+shingleWords]))
	}
	return all
}

// set sorts hashes and drops repeated ones.
func set(hashes []uint64) []uint64 {
	sorted := slices.Clone(hashes)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// Bounds of what is the same text although its length is another.
const (
	// wholly is the share of a text's shingles from which on it stands in
	// another as a whole. An article that quotes another shares less.
	wholly = 0.75
	// atLeast is how long the shorter must be, in parts of the longer: a short
	// statement that a long article quotes in full is no copy.
	atLeast = 1.0 / 3
)

// resemblance is how far two texts are one, 0 to 1: the share of the shingles
// of both that both have (Jaccard). Where the shorter stands as a whole in the
// longer, because one was cut or the other has additions, it is the share of
// the shorter's shingles that the longer has (containment; A. Broder, "On the
// resemblance and containment of documents", 1997).
func resemblance[H uint32 | uint64](a, b []H) float64 {
	both := float64(common(a, b))
	short, long := float64(min(len(a), len(b))), float64(max(len(a), len(b)))
	if both >= wholly*short && short >= atLeast*long {
		return both / max(1, short)
	}
	return both / max(1, short+long-both)
}

// common counts the hashes that are in both of two sets.
func common[H uint32 | uint64](a, b []H) int {
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			both, i, j = both+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return both
}

// hashWord is FNV-1a (64 bits) over the skeleton's code points.
func hashWord(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(word); {
		r, n := rune(word[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(word[i:])
		}
		i += n
		if int(r) < len(skeleton) && skeleton[r] != 0 {
			r = skeleton[r]
		}
		h = (h ^ uint64(r)) * 1099511628211
	}
	return h
}

func hashWords(words []uint64) uint64 {
	h := uint64(0x9E3779B97F4A7C15)
	for _, w := range words {
		h = mix(h^w, 0xD6E8FEB86659FD93)
	}
	return h
}

// mix folds the 128-bit product of two numbers, which depends on all bits of
// both.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// skeleton maps letters, in lower case, to the Latin letter that they are drawn
// like (after Unicode UTS #39, the part that concerns our scripts).
var skeleton = [0x530]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'ԍ': 'g', 'һ': 'h', 'н': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'ӏ': 'l',
	'м': 'm', 'о': 'o', 'р': 'p', 'ԛ': 'q', 'ѕ': 's', 'т': 't', 'ѵ': 'v', 'ԝ': 'w', 'х': 'x', 'у': 'y', 'ү': 'y', 'ә': 'ə', 'ӧ': 'ö',
	'ҫ': 'ç', 'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'n', 'ι': 'i', 'κ': 'k', 'μ': 'u', 'ν': 'v', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'u', 'χ': 'x', 'ϲ': 'c', 'ϳ': 'j',
}
