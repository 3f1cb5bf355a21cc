package bleve

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/qalxan/qalxan/index/analysis"
)

// phrase finds words next to each other.
func (m *matcher) phrase(tokens []analysis.Token) (*roaring.Bitmap, error) {
	if len(tokens) == 0 {
		return roaring.New(), nil
	}
	return m.inTitleAndText(func(field string) (*roaring.Bitmap, error) { return m.adjacent(field, tokens) })
}

// adjacent looks at the places of the words only in documents that have all of
// them.
func (m *matcher) adjacent(field string, tokens []analysis.Token) (*roaring.Bitmap, error) {
	dictionary, err := m.segment.Dictionary(field)
	if err != nil {
		return nil, err
	}
	found := m.all()
	for _, t := range tokens {
		docs, err := postings(dictionary, t.Text)
		if err != nil {
			return nil, err
		}
		found = roaring.And(found, docs)
	}
	if len(tokens) == 1 || found.IsEmpty() {
		return found, nil
	}
	words := make([]*places, len(tokens))
	for i, t := range tokens {
		if words[i], err = newPlaces(dictionary, t.Text); err != nil {
			return nil, err
		}
	}
	return m.inARow(found, words)
}

func (m *matcher) inARow(among *roaring.Bitmap, words []*places) (*roaring.Bitmap, error) {
	found := roaring.New()
	for docs := among.Iterator(); docs.HasNext(); {
		doc := docs.Next()
		if doc%1024 == 0 && m.ctx.Err() != nil {
			return nil, m.ctx.Err()
		}
		var starts []uint64
		for i, w := range words {
			at, err := w.in(doc)
			if err != nil {
				return nil, err
			}
			if i == 0 {
				starts = at
				continue
			}
			starts = slices.DeleteFunc(starts, func(start uint64) bool { return !slices.Contains(at, start+uint64(i)) })
			if len(starts) == 0 {
				break
			}
		}
		if len(starts) > 0 {
			found.Add(doc)
		}
	}
	return found, nil
}

// places are where a word stands in documents, read in the order of these.
type places struct {
	docs segmentapi.PostingsIterator
	at   segmentapi.Posting
	list []uint64
}

func newPlaces(dictionary segmentapi.TermDictionary, word string) (*places, error) {
	list, err := dictionary.PostingsList([]byte(word), nil, nil)
	if err != nil {
		return nil, err
	}
	p := &places{docs: list.Iterator(true, true, true, nil)}
	return p, nil
}

// in lists the places in a document that has the word. The list is good until
// the next call.
func (p *places) in(doc uint32) (list []uint64, err error) {
	if p.at == nil || p.at.Number() < uint64(doc) {
		if p.at, err = p.docs.Advance(uint64(doc)); err != nil {
			return nil, err
		}
	}
	if p.at == nil || p.at.Number() != uint64(doc) {
		return nil, nil
	}
	p.list = p.list[:0]
	for _, l := range p.at.Locations() {
		p.list = append(p.list, l.Pos())
	}
	return p.list, nil
}
