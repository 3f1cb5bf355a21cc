// Package indexer carries what changes in the record into the index, and tells
// where the two differ.
package indexer

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"time"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/store"
)

// Sizes and pauses of the indexer. A batch of some hundred documents is where
// the index is fastest; the pause lets a batch fill while a crawl runs, because
// many small batches cost many merges: at 200 ms a crawl took a fifth more CPU.
const (
	indexBatch = 500
	indexPause = time.Second
	indexRetry = 10 * time.Second
)

// Indexer carries changes from the record's outbox into the index. A change
// leaves the outbox only after the index has it, so a crash in between costs a
// second Put and nothing else. It is safe for concurrent use; one Run at a time.
type Indexer struct {
	outbox store.Outbox
	index  index.Index
	logger *slog.Logger
	woken  chan struct{}

	draining sync.Mutex // so that no change is carried twice
}

// New returns an indexer that nothing wakes before Run.
func New(o store.Outbox, x index.Index, l *slog.Logger) *Indexer {
	return &Indexer{outbox: o, index: x, logger: l, woken: make(chan struct{}, 1)}
}

// Wake says that the outbox may have something. It never blocks.
func (x *Indexer) Wake() {
	select {
	case x.woken <- struct{}{}:
	default:
	}
}

// Run drains the outbox whenever it is woken, until ctx ends. A failure is
// logged and tried again: searches may then lag behind, nothing is lost.
func (x *Indexer) Run(ctx context.Context) {
	x.Wake()
	for {
		select {
		case <-ctx.Done():
			return
		case <-x.woken:
		}
		pause := indexPause
		if err := x.Drain(ctx); err != nil && ctx.Err() == nil {
			x.logger.Error("the index lags behind the record and will be tried again", "error", err, "in", indexRetry)
			pause = indexRetry
			x.Wake()
		}
		sleep(ctx, pause)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Drain indexes until the outbox is empty.
func (x *Indexer) Drain(ctx context.Context) error {
	x.draining.Lock()
	defer x.draining.Unlock()
	for {
		changes, err := x.outbox.Pending(ctx, indexBatch)
		if err != nil {
			return fmt.Errorf("reading the outbox: %w", err)
		}
		if len(changes) == 0 {
			return nil
		}
		if err := x.apply(ctx, changes); err != nil {
			return err
		}
	}
}

func (x *Indexer) apply(ctx context.Context, changes []store.Change) error {
	ids := make([]string, len(changes))
	gone := map[string]bool{}
	for i, c := range changes {
		ids[i], gone[c.ItemID] = c.ItemID, true
	}
	found, err := x.outbox.SearchableByID(ctx, ids)
	if err != nil {
		return fmt.Errorf("reading %d changed items: %w", len(ids), err)
	}
	docs := make([]index.Document, len(found))
	for i, s := range found {
		docs[i] = index.NewDocument(s)
		delete(gone, s.Item.ID)
	}
	if err := x.index.Put(ctx, docs); err != nil {
		return fmt.Errorf("indexing %d items: %w", len(docs), err)
	}
	if err := x.remove(ctx, gone); err != nil {
		return err
	}
	if err := x.outbox.Settle(ctx, changes); err != nil {
		return fmt.Errorf("settling the outbox: %w", err)
	}
	return nil
}

// remove deletes what the record no longer has.
func (x *Indexer) remove(ctx context.Context, gone map[string]bool) error {
	if len(gone) == 0 {
		return nil
	}
	ids := make([]string, 0, len(gone))
	for id := range gone {
		ids = append(ids, id)
	}
	if err := x.index.Delete(ctx, ids); err != nil {
		return fmt.Errorf("removing %d items from the index: %w", len(ids), err)
	}
	return nil
}

// Documents are all documents that the index should hold, in order of id.
func Documents(ctx context.Context, o store.Outbox) iter.Seq2[index.Document, error] {
	return func(yield func(index.Document, error) bool) {
		for s, err := range o.Searchable(ctx) {
			if err != nil {
				yield(index.Document{}, err)
				return
			}
			if !yield(index.NewDocument(s), nil) {
				return
			}
		}
	}
}
