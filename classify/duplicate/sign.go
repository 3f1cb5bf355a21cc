package duplicate

import "github.com/qalxan/qalxan/index/analysis"

const (
	// SignatureLength is how many numbers a signature has.
	SignatureLength = 128
	// minShingles is the shortest text that has a signature, in shingles: below,
	// two texts share phrases by chance.
	minShingles = 20
)

// Sign returns the MinHash of a text (A. Broder, "On the resemblance and
// containment of documents", 1997): the share of equal numbers in two
// signatures estimates the share of three-word shingles that two texts have in
// common, with a standard error of at most 0.045. It is nil for a text of fewer
// than 20 shingles. The same text has the same signature on every machine and
// in every version: signatures are kept in the record.
func Sign(text string) []uint32 {
	hashes := shingles(analysis.Tokens(text))
	if len(hashes) < minShingles {
		return nil
	}
	return sign(hashes)
}

// sign takes the least value over all shingles for each of 128 hashes. Each of
// the 64 products gives two of them.
func sign(hashes []uint64) []uint32 {
	var least [SignatureLength]uint32
	for i := range least {
		least[i] = ^uint32(0)
	}
	for _, h := range hashes {
		for i, salt := range salts {
			product := mix(h^salt, salt|1)
			least[2*i] = min(least[2*i], uint32(product>>32))
			least[2*i+1] = min(least[2*i+1], uint32(product))
		}
	}
	return least[:]
}

// salts are the first numbers of SplitMix64 from 0.
var salts = splitMix()

func splitMix() (salts [SignatureLength / 2]uint64) {
	state := uint64(0)
	for i := range salts {
		state += 0x9E3779B97F4A7C15
		z := (state ^ state>>30) * 0xBF58476D1CE4E5B9
		z = (z ^ z>>27) * 0x94D049BB133111EB
		salts[i] = z ^ z>>31
	}
	return salts
}

// estimate is the share of equal numbers of two signatures.
func estimate(a, b []uint32) float64 {
	if len(a) != SignatureLength || len(b) != SignatureLength {
		return 0
	}
	equal := 0
	for i := range a {
		if a[i] == b[i] {
			equal++
		}
	}
	return float64(equal) / SignatureLength
}
