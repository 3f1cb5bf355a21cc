package evidence

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"
)

// labelled writes a digest as the WARC-…-Digest fields hold it (ISO 28500
// section 5.8): the algorithm and the Base32 form.
func labelled(sum [sha256.Size]byte) string {
	return "sha256:" + base32.StdEncoding.EncodeToString(sum[:])
}

// digest is the SHA-256 of the parts one after another.
func digest(parts ...[]byte) (sum [sha256.Size]byte) {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	h.Sum(sum[:0])
	return sum
}

// matches reports whether a labelled digest is that of the data. Base16 and
// unpadded Base32 are read too. What is labelled with another algorithm, or
// not at all, cannot be judged and passes.
func matches(label string, data []byte) bool {
	algorithm, value, _ := strings.Cut(label, ":")
	if !strings.EqualFold(algorithm, "sha256") && !strings.EqualFold(algorithm, "sha-256") {
		return true
	}
	sum := sha256.Sum256(data)
	value = strings.TrimRight(strings.ToLower(value), "=")
	long := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:]))
	return value == hex.EncodeToString(sum[:]) || value == long
}
