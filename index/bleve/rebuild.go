package bleve

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"

	blevesearch "github.com/blevesearch/bleve/v2"

	"github.com/qalxan/qalxan/index"
)

// Documents are all documents of the record, each once.
type Documents = iter.Seq2[index.Document, error]

// A batch of a rebuild ends at whichever comes first.
const (
	rebuildBatch = 500
	rebuildBytes = 8 << 20
)

// rebuild is an index that is being made beside the live one.
type rebuild struct {
	path string
	to   blevesearch.Index
	// touched are the ids that were written meanwhile: what the record's
	// stream brings of them is older.
	touched map[string]bool
	err     error // of writing meanwhile
}

// change repeats a change of the live index.
func (r *rebuild) change(ids []string, change func(blevesearch.Index) error) {
	for _, id := range ids {
		r.touched[id] = true
	}
	if err := change(r.to); err != nil && r.err == nil {
		r.err = err
	}
}

// Rebuild makes the index in the folder anew from all documents, whatever its
// state, and closes it again. The options' Discard is of no account.
func Rebuild(ctx context.Context, dir string, o Options, docs Documents, progress func(done int)) error {
	o.Discard = false
	x, err := Open(dir, o)
	if errors.Is(err, index.ErrDamaged) {
		o.Discard = true
		x, err = Open(dir, o)
	}
	if err != nil {
		return err
	}
	return errors.Join(x.Rebuild(ctx, docs, progress), x.Close())
}

// Rebuild makes the index anew from all documents. Searches are answered from
// the old one until the new one takes its place as a whole; documents that are
// put or deleted meanwhile reach both. If it fails or the process ends, the
// old one stays. Progress is called after each batch and may be nil. Only one
// Rebuild runs at a time.
func (x *Index) Rebuild(ctx context.Context, docs Documents, progress func(done int)) error {
	r, err := x.beginRebuild()
	if err != nil {
		return fmt.Errorf("rebuild the index: %w", failure(err))
	}
	if progress == nil {
		progress = func(int) {}
	}
	if err = x.fill(ctx, r, docs, progress); err == nil {
		err = x.swap(r)
	}
	if err != nil {
		return fmt.Errorf("rebuild the index: %w", failure(errors.Join(err, x.abandon())))
	}
	return nil
}

func (x *Index) beginRebuild() (*rebuild, error) {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.rebuild != nil {
		return nil, errors.New("it is being rebuilt already; wait for that to end")
	}
	path, err := x.folder.next()
	if err != nil {
		return nil, err
	}
	to, err := x.faults.create(path)
	if err != nil {
		return nil, err
	}
	x.rebuild = &rebuild{path: path, to: to, touched: map[string]bool{}}
	return x.rebuild, nil
}

func (x *Index) fill(ctx context.Context, r *rebuild, docs Documents, progress func(int)) error {
	var batch []index.Document
	done, size := 0, 0
	flush := func() error {
		err := x.putUntouched(r, batch)
		done += len(batch)
		batch, size = batch[:0], 0
		progress(done)
		return err
	}
	for d, err := range docs {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		batch, size = append(batch, d), size+len(d.Text)
		if len(batch) == rebuildBatch || size >= rebuildBytes {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// putUntouched writes what the record brought, but nothing that is newer here.
func (x *Index) putUntouched(r *rebuild, docs []index.Document) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	untouched := make([]index.Document, 0, len(docs))
	for _, d := range docs {
		if !r.touched[d.ID] {
			untouched = append(untouched, d)
		}
	}
	return errors.Join(r.err, putAll(r.to, untouched))
}

// abandon removes the new index unless it took its place already.
func (x *Index) abandon() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	r := x.rebuild
	if r == nil {
		return nil
	}
	x.rebuild = nil
	return errors.Join(r.to.Close(), os.RemoveAll(r.path))
}

// swap puts the new index in the place of the old one.
func (x *Index) swap(r *rebuild) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if r.err != nil {
		return r.err
	}
	if err := r.to.SetInternal(filled, filled); err != nil {
		return err
	}
	if err := x.folder.use(r.path); err != nil {
		return err
	}
	x.mu.Lock()
	old := x.live
	x.live, x.shelf, x.rebuild = r.to, newShelf(), nil
	x.mu.Unlock()
	return errors.Join(old.Close(), x.folder.sweep())
}
