package narrative

import (
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan/index/analysis"
)

// closing are the quotation marks that end what an opening one begins. A
// straight mark ends what a straight mark begins.
var closing = map[rune]string{'"': `"`, '“': "”", '„': "“”", '«': "»", '”': "”", '»': "«"}

// quotation reports whether a hit gives somebody else's words: all words that
// match stand between quotation marks, and the passage has words of its own
// beside them, which introduce them. A passage that is one quotation from end
// to end is none, for there nobody is said to speak.
func (p page) quotation(h hit) bool {
	first := p.passages[h.passage]
	from, to := first.span.From, p.last(h).span.To
	quoted := quotations(first.text[from:to])
	if len(quoted) == 0 {
		return false
	}
	inside := func(t analysis.Token) bool {
		for _, q := range quoted {
			if t.From >= from+q.From && t.To <= from+q.To {
				return true
			}
		}
		return false
	}
	for _, at := range h.words {
		if !inside(p.passages[at.passage].tokens[at.at]) {
			return false
		}
	}
	for _, word := range p.words(h) {
		if !inside(word) {
			return true
		}
	}
	return false
}

// quotations finds what stands between quotation marks in a text, in bytes. A
// mark that is never closed begins nothing.
func quotations(text string) []analysis.Span {
	var found []analysis.Span
	for at := 0; at < len(text); {
		mark, size := utf8.DecodeRuneInString(text[at:])
		at += size
		ends, opens := closing[mark]
		if !opens {
			continue
		}
		end := strings.IndexAny(text[at:], ends)
		if end < 0 {
			continue
		}
		found = append(found, analysis.Span{From: at, To: at + end})
		_, size = utf8.DecodeRuneInString(text[at+end:])
		at += end + size
	}
	return found
}
