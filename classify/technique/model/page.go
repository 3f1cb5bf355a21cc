package model

import (
	"github.com/qalxan/qalxan/classify/technique/mask"
	"github.com/qalxan/qalxan/index/analysis"
)

// maxText is how much of a text is read, in bytes.
const maxText = 64 << 10

// The passages that a long text is judged by, in words and signs: posts that
// the model learned from are rarely longer.
const (
	maxWhole   = 1000
	maxPassage = 500
)

// Page is a text as the model reads it.
type Page struct {
	Tokens    []mask.Token
	Words     []string // of the tokens
	Sentences []Range
}

// Range is a run of tokens.
type Range struct{ From, To int }

// NewPage reads a text, its first 64 KB.
func NewPage(text string) *Page {
	text = text[:min(len(text), maxText)]
	p := &Page{Tokens: mask.Tokens(text)}
	p.Words = make([]string, len(p.Tokens))
	for i, t := range p.Tokens {
		p.Words[i] = t.Text
	}
	at := 0
	for _, s := range analysis.Sentences(text) {
		for at < len(p.Tokens) && p.Tokens[at].From < s.From {
			at++
		}
		from := at
		for at < len(p.Tokens) && p.Tokens[at].From < s.To {
			at++
		}
		if at > from {
			p.Sentences = append(p.Sentences, Range{from, at})
		}
	}
	return p
}

// passages cuts the page into runs of sentences, given by their numbers; one
// run where the page is no longer than a post.
func (p *Page) passages() []Range {
	if len(p.Tokens) <= maxWhole {
		return []Range{{0, len(p.Sentences)}}
	}
	var runs []Range
	from := 0
	for s := range p.Sentences {
		if p.Sentences[s].To-p.Sentences[from].From > maxPassage && s > from {
			runs = append(runs, Range{from, s})
			from = s
		}
	}
	return append(runs, Range{from, len(p.Sentences)})
}

// tokens is the run of tokens of a passage: all of them where there is one
// passage.
func (p *Page) tokens(passage Range) Range {
	if passage.From == 0 && passage.To == len(p.Sentences) {
		return Range{0, len(p.Tokens)}
	}
	return Range{p.Sentences[passage.From].From, p.Sentences[passage.To-1].To}
}
