package narrative

import (
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index/analysis"
)

// page is an item ready to be searched: its words, and the passages in which
// they stand. The first passage is the title.
type page struct {
	item     qalxan.Item
	passages []passage
}

// passage is a sentence or a piece of one.
type passage struct {
	field  qalxan.Field
	text   string // of the whole field
	span   analysis.Span
	tokens []analysis.Token // with places in the whole field
}

// maxPassage is the longest passage in words; a longer sentence is cut, so that
// words far apart never count as one claim.
const maxPassage = 40

func newPage(item qalxan.Item) page {
	p := page{item: item}
	p.read(qalxan.FieldTitle, item.Title)
	p.read(qalxan.FieldText, item.Text)
	return p
}

func (p *page) read(field qalxan.Field, text string) {
	sentences := analysis.Sentences(text)
	if field == qalxan.FieldTitle {
		sentences = []analysis.Span{{From: 0, To: len(text)}}
	}
	for _, s := range sentences {
		tokens := analysis.Tokens(text[s.From:s.To])
		for i := range tokens {
			tokens[i].From += s.From
			tokens[i].To += s.From
		}
		for piece := range slices.Chunk(tokens, maxPassage) {
			span := s
			if len(tokens) > maxPassage {
				span = analysis.Span{From: piece[0].From, To: piece[len(piece)-1].To}
			}
			p.passages = append(p.passages, passage{field, text, span, piece})
		}
	}
}

// place is where a word of the page stands.
type place struct {
	passage, at int
}

// places finds the words of a page by their terms.
func (p page) places(as terms) map[string][]place {
	found := map[string][]place{}
	for i, passage := range p.passages {
		for at, t := range passage.tokens {
			term := as.of(passage.text, t)
			found[term] = append(found[term], place{i, at})
		}
	}
	return found
}

// quote is the text of a passage.
func (p passage) quote() string { return p.text[p.span.From:p.span.To] }

// words are the words of a hit's passages.
func (p page) words(h hit) []analysis.Token {
	words := p.passages[h.passage].tokens
	if h.pair {
		words = slices.Concat(words, p.passages[h.passage+1].tokens)
	}
	return words
}

// codes are the languages in which a match may be expressed: that of the page
// and that of the card.
func (p page) codes(c card) []string {
	if p.item.Language.Code == c.language {
		return []string{c.language}
	}
	return []string{p.item.Language.Code, c.language}
}

func (p page) isTitle(h hit) bool { return p.passages[h.passage].field == qalxan.FieldTitle }
