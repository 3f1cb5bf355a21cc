package bleve

import (
	"fmt"
	"sync"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/numeric"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/qalxan/qalxan/index/query"
)

// columns are what searches count and order by, of all documents of a segment
// by their numbers. A segment never changes but for what is deleted from it, so
// they are read once. A document takes 28 bytes.
type columns struct {
	when []int64 // nanoseconds since 1970
	days []int32 // since 1970
	// firstDay and lastDay are the bounds of days.
	firstDay, lastDay int32
	single            map[query.Field]column
	narratives        map[string]*roaring.Bitmap
}

// column is a field that has one value at most.
type column struct {
	names []string // the first stands for none
	of    []uint32
}

// countedFields are those that have a column.
var countedFields = []query.Field{query.FieldLanguage, query.FieldSource, query.FieldLevel, query.FieldStatus}

// shelf keeps the columns of the segments of one index.
type shelf struct {
	mu sync.Mutex
	of map[uint64]*columns // by the segments' ids
}

func newShelf() *shelf { return &shelf{of: map[uint64]*columns{}} }

// columns reads what is not there yet and drops what belongs to segments that
// are no more.
func (s *shelf) columns(segments []*scorch.SegmentSnapshot) ([]*columns, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, kept := make([]*columns, len(segments)), make(map[uint64]*columns, len(segments))
	for i, segment := range segments {
		c := s.of[segment.Id()]
		if c == nil {
			var err error
			if c, err = readColumns(segment.Segment()); err != nil {
				return nil, fmt.Errorf("reading what can be counted: %w", err)
			}
		}
		all[i], kept[segment.Id()] = c, c
	}
	s.of = kept
	return all, nil
}

func readColumns(segment segmentapi.Segment) (*columns, error) {
	c := &columns{single: map[query.Field]column{}, narratives: map[string]*roaring.Bitmap{}}
	for _, field := range countedFields {
		one := column{names: []string{""}, of: make([]uint32, segment.Count())}
		err := eachTerm(segment, string(field), func(term string, docs *roaring.Bitmap) {
			number := uint32(len(one.names))
			one.names = append(one.names, term)
			docs.Iterate(func(doc uint32) bool {
				one.of[doc] = number
				return true
			})
		})
		if err != nil {
			return nil, err
		}
		c.single[field] = one
	}
	err := eachTerm(segment, string(query.FieldNarrative), func(term string, docs *roaring.Bitmap) {
		c.narratives[term] = roaring.BitmapOf(docs.ToArray()...)
	})
	if err != nil {
		return nil, err
	}
	return c, c.readTimes(segment)
}

// eachTerm visits the terms of a field with the documents that have them.
func eachTerm(segment segmentapi.Segment, field string, visit func(string, *roaring.Bitmap)) error {
	dictionary, err := segment.Dictionary(field)
	if err != nil {
		return err
	}
	terms := dictionary.AutomatonIterator(nil, nil, nil)
	for {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			return err
		}
		docs, err := postings(dictionary, entry.Term)
		if err != nil {
			return err
		}
		visit(entry.Term, docs)
	}
}

// postings are the documents of a segment that have a term, deleted ones too.
// They must not be changed.
func postings(dictionary segmentapi.TermDictionary, term string) (*roaring.Bitmap, error) {
	list, err := dictionary.PostingsList([]byte(term), nil, nil)
	if err != nil {
		return nil, err
	}
	docs := list.Iterator(false, false, false, nil)
	if quick, ok := docs.(segmentapi.OptimizablePostingsIterator); ok {
		if doc, one := quick.DocNum1Hit(); one {
			return roaring.BitmapOf(uint32(doc)), nil
		}
		if all := quick.ActualBitmap(); all != nil {
			return all, nil
		}
	}
	all := roaring.New()
	for {
		doc, err := docs.Next()
		if err != nil || doc == nil {
			return all, err
		}
		all.Add(uint32(doc.Number()))
	}
}

// readTimes reads when, which is kept by document.
func (c *columns) readTimes(segment segmentapi.Segment) error {
	values, ok := segment.(segmentapi.DocValueVisitable)
	if !ok {
		return fmt.Errorf("a segment of the index has no values by document")
	}
	c.when, c.days = make([]int64, segment.Count()), make([]int32, segment.Count())
	fields := []string{fieldWhen}
	var state segmentapi.DocVisitState
	for doc := range c.when {
		var err error
		state, err = values.VisitDocValues(uint64(doc), fields, func(_ string, term []byte) {
			// A term of another form was not written by this package.
			c.when[doc], _ = numeric.PrefixCoded(term).Int64()
		}, state)
		if err != nil {
			return err
		}
		day := dayOf(c.when[doc])
		if c.days[doc] = day; doc == 0 {
			c.firstDay, c.lastDay = day, day
		}
		c.firstDay, c.lastDay = min(c.firstDay, day), max(c.lastDay, day)
	}
	return nil
}

// dayOf is the day of a time, since 1970, also of one before.
func dayOf(nanoseconds int64) int32 {
	day := nanoseconds / int64(24*time.Hour)
	if nanoseconds%int64(24*time.Hour) < 0 {
		day--
	}
	return int32(day)
}
