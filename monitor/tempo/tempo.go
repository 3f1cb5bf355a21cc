// Package tempo counts by the hour how much comes of every source and how much
// spreads every narrative, and tells when one of them comes much faster than
// it used to. The counts live in memory and are filled from the record.
package tempo

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/burst"
	"github.com/qalxan/qalxan/store"
)

const (
	// past is how far back is counted: eight weeks, and the day that is
	// compared with them.
	past = 57 * 24 * time.Hour
	// present is how old an item may be to be part of a burst of now.
	present = 24 * time.Hour
)

// Record is what came before: a store is one.
type Record interface {
	SourceTallies(ctx context.Context, since time.Time) ([]store.Tally, error)
	NarrativeTallies(ctx context.Context, since time.Time) ([]store.Tally, error)
	SourcesWatched(ctx context.Context) (map[string]time.Time, error)
	NarrativesWatched(ctx context.Context) (map[string]time.Time, error)
}

// Options of a tempo.
type Options struct {
	Now func() time.Time // required
	// Narratives are those that are counted from the beginning.
	Narratives []qalxan.Narrative
}

// Tempo counts first versions, by Item.When. It is used by one goroutine at a
// time.
type Tempo struct {
	detector *burst.Detector
	now      func() time.Time
	names    map[string]string // of narratives, in a sentence, by key
	began    map[string]time.Time
	begun    time.Time // when anything was first watched
	counts   map[string]*hours
}

// hours are counts of the hours before until, the oldest first.
type hours struct {
	until  int64
	counts [past / time.Hour]uint32
}

// The kinds of what is counted, as keys begin.
const (
	ofSource    = "source:"
	ofNarrative = "narrative:"
)

// New returns a tempo that knows the counts of the last weeks.
func New(ctx context.Context, o Options, r Record) (*Tempo, error) {
	detector, err := burst.New(burst.Options{})
	if err != nil {
		return nil, err
	}
	t := &Tempo{
		detector: detector, now: o.Now, names: map[string]string{},
		began: map[string]time.Time{}, begun: o.Now(), counts: map[string]*hours{},
	}
	t.Watch(o.Narratives)
	if err := t.recall(ctx, r); err != nil {
		return nil, fmt.Errorf("reading how much came by the hour: %w", err)
	}
	return t, nil
}

// Watch names the narratives that are counted; those that are new begin now.
func (t *Tempo) Watch(all []qalxan.Narrative) {
	for _, n := range all {
		key := ofNarrative + n.ID
		t.names[key] = "The claim “" + strings.TrimRight(n.Claim, ".") + "”"
		if _, known := t.began[key]; !known {
			t.began[key] = t.now()
		}
	}
}

// recall reads what came before.
func (t *Tempo) recall(ctx context.Context, record Record) error {
	since := t.now().Add(-past)
	for kind, read := range map[string]struct {
		watched func(context.Context) (map[string]time.Time, error)
		tallies func(context.Context, time.Time) ([]store.Tally, error)
	}{
		ofSource:    {record.SourcesWatched, record.SourceTallies},
		ofNarrative: {record.NarrativesWatched, record.NarrativeTallies},
	} {
		watched, err := read.watched(ctx)
		if err != nil {
			return err
		}
		for id, at := range watched {
			t.began[kind+id] = at
			if kind == ofSource && at.Before(t.begun) {
				t.begun = at
			}
		}
		tallies, err := read.tallies(ctx, since)
		if err != nil {
			return err
		}
		for _, tally := range tallies {
			t.count(kind+tally.Key, tally.Hour, tally.Items)
		}
	}
	return nil
}

// Add counts the items of an entry.
func (t *Tempo) Add(e store.Entry) {
	for _, i := range e.Items {
		if i.Item.Version != 1 {
			continue
		}
		for _, key := range keys(i.Item, e.Signals) {
			t.count(key, i.Item.When(), 1)
		}
	}
}

// keys are what an item counts for.
func keys(item qalxan.Item, signals []qalxan.Signal) []string {
	all := []string{ofSource + item.SourceID}
	for _, s := range signals {
		if s.ItemID == item.ID && s.Detector == qalxan.DetectNarrative && s.Stance == qalxan.StanceSpreads {
			all = append(all, ofNarrative+s.Key)
		}
	}
	return all
}

func (t *Tempo) count(key string, at time.Time, n int) {
	h := t.hours(key)
	if i := int64(len(h.counts)) - (h.until - hour(at)); i >= 0 && i < int64(len(h.counts)) {
		h.counts[i] += uint32(n)
	}
}

// hours are the counts for a key, moved to the present.
func (t *Tempo) hours(key string) *hours {
	until := hour(t.now()) + 1
	h := t.counts[key]
	if h == nil {
		h = &hours{until: until}
		t.counts[key] = h
	}
	if gone := min(until-h.until, int64(len(h.counts))); gone > 0 {
		copy(h.counts[:], h.counts[gone:])
		clear(h.counts[int64(len(h.counts))-gone:])
		h.until = until
	}
	return h
}

func hour(t time.Time) int64 { return t.Unix() / 3600 }

// Detect raises signals about a new item whose source or narratives come much
// faster than they used to. What is old is no part of it.
func (t *Tempo) Detect(s qalxan.Source, item qalxan.Item, signals []qalxan.Signal) []qalxan.Signal {
	if t.now().Sub(item.When()) > present {
		return nil
	}
	var all []burst.Series
	for _, key := range keys(item, signals) {
		if item.Version != 1 && strings.HasPrefix(key, ofSource) {
			continue
		}
		all = append(all, t.series(key, s, item))
	}
	return t.detector.Detect(item, all...)
}

// series is what a key counts, with the item, since it is watched.
func (t *Tempo) series(key string, s qalxan.Source, item qalxan.Item) burst.Series {
	h := t.hours(key)
	began, ok := t.began[key]
	if !ok {
		began = t.now()
		t.began[key] = began
	}
	if began.Before(t.begun) {
		began = t.begun
	}
	known := min(max(h.until-hour(began), 1), int64(len(h.counts)))
	counts := make([]int, known)
	for i, n := range h.counts[int64(len(h.counts))-known:] {
		counts[i] = int(n)
	}
	if i := known - (h.until - hour(item.When())); item.Version == 1 && i >= 0 && i < known {
		counts[i]++
	}
	name := cmp.Or(t.names[key], "The source "+cmp.Or(s.Name, s.ID))
	return burst.Series{Key: key, Name: name, Until: time.Unix(h.until*3600, 0).UTC(), Counts: counts}
}
