package health

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/schedule"
	"github.com/qalxan/qalxan/store"
)

// Pasts reads the pasts of sources that were ever crawled, by id, without what
// the record tells with the sources: last success, schedule and robots.txt. Only is the
// id of one source, or empty for all.
func Pasts(ctx context.Context, h store.History, only string, now time.Time) (map[string]Past, error) {
	runs, err := h.RecentRuns(ctx, only, MaxRuns)
	if err != nil {
		return nil, fmt.Errorf("reading runs: %w", err)
	}
	harvests, err := h.Harvests(ctx, only, MaxHarvests)
	if err != nil {
		return nil, fmt.Errorf("reading harvests: %w", err)
	}
	waits, err := h.Waits(ctx, only, now, MaxWaits)
	if err != nil {
		return nil, fmt.Errorf("reading waits: %w", err)
	}
	pasts := make(map[string]Past, len(runs))
	for id := range runs {
		pasts[id] = Past{Runs: runs[id], Harvests: harvests[id], Waits: waits[id]}
	}
	return pasts, nil
}

// next is when a source is due by its schedule. An interval counts from the
// last run; where that moment has passed, from now.
func next(p Past, now time.Time) time.Time {
	if p.Schedule == "" {
		return time.Time{}
	}
	s, err := schedule.Parse(p.Schedule)
	if err != nil {
		return time.Time{} // a source is not saved with such a schedule
	}
	if len(p.Runs) > 0 && strings.HasPrefix(p.Schedule, "@every") {
		if due := s.Next(p.Runs[0].Started); due.After(now) {
			return due
		}
	}
	return s.Next(now)
}

// traps are the notes of the latest run that has any, a sentence each.
func traps(runs []store.Run) []string {
	for _, r := range runs {
		if r.Notes != "" {
			return strings.Split(r.Notes, "\n")
		}
	}
	return []string{}
}
