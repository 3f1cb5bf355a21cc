// Package bleve is the index on one machine, kept by Bleve in a folder.
//
// No document mapping and no global registry is used: every field is made
// here with its own analyzer, and queries are built from terms that were
// analysed here, so that both sides cannot differ.
package bleve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	blevesearch "github.com/blevesearch/bleve/v2"

	"github.com/qalxan/qalxan/index"
)

var _ index.Index = (*Index)(nil)

// maxBatch is how many documents one Put takes: Bleve builds a batch in
// memory.
const maxBatch = 1000

// Options change how an index is opened.
type Options struct {
	// LockWait is how long to wait for another process to close the index;
	// 0 means one second.
	LockWait time.Duration
	// Discard starts with an empty index, whatever is there. It opens a
	// damaged one.
	Discard bool
	// Log takes failures in the background; nil discards them.
	Log *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.LockWait <= 0 {
		o.LockWait = time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Index is an open index. One process at a time may have it open. All methods
// are safe for concurrent use.
type Index struct {
	folder *folder
	faults *faults

	mu    sync.RWMutex // held to read while live is used
	live  blevesearch.Index
	shelf *shelf // of live

	writing sync.Mutex // one writer at a time
	rebuild *rebuild   // guarded by writing; nil while none runs
}

// Open opens the index in the folder, which it makes if it is missing. Where
// nothing is there, or what is there was made by another version of the
// analysis, it starts an empty one: see NeedsRebuild. Errors are ErrLocked,
// ErrDamaged and ErrFull where that is the cause.
func Open(dir string, o Options) (*Index, error) {
	o = o.withDefaults()
	folder, err := openFolder(dir, o.LockWait)
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, failure(err))
	}
	x := &Index{folder: folder, faults: newFaults(o.Log), shelf: newShelf()}
	if x.live, err = x.openLive(o.Discard); err != nil {
		return nil, errors.Join(fmt.Errorf("open index %s: %w", dir, failure(err)), folder.close())
	}
	return x, nil
}

func (x *Index) openLive(discard bool) (blevesearch.Index, error) {
	if path, ok := x.folder.current(); ok && !discard {
		return x.faults.open(path)
	}
	path, err := x.folder.next()
	if err != nil {
		return nil, err
	}
	live, err := x.faults.create(path)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(x.folder.use(path), x.folder.sweep()); err != nil {
		return nil, errors.Join(err, live.Close())
	}
	return live, nil
}

// filled is set inside an index that was once made from the whole record.
var filled = []byte("filled")

// NeedsRebuild reports whether this index was never made from the whole
// record, so that documents may be missing.
func (x *Index) NeedsRebuild() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	value, err := x.live.GetInternal(filled)
	return err != nil || len(value) == 0
}

// Put adds or replaces up to 1,000 documents. They are searchable and on disk
// when it returns.
func (x *Index) Put(ctx context.Context, docs []index.Document) error {
	if len(docs) > maxBatch {
		return fmt.Errorf("put %d documents in the index: at most %d at a time", len(docs), maxBatch)
	}
	ids := make([]string, len(docs))
	for i, d := range docs {
		if ids[i] = d.ID; d.ID == "" {
			return errors.New("put a document in the index: its id is empty")
		}
	}
	err := x.write(ctx, ids, func(to blevesearch.Index) error { return putAll(to, docs) })
	if err != nil {
		return fmt.Errorf("put %d documents in the index: %w", len(docs), failure(err))
	}
	return nil
}

func putAll(to blevesearch.Index, docs []index.Document) error {
	batch := to.NewBatch()
	for _, d := range docs {
		if err := batch.IndexAdvanced(newDocument(d)); err != nil {
			return fmt.Errorf("document %s: %w", d.ID, err)
		}
	}
	return commit(to, batch)
}

// Delete removes documents; ids that are not there are passed over.
func (x *Index) Delete(ctx context.Context, ids []string) error {
	err := x.write(ctx, ids, func(to blevesearch.Index) error {
		batch := to.NewBatch()
		for _, id := range ids {
			batch.Delete(id)
		}
		return commit(to, batch)
	})
	if err != nil {
		return fmt.Errorf("delete %d documents from the index: %w", len(ids), failure(err))
	}
	return nil
}

// write changes the live index and, while one is made anew, that one too.
func (x *Index) write(ctx context.Context, ids []string, change func(blevesearch.Index) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(ids) == 0 {
		return nil
	}
	x.writing.Lock()
	defer x.writing.Unlock()
	if err := change(x.live); err != nil {
		return err
	}
	x.faults.clear()
	if x.rebuild != nil {
		x.rebuild.change(ids, change)
	}
	return nil
}

// Count is the number of documents, versions included.
func (x *Index) Count(context.Context) (int, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n, err := x.live.DocCount()
	if err != nil {
		return 0, fmt.Errorf("count the index: %w", failure(err))
	}
	return int(n), nil
}

// Err is the last failure in the background, such as of merging files on a
// full disk; nil once a write succeeded after it.
func (x *Index) Err() error { return x.faults.last() }

// Close waits for searches and writes to end and closes the index. No method
// may be called after it.
func (x *Index) Close() error {
	x.faults.stop()
	x.writing.Lock()
	defer x.writing.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	if err := errors.Join(x.live.Close(), x.folder.close()); err != nil {
		return fmt.Errorf("close the index: %w", err)
	}
	return nil
}
