package indexer

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/store"
)

// Difference is a document that record and index hold in different forms; a
// stamp is empty where it is missing.
type Difference struct{ id, record, indexed string }

// String says it in a sentence.
func (d Difference) String() string {
	switch {
	case d.indexed == "":
		return "item " + d.id + " is in the record and not in the index"
	case d.record == "":
		return "item " + d.id + " is in the index and not in the record"
	}
	return "item " + d.id + " is indexed in an older form"
}

// maxDoubts is how many differences are looked at a second time. A crawl that
// writes has far fewer on their way.
const maxDoubts = 100_000

// Compare tells of the differences of index and record that last, and counts
// the changes that were on their way. A difference that a running crawl just
// made is gone, or another, once the outbox was carried over; so what differs
// is looked at a second time after that.
func (x *Indexer) Compare(ctx context.Context, fault func(Difference)) (moving int, err error) {
	doubts := map[Difference]bool{}
	for diff, err := range x.differences(ctx) {
		if err != nil {
			return 0, fmt.Errorf("comparing index and record: %w", err)
		}
		if doubts[diff] = true; len(doubts) == maxDoubts {
			break
		}
	}
	if len(doubts) == 0 {
		return 0, nil
	}
	coming, err := x.Carry(ctx)
	if err != nil {
		return 0, err
	}
	for diff, err := range x.differences(ctx) {
		lasts := doubts[diff] || len(doubts) == maxDoubts
		switch {
		case err != nil:
			return 0, fmt.Errorf("comparing index and record again: %w", err)
		case lasts && !coming[diff.id]:
			fault(diff)
		default:
			moving++
		}
	}
	return moving, nil
}

// maxCarry is how long Carry carries changes over while a crawl makes new
// ones.
const maxCarry = 10 * time.Second

// Carry carries the outbox into the index and returns which items are still
// on their way there, because a crawl writes faster than that.
func (x *Indexer) Carry(ctx context.Context) (moving map[string]bool, err error) {
	bounded, cancel := context.WithTimeout(ctx, maxCarry)
	defer cancel()
	if err := x.Drain(bounded); err != nil && (ctx.Err() != nil || bounded.Err() == nil) {
		return nil, fmt.Errorf("carrying changes into the index: %w", err)
	}
	changes, err := x.outbox.Pending(ctx, maxDoubts)
	if err != nil {
		return nil, fmt.Errorf("reading the outbox: %w", err)
	}
	moving = make(map[string]bool, len(changes))
	for _, c := range changes {
		moving[c.ItemID] = true
	}
	return moving, nil
}

func (x *Indexer) differences(ctx context.Context) iter.Seq2[Difference, error] {
	return differences(recordStamps(ctx, x.outbox), x.index.Stamps(ctx))
}

func recordStamps(ctx context.Context, o store.Outbox) iter.Seq2[index.Stamp, error] {
	return func(yield func(index.Stamp, error) bool) {
		for d, err := range Documents(ctx, o) {
			if !yield(index.Stamp{ID: d.ID, Stamp: d.Stamp}, err) || err != nil {
				return
			}
		}
	}
}

// differences walks two lists that are in order of id and yields every id that
// is in one only, or that has another stamp.
func differences(record, indexed iter.Seq2[index.Stamp, error]) iter.Seq2[Difference, error] {
	return func(yield func(Difference, error) bool) {
		nextR, stopR := iter.Pull2(record)
		defer stopR()
		nextI, stopI := iter.Pull2(indexed)
		defer stopI()
		r, errR, okR := nextR()
		i, errI, okI := nextI()
		for okR || okI {
			if err := cmp.Or(errR, errI); err != nil {
				yield(Difference{}, err)
				return
			}
			order := compareStamps(r, okR, i, okI)
			var diff Difference
			switch {
			case order < 0:
				diff = Difference{id: r.ID, record: r.Stamp}
			case order > 0:
				diff = Difference{id: i.ID, indexed: i.Stamp}
			case r.Stamp != i.Stamp:
				diff = Difference{r.ID, r.Stamp, i.Stamp}
			}
			if diff.id != "" && !yield(diff, nil) {
				return
			}
			if order <= 0 {
				r, errR, okR = nextR()
			}
			if order >= 0 {
				i, errI, okI = nextI()
			}
		}
	}
}

// compareStamps orders the heads of the two lists; a list that has ended comes
// last.
func compareStamps(r index.Stamp, okR bool, i index.Stamp, okI bool) int {
	switch {
	case !okI:
		return -1
	case !okR:
		return 1
	}
	return cmp.Compare(r.ID, i.ID)
}
