package health

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/store"
)

// Record is what judgements are made of. Every store is one.
type Record interface {
	store.History
	Sources(ctx context.Context) ([]store.SourceHealth, error)
	SourceHealth(ctx context.Context, id string) (store.SourceHealth, error)
}

// Judged is a source with its judgement.
type Judged struct {
	store.SourceHealth
	Report Report
}

// All judges every source, or only the one of the id, in order of id.
func All(ctx context.Context, r Record, only string, now time.Time) ([]Judged, error) {
	sources, err := known(ctx, r, only)
	if err != nil {
		return nil, fmt.Errorf("listing sources: %w", err)
	}
	pasts, err := Pasts(ctx, r, only, now)
	if err != nil {
		return nil, err
	}
	notices, err := notices(ctx, r, sources)
	if err != nil {
		return nil, err
	}
	var all []Judged
	for _, s := range sources {
		past := pasts[s.Source.ID]
		past.LastSuccess, past.Schedule = s.LastSuccess, s.Source.Schedule
		if n, ok := notices[fetch.Authority(s.Source.URL)]; ok {
			past.Robots = &n
		}
		all = append(all, Judged{s, Judge(past, now)})
	}
	return all, nil
}

// known are the sources to judge; none where there is none of the id.
func known(ctx context.Context, r Record, only string) ([]store.SourceHealth, error) {
	if only == "" {
		return r.Sources(ctx)
	}
	one, err := r.SourceHealth(ctx, only)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return []store.SourceHealth{one}, err
}

// notices are what the hosts of the sources say of robots, by authority.
func notices(ctx context.Context, r Record, sources []store.SourceHealth) (map[string]store.Notice, error) {
	authorities := make([]string, 0, len(sources))
	for _, s := range sources {
		authorities = append(authorities, fetch.Authority(s.Source.URL))
	}
	found, err := r.Notices(ctx, authorities)
	if err != nil {
		return nil, fmt.Errorf("reading what hosts say of robots: %w", err)
	}
	return found, nil
}
