package span

import (
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan/index/analysis"
)

// closing are the quotation marks that end what an opening one begins. A
// straight mark ends what a straight mark begins.
var closing = map[rune]string{'"': `"`, '“': "”", '„': "“”", '«': "»", '”': "”", '»': "«"}

// Quotations finds what stands between quotation marks in a text, in bytes. A
// mark that is never closed begins nothing.
func Quotations(text string) []analysis.Span {
	var found []analysis.Span
	missing := map[string]bool{} // looked for once: a text of opening marks costs no more than another
	for at := 0; at < len(text); {
		mark, size := utf8.DecodeRuneInString(text[at:])
		at += size
		ends, opens := closing[mark]
		if !opens || missing[ends] {
			continue
		}
		end := strings.IndexAny(text[at:], ends)
		if end < 0 {
			missing[ends] = true
			continue
		}
		found = append(found, analysis.Span{From: at, To: at + end})
		_, size = utf8.DecodeRuneInString(text[at+end:])
		at += end + size
	}
	return found
}
