package api

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/store"
)

// pasts keeps the last runs of every source, because those of all are tens of
// thousands: a source's are read again when the record's turn of it changed. It
// holds up to 30 runs and 150 times a source, some 10 KB.
type pasts struct {
	mu sync.Mutex
	of map[string]past // by the ids of the sources
}

type past struct {
	turn     int64
	runs     []store.Run
	harvests []time.Time
}

// recalled is a record whose runs of all sources are those that were kept.
type recalled struct {
	Reader
	of map[string]past
}

// RecentRuns implements [store.History].
func (r recalled) RecentRuns(context.Context, string, int) (map[string][]store.Run, error) {
	runs := make(map[string][]store.Run, len(r.of))
	for id, p := range r.of {
		if len(p.runs) > 0 {
			runs[id] = p.runs
		}
	}
	return runs, nil
}

// Harvests implements [store.History].
func (r recalled) Harvests(context.Context, string, int) (map[string][]time.Time, error) {
	harvests := make(map[string][]time.Time, len(r.of))
	for id, p := range r.of {
		if len(p.harvests) > 0 {
			harvests[id] = p.harvests
		}
	}
	return harvests, nil
}

// recall brings what is kept up to date and returns a record with it.
func (l *Library) recall(ctx context.Context) (health.Record, error) {
	// Turns are read first: what changes meanwhile is read again next time.
	turns, err := l.store.Turns(ctx)
	if err != nil {
		return nil, err
	}
	l.pasts.mu.Lock()
	defer l.pasts.mu.Unlock()
	of := make(map[string]past, len(turns))
	var changed []string
	for id, turn := range turns {
		if p, known := l.pasts.of[id]; known && p.turn == turn {
			of[id] = p
		} else {
			changed = append(changed, id)
		}
	}
	if len(changed) > fewChanged {
		changed = []string{""} // which stands for all
	}
	for _, id := range changed {
		if err := l.reread(ctx, id, turns, of); err != nil {
			return nil, fmt.Errorf("read the runs of sources: %w", err)
		}
	}
	l.pasts.of = of
	return recalled{l.store, of}, nil
}

// reread reads the runs of a source, or of all.
func (l *Library) reread(ctx context.Context, only string, turns map[string]int64, of map[string]past) error {
	runs, err := l.store.RecentRuns(ctx, only, health.MaxRuns)
	if err != nil {
		return err
	}
	harvests, err := l.store.Harvests(ctx, only, health.MaxHarvests)
	for id, turn := range turns {
		if only == "" || id == only {
			of[id] = past{turn, runs[id], harvests[id]}
		}
	}
	return err
}
