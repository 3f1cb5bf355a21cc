// Package duplicate finds texts that stand, wholly or nearly, in several
// sources: which was first, who copied it, and whether the copy says so.
//
// Signatures (MinHash) find candidates in memory; the texts themselves decide.
package duplicate

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Defaults of Options.
const (
	DefaultThreshold = 0.4
	DefaultWindow    = 30 * 24 * time.Hour
)

// maxCompared bounds the texts that are read for one item: of more candidates
// the earliest are taken, because among them is the origin.
const maxCompared = 64

// leastEstimate is the least share of equal shingles, as signatures estimate
// it, of a candidate: a text that was cut to a third, less two standard errors.
const leastEstimate = atLeast - 0.09

// Texts gives the text of an item. A store is one.
type Texts interface {
	// Item returns an error that is store.ErrNotFound for an unknown id.
	Item(ctx context.Context, id string) (qalxan.Item, error)
}

// Options of a Detector.
type Options struct {
	// Threshold is the least similarity, 0.2 to 1, at which two texts are one
	// text: the share of their three-word shingles that both have (Jaccard) or,
	// where the one stands as a whole in the other, of the shorter's. Default
	// 0.4, which is what a text of which every sixth word was replaced keeps.
	Threshold float64
	// Window is how far apart in time (Item.When) the two may be. Default 30
	// days.
	Window time.Duration
	Texts  Texts
}

// Detector knows the signatures of the items of one window. It is safe for
// concurrent use. An item costs about 1.8 KB; items that are older than the
// newest by more than the window are dropped.
type Detector struct {
	options Options

	mu     sync.RWMutex
	shelf  shelf
	newest time.Time
	tidyAt int // entries at which the shelf is next tidied
}

// New makes a detector that knows no items yet.
func New(o Options) (*Detector, error) {
	if o.Threshold == 0 {
		o.Threshold = DefaultThreshold
	}
	if o.Window == 0 {
		o.Window = DefaultWindow
	}
	switch {
	case o.Threshold < 0.2 || o.Threshold > 1:
		return nil, fmt.Errorf("duplicate threshold %v is not between 0.2 and 1", o.Threshold)
	case o.Window < 0:
		return nil, fmt.Errorf("duplicate window %s is negative", o.Window)
	case o.Texts == nil:
		return nil, errors.New("the duplicate detector needs something to read texts from")
	}
	return &Detector{options: o, shelf: newShelf(o.Threshold), tidyAt: minTidy}, nil
}

// minTidy is the count of entries below which tidying is not worth it.
const minTidy = 1024

// Add makes an item known; the item of the same identity that was known before
// is forgotten. An item without a signature is only forgotten.
func (d *Detector) Add(s store.Signed) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shelf.forget(s.Identity)
	if len(s.Signature) != SignatureLength {
		return
	}
	d.shelf.put(s)
	if s.When.After(d.newest) {
		d.newest = s.When
	}
	if len(d.shelf.entries) >= d.tidyAt {
		d.shelf = d.shelf.since(d.newest.Add(-d.options.Window), d.options.Threshold)
		d.tidyAt = 2*len(d.shelf.entries) + minTidy
	}
}

// Detect looks for the text of an item, given with its signature, in other
// sources. It does not make the item known.
//
// Of items that share a text the one with the earliest time (Item.When, then
// Seen) is the origin, all others are copies, whichever came to us first. The
// signals are
//
//   - for a copy: one about it (key "copy:" and the id of the origin's first
//     version), compared with the origin, and one about the origin (key
//     "origin"), compared with its first copier;
//   - for an item that proves to be the origin: one about it and one about each
//     copy. Where the copies had another origin until now, the signals that
//     said so are withdrawn: they are returned with score 0.
//
// The score is the similarity; half of it where the copy says where it is from,
// which is how texts are syndicated, or where what is alike is quoted. The spans are the passages
// that a copy shares with the origin.
func (d *Detector) Detect(ctx context.Context, item qalxan.Item, signature []uint32) ([]qalxan.Signal, error) {
	if len(signature) != SignatureLength || item.Text == "" {
		return nil, nil
	}
	candidates, known := d.candidates(item, signature)
	c := newCluster(item)
	for _, candidate := range candidates {
		other, err := d.options.Texts.Item(ctx, candidate.ItemID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s to compare it with %s: %w", candidate.ItemID, item.ID, err)
		}
		c.add(other, d.options.Threshold)
	}
	return c.signals(known), nil
}

// candidates lists items of other sources and voices that are probably similar, earliest
// first, and whether the identity itself is known.
func (d *Detector) candidates(item qalxan.Item, signature []uint32) ([]store.Signed, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	own := voice(item.URL)
	candidates := d.shelf.near(signature, min(leastEstimate, d.options.Threshold), func(s store.Signed) bool {
		return s.Identity != item.Identity && s.SourceID != item.SourceID &&
			s.When.Sub(item.When()).Abs() <= d.options.Window && (own == "" || voice(s.URL) != own)
	})
	if len(candidates) > maxCompared {
		candidates = candidates[:maxCompared]
	}
	return candidates, d.shelf.knows(item.Identity)
}
