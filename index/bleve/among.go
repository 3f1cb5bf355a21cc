package bleve

import (
	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/search"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

var _ search.Searcher = (*among)(nil)

// among walks through given documents in the order of their numbers. They all
// have the score 0.
type among struct {
	offsets []uint64 // of the segments
	found   []*roaring.Bitmap
	count   uint64
	segment int
	docs    roaring.IntPeekable
}

// newAmong keeps of what was found what is not older than a day.
func newAmong(segments []*scorch.SegmentSnapshot, all []*columns, found []*roaring.Bitmap, since int32) *among {
	a := &among{offsets: make([]uint64, len(segments)), found: make([]*roaring.Bitmap, len(segments))}
	offset := uint64(0)
	for i, s := range segments {
		a.offsets[i], a.found[i] = offset, recent(all[i], found[i], since)
		a.count += a.found[i].GetCardinality()
		offset += uint64(s.FullSize())
	}
	if len(found) > 0 {
		a.docs = a.found[0].Iterator()
	}
	return a
}

func recent(of *columns, docs *roaring.Bitmap, since int32) *roaring.Bitmap {
	if of.firstDay >= since {
		return docs
	}
	kept := roaring.New()
	eachBlock(docs, func(block []uint32) {
		n := 0
		for _, doc := range block {
			if of.days[doc] >= since {
				block[n] = doc
				n++
			}
		}
		kept.AddMany(block[:n])
	})
	return kept
}

// Next is the next document; nil after the last.
func (a *among) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	for a.docs != nil {
		if a.docs.HasNext() {
			match := ctx.DocumentMatchPool.Get()
			match.IndexInternalID = bleveindex.NewIndexInternalID(match.IndexInternalID, a.offsets[a.segment]+uint64(a.docs.Next()))
			return match, nil
		}
		a.turn()
	}
	return nil, nil
}

// turn goes on to the next segment.
func (a *among) turn() {
	if a.segment++; a.segment < len(a.found) {
		a.docs = a.found[a.segment].Iterator()
	} else {
		a.docs = nil
	}
}

// Advance is the first document not before the id.
func (a *among) Advance(ctx *search.SearchContext, id bleveindex.IndexInternalID) (*search.DocumentMatch, error) {
	to := id.Value()
	for a.docs != nil && a.segment+1 < len(a.offsets) && a.offsets[a.segment+1] <= to {
		a.turn()
	}
	if a.docs != nil && to > a.offsets[a.segment] {
		a.docs.AdvanceIfNeeded(uint32(to - a.offsets[a.segment]))
	}
	return a.Next(ctx)
}

// The rest of what Bleve asks of a searcher.

func (a *among) Close() error               { return nil }
func (a *among) Weight() float64            { return 0 }
func (a *among) SetQueryNorm(float64)       {}
func (a *among) Count() uint64              { return a.count }
func (a *among) Min() int                   { return 0 }
func (a *among) Size() int                  { return 0 }
func (a *among) DocumentMatchPoolSize() int { return 1 }
