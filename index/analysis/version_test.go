package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
)

// Indexes are made anew only when Version changes, so that it has to change
// with the results.
func TestVersion(t *testing.T) {
	const want = "1 2f9e0c38f51953a0"
	h := sha256.New()
	for _, token := range Tokens(page + "Oʻzbekiston می‌خواهم الأمة ᲗᲑᲘᲚᲘᲡᲘ Kıbrıs'ta elections 3.14") {
		fmt.Fprintln(h, token)
		for _, language := range Stemmed() {
			stem, _ := Stem(language, token.Text)
			fmt.Fprintln(h, language, stem)
		}
	}
	if got := fmt.Sprint(Version, " ", hex.EncodeToString(h.Sum(nil)[:8])); got != want {
		t.Errorf("words or stems changed (%s, was %s): raise Version and write the new digest here", got, want)
	}
}
