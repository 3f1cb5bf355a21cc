package trap

import (
	"strings"
	"unicode"
)

// letters is the letters of a text. What a machine counts up, and nothing else
// of a page, changes from one page of a trap to the next.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text)
}
