package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Bounds of what is told of a campaign's members.
const (
	maxCounted = 10_000 // that are counted
	maxMapped  = 300    // whose way is looked for
	maxDigests = 100    // campaigns of which it is kept
)

// digests keeps what was made of campaigns, because their members may be
// thousands, until the record's turning of one changes. No words of members are
// kept: they may have to go.
type digests struct {
	mu sync.Mutex
	of map[string]*digest // by the ids of the campaigns
}

// digest is what all members of a campaign amount to. It is never changed.
type digest struct {
	turning            store.Turning
	first              time.Time
	beginner           string // source of the first member
	counted, mapped    int
	unit               string
	timeline           []Bucket
	sources, languages []store.Count
	path               []Hop
	shown              store.Shown
}

// digest is what the members of a campaign amount to now.
func (l *Library) digest(ctx context.Context, id string, sources map[string]qalxan.Source) (*digest, error) {
	// The turning is read first: what changes meanwhile is read again next time.
	turning, err := l.store.Turning(ctx, id)
	if err != nil {
		return nil, err
	}
	l.digests.mu.Lock()
	kept := l.digests.of[id]
	l.digests.mu.Unlock()
	if kept != nil && kept.turning == turning {
		return kept, nil
	}
	made, err := l.digested(ctx, id, sources)
	if err != nil {
		return nil, fmt.Errorf("sum up campaign %s: %w", id, err)
	}
	made.turning = turning
	l.digests.mu.Lock()
	defer l.digests.mu.Unlock()
	if l.digests.of == nil || len(l.digests.of) >= maxDigests {
		l.digests.of = map[string]*digest{}
	}
	l.digests.of[id] = made
	return made, nil
}

func (l *Library) digested(ctx context.Context, id string, sources map[string]qalxan.Source) (*digest, error) {
	rows, err := l.store.Spread(ctx, id, maxCounted)
	if err != nil {
		return nil, err
	}
	d := &digest{counted: len(rows)}
	if len(rows) > 0 {
		d.first, d.beginner = rows[0].When, rows[0].SourceID
	}
	d.sources = tally(rows, func(r store.Spread) string { return r.SourceID })
	d.languages = tally(rows, func(r store.Spread) string { return r.Language })
	d.unit, d.timeline = timeline(rows)
	if d.shown, err = l.store.Shown(ctx, id); err != nil {
		return nil, err
	}
	findings, _, err := l.store.Members(ctx, id, store.Page{Limit: maxMapped})
	d.path, d.mapped = path(findings, rows, sources), len(findings)
	return d, err
}

// hourly is how long a campaign may last and still be counted by the hour.
const hourly = 3 * 24 * time.Hour

// timeline counts members, sorted by time, by the hour or by the day.
func timeline(rows []store.Spread) (unit string, buckets []Bucket) {
	unit, step, buckets := "hour", time.Hour, []Bucket{}
	if n := len(rows); n > 0 && rows[n-1].When.Sub(rows[0].When) > hourly {
		unit, step = "day", 24*time.Hour
	}
	for _, r := range rows {
		start := r.When.UTC().Truncate(step)
		if last := len(buckets) - 1; last >= 0 && buckets[last].Start.Equal(start) {
			buckets[last].Count++
			continue
		}
		buckets = append(buckets, Bucket{start, 1})
	}
	return unit, buckets
}

// tally counts members by value: counts fall, ties are in order of value.
func tally(rows []store.Spread, value func(store.Spread) string) []store.Count {
	counts := make(map[string]int)
	for _, r := range rows {
		counts[value(r)]++
	}
	out := []store.Count{}
	for v, n := range counts {
		out = append(out, store.Count{Value: v, Count: n})
	}
	slices.SortFunc(out, func(a, b store.Count) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	})
	return out
}
