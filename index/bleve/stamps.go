package bleve

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"github.com/qalxan/qalxan/index"
)

// Stamps yields the stamp of every document, in order of id, as they were when
// it was called. It reads the dictionary of stamps, which is sorted already.
func (x *Index) Stamps(ctx context.Context) iter.Seq2[index.Stamp, error] {
	return func(yield func(index.Stamp, error) bool) {
		if err := x.stamps(ctx, yield); err != nil {
			yield(index.Stamp{}, fmt.Errorf("list the index: %w", failure(err)))
		}
	}
}

func (x *Index) stamps(ctx context.Context, yield func(index.Stamp, error) bool) error {
	reader, err := x.reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	dict, err := reader.FieldDict(fieldStamp)
	if err != nil {
		return err
	}
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if entry == nil || err != nil {
			return err
		}
		live, err := isLive(ctx, reader, entry.Term)
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		id, stamp, _ := strings.Cut(entry.Term, "\x00")
		if live && !yield(index.Stamp{ID: id, Stamp: stamp}, nil) {
			return nil
		}
	}
}

// reader is a view of the index that stays as it is. It is taken under the
// lock and used without, so that a consumer may write or take its time.
func (x *Index) reader() (bleveindex.IndexReader, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	advanced, err := x.live.Advanced()
	if err != nil {
		return nil, err
	}
	return advanced.Reader()
}

// isLive reports whether a document has the stamp. The dictionary keeps those
// of replaced and deleted documents until files are merged.
func isLive(ctx context.Context, reader bleveindex.IndexReader, term string) (bool, error) {
	docs, err := reader.TermFieldReader(ctx, []byte(term), fieldStamp, false, false, false)
	if err != nil {
		return false, err
	}
	doc, err := docs.Next(nil)
	return doc != nil, errors.Join(err, docs.Close())
}
