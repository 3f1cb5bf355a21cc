package bleve

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	blevequery "github.com/blevesearch/bleve/v2/search/query"
	"github.com/blevesearch/bleve/v2/search/searcher"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

var _ blevequery.Query = prefix{}

// maxExpansion is how many words a prefix stands for: the most frequent ones.
// Bleve's own prefix query has no bound but a global one that makes it fail.
const maxExpansion = 500

// prefix is a query for words that begin alike. It has no score: how often
// each of 500 words occurs says little and takes long to add up.
type prefix struct{ field, start string }

// Searcher finds the words in the index's dictionary.
func (p prefix) Searcher(ctx context.Context, r bleveindex.IndexReader, _ mapping.IndexMapping, o search.SearcherOptions) (search.Searcher, error) {
	terms, err := p.expand(ctx, r)
	if err != nil {
		return nil, err
	}
	o.Score = "none"
	return searcher.NewMultiTermSearcher(ctx, r, terms, p.field, filterOnly, o, false)
}

// expansions are the words that the prefixes of one search stand for, of all
// segments together.
type expansions struct {
	snapshot bleveindex.IndexReader
	mu       sync.Mutex
	of       map[prefix][]string
}

func (e *expansions) words(ctx context.Context, p prefix) (words []string, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if words, known := e.of[p]; known {
		return words, nil
	}
	words, err = p.expand(ctx, e.snapshot)
	if err == nil {
		e.of[p] = words
	}
	return words, err
}

func (p prefix) expand(ctx context.Context, r bleveindex.IndexReader) (terms []string, err error) {
	dict, err := r.FieldDictPrefix(p.field, []byte(p.start))
	if err != nil {
		return nil, err
	}
	defer dict.Close()
	var found []bleveindex.DictEntry
	for entry, err := dict.Next(); entry != nil || err != nil; entry, err = dict.Next() {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		found = append(found, bleveindex.DictEntry{Term: entry.Term, Count: entry.Count})
	}
	slices.SortFunc(found, func(a, b bleveindex.DictEntry) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Term, b.Term))
	})
	for _, entry := range found[:min(len(found), maxExpansion)] {
		terms = append(terms, entry.Term)
	}
	return terms, nil
}
