package api

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// judgements keeps what was made of every source, because the runs of all of
// them are many: a source is judged anew when the record's turn of it changed,
// and one whose host asked us to wait after a minute. It holds a view a source.
type judgements struct {
	mu sync.Mutex
	of map[string]judgement // by the ids of the sources
}

type judgement struct {
	SourceView
	turn int64
	at   time.Time
}

const (
	waitsHold = time.Minute
	// fewChanged is how many sources are read one by one; beyond, all are read
	// at once.
	fewChanged = 40
)

// holds reports whether the judgement can still be shown.
func (j judgement) holds(turn int64, now time.Time) bool {
	return j.turn == turn && (len(j.Health.Waits) == 0 || now.Sub(j.at) < waitsHold)
}

// standing lists every source with its health, by id, as [Library.Sources]
// does, but reads only those that changed. The views are shared.
func (l *Library) standing(ctx context.Context) ([]SourceView, error) {
	// Turns are read first: what changes meanwhile is judged again next time.
	turns, err := l.store.Turns(ctx)
	if err != nil {
		return nil, fmt.Errorf("judge sources: %w", err)
	}
	l.judgements.mu.Lock()
	defer l.judgements.mu.Unlock()
	if err := l.rejudge(ctx, l.judgements, turns); err != nil {
		return nil, err
	}
	views := make([]SourceView, 0, len(turns))
	for _, id := range slices.Sorted(maps.Keys(l.judgements.of)) {
		views = append(views, l.judgements.of[id].SourceView)
	}
	return views, nil
}

// rejudge brings judgements up to date.
func (l *Library) rejudge(ctx context.Context, j *judgements, turns map[string]int64) error {
	maps.DeleteFunc(j.of, func(id string, _ judgement) bool { _, known := turns[id]; return !known })
	now := l.now()
	var changed []string
	for id, turn := range turns {
		if one, known := j.of[id]; !known || !one.holds(turn, now) {
			changed = append(changed, id)
		}
	}
	if len(changed) > fewChanged {
		changed = []string{""} // which stands for all
	}
	for _, id := range changed {
		views, err := l.judged(ctx, id)
		if err != nil {
			return err
		}
		for _, v := range views {
			j.of[v.Source.ID] = judgement{v, turns[v.Source.ID], now}
		}
	}
	return nil
}
