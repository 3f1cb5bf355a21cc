package lookalike

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/qalxan/qalxan/classify/lookalike/confusables"
)

// looks folds Latin letters, digits and pairs that are taken for others at a
// glance. It comes after the skeleton, in which m is already rn.
var looks = strings.NewReplacer("vv", "w", "cl", "d", "0", "o", "1", "l", "i", "l", "3", "e", "4", "a", "5", "s", "8", "b")

// extras are letters that Azerbaijani and Turkish names lose in host names.
var extras = map[rune]string{'ə': "e", 'ә': "e", 'ǝ': "e", 'ø': "o", 'ł': "l", 'đ': "d", 'ß': "ss"}

// reader folds host names into what is seen.
type reader struct{ table confusables.Table }

// latin is the label in plain letters as far as they can be had: the skeleton
// of UTS #39, section 4, without marks, except that m stays m.
func (r reader) latin(label string) string {
	if isASCII(label) {
		return label
	}
	var b strings.Builder
	for _, c := range norm.NFD.String(norm.NFKC.String(label)) {
		switch {
		case unicode.Is(unicode.Mn, c) || unicode.Is(unicode.Cf, c):
		case extras[c] != "":
			b.WriteString(extras[c])
		case c < 0x80:
			b.WriteRune(c)
		case r.table[c] != "":
			b.WriteString(r.table[c])
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// look is what all names that look alike have in common.
func (r reader) look(latin string) string {
	return looks.Replace(strings.ReplaceAll(latin, "m", "rn"))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
