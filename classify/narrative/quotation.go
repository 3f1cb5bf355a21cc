package narrative

import (
	"github.com/qalxan/qalxan/classify/span"
	"github.com/qalxan/qalxan/index/analysis"
)

// quotation reports whether a hit gives somebody else's words: all words that
// match stand between quotation marks, and the passage has words of its own
// beside them, which introduce them. A passage that is one quotation from end
// to end is none, for there nobody is said to speak.
func (p page) quotation(h hit) bool {
	first := p.passages[h.passage]
	from, to := first.span.From, p.last(h).span.To
	quoted := span.Quotations(first.text[from:to])
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
