package bleve

import (
	"context"
	"errors"
	"runtime"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
	"github.com/blevesearch/bleve/v2/search/searcher"
	bleveindex "github.com/blevesearch/bleve_index_api"
	"golang.org/x/sync/errgroup"

	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

var _ blevequery.Query = (*selection)(nil)

// selection is a query that counts everything that matches and lets Bleve
// order only the newest of it: at least so many, and all of their last day.
type selection struct {
	shelf  *shelf
	node   query.Node
	scored blevequery.Query // what makes some better than others; nil for nothing
	newest int
	facets bool

	total   int          // of what matches; set by Searcher
	counted store.Facets // set by Searcher where facets are asked for
}

// Searcher matches and counts, and returns the newest with their scores.
func (s *selection) Searcher(ctx context.Context, r bleveindex.IndexReader, m mapping.IndexMapping, o search.SearcherOptions) (search.Searcher, error) {
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.New("the index is of another kind")
	}
	segments := snapshot.Segments()
	all, err := s.shelf.columns(segments)
	if err != nil {
		return nil, err
	}
	found, err := s.match(ctx, snapshot, all)
	if err != nil {
		return nil, err
	}
	count := newCounter(s.facets)
	s.total = 0
	for i, docs := range found {
		s.total += int(docs.GetCardinality())
		count.add(all[i], docs)
	}
	if s.facets {
		s.counted = count.facets()
	}
	newest := newAmong(segments, all, found, count.since(s.newest))
	if s.scored == nil {
		return newest, nil
	}
	scored, err := s.scored.Searcher(ctx, r, m, o)
	if err != nil {
		return nil, err
	}
	return searcher.NewBooleanSearcher(ctx, r, newest, scored, nil, o)
}

// match finds what matches in each segment, on all processors.
func (s *selection) match(ctx context.Context, snapshot *scorch.IndexSnapshot, all []*columns) ([]*roaring.Bitmap, error) {
	found, words := make([]*roaring.Bitmap, len(all)), &expansions{snapshot: snapshot, of: map[prefix][]string{}}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, segment := range snapshot.Segments() {
		group.Go(func() (err error) {
			defer recovered(&err)
			found[i], err = (&matcher{ctx, segment.Segment(), all[i], words}).matching(s.node, segment.Deleted())
			return err
		})
	}
	return found, group.Wait()
}
