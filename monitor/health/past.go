package health

import (
	"context"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/store"
)

// Pasts reads the pasts of sources that were ever crawled, by id, without
// their last successes, which the record tells with the sources. Only is the
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
