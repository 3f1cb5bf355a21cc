package bleve

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/qalxan/qalxan/index/analysis"
	"github.com/qalxan/qalxan/index/query"
)

// matcher finds the documents of one segment that a query matches, as sets of
// their numbers. Sets of a million documents are joined in less than a
// millisecond, where going through them one by one takes a hundred.
type matcher struct {
	ctx      context.Context
	segment  segmentapi.Segment
	columns  *columns
	prefixes *expansions
}

// matching are the documents of the segment that a query matches and that were
// not deleted, only the latest versions unless the query asks for all.
func (m *matcher) matching(n query.Node, deleted *roaring.Bitmap) (*roaring.Bitmap, error) {
	found, err := m.node(n)
	if err != nil {
		return nil, err
	}
	if !query.AllVersions(n) {
		latest, err := m.term(fieldLatest, "yes")
		if err != nil {
			return nil, err
		}
		found = roaring.And(found, latest)
	}
	if deleted != nil {
		found = roaring.AndNot(found, deleted)
	}
	return found, nil
}

// node answers with a set that must not be changed.
func (m *matcher) node(n query.Node) (*roaring.Bitmap, error) {
	if err := m.ctx.Err(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case query.And:
		return m.and(n.Parts)
	case query.Or:
		return m.either(len(n.Parts), func(i int) (*roaring.Bitmap, error) { return m.node(n.Parts[i]) })
	case query.Not:
		return m.and([]query.Node{n})
	case query.Word:
		return m.word(n.Text)
	case query.Prefix:
		return m.prefix(analysis.Fold(n.Text))
	case query.Phrase:
		return m.phrase(analysis.Tokens(n.Text))
	case query.Term:
		if n.Field != query.FieldVersions { // which is heeded by matching
			return m.term(string(n.Field), n.Value)
		}
	case query.Range:
		return m.span(n), nil
	}
	return m.all(), nil
}

func (m *matcher) all() *roaring.Bitmap {
	all := roaring.New()
	all.AddRange(0, m.segment.Count())
	return all
}

func (m *matcher) and(parts []query.Node) (*roaring.Bitmap, error) {
	found := m.all()
	for _, n := range parts {
		join := roaring.And
		if not, ok := n.(query.Not); ok {
			n, join = not.Part, roaring.AndNot
		}
		part, err := m.node(n)
		if err != nil {
			return nil, err
		}
		found = join(found, part)
	}
	return found, nil
}

// either is what any of n parts matches.
func (m *matcher) either(n int, part func(i int) (*roaring.Bitmap, error)) (*roaring.Bitmap, error) {
	parts := make([]*roaring.Bitmap, n)
	for i := range parts {
		var err error
		if parts[i], err = part(i); err != nil {
			return nil, err
		}
	}
	return roaring.FastOr(parts...), nil
}

func (m *matcher) term(field, value string) (*roaring.Bitmap, error) {
	dictionary, err := m.segment.Dictionary(field)
	if err != nil {
		return nil, err
	}
	return postings(dictionary, value)
}

// anyTerm is what has any of the terms in a field.
func (m *matcher) anyTerm(field string, terms []string) (*roaring.Bitmap, error) {
	dictionary, err := m.segment.Dictionary(field)
	if err != nil {
		return nil, err
	}
	return m.either(len(terms), func(i int) (*roaring.Bitmap, error) { return postings(dictionary, terms[i]) })
}

func (m *matcher) word(text string) (*roaring.Bitmap, error) {
	tokens := analysis.Tokens(text)
	if len(tokens) != 1 {
		return m.phrase(tokens)
	}
	stems := stemTerms(text[tokens[0].From:tokens[0].To])
	return m.inTitleAndText(func(field string) (*roaring.Bitmap, error) {
		plain, err := m.term(field, tokens[0].Text)
		if err != nil {
			return nil, err
		}
		stem, err := m.anyTerm(field+stemmed, stems)
		if err != nil {
			return nil, err
		}
		return roaring.Or(plain, stem), nil
	})
}

func (m *matcher) prefix(start string) (*roaring.Bitmap, error) {
	return m.inTitleAndText(func(field string) (*roaring.Bitmap, error) {
		words, err := m.prefixes.words(m.ctx, prefix{field, start})
		if err != nil {
			return nil, err
		}
		return m.anyTerm(field, words)
	})
}

func (m *matcher) inTitleAndText(in func(field string) (*roaring.Bitmap, error)) (*roaring.Bitmap, error) {
	return m.either(len(wordFields), func(i int) (*roaring.Bitmap, error) { return in(wordFields[i].name) })
}

// span compares every document: one comparison costs a nanosecond.
func (m *matcher) span(r query.Range) *roaring.Bitmap {
	after, before := earliest.UnixNano(), latest.UnixNano()+1
	if !r.After.IsZero() {
		after = representable(r.After).UnixNano()
	}
	if !r.Before.IsZero() {
		before = representable(r.Before).UnixNano()
	}
	words := make([]uint64, (len(m.columns.when)+63)/64)
	for doc, when := range m.columns.when {
		if when >= after && when < before {
			words[doc/64] |= 1 << (doc % 64)
		}
	}
	return roaring.FromDense(words, false)
}
