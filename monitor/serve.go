package monitor

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan/crawler/schedule"
)

// RunSchedules crawls every source with a schedule at its times, until ctx
// ends; then it waits for the crawls under way to stop. A source is never
// crawled twice at a time.
func (m *Monitor) RunSchedules(ctx context.Context) error {
	runner := schedule.New(schedule.Options{Logger: m.options.Logger}, func(ctx context.Context, sourceID string) error {
		_, err := m.Crawl(ctx, CrawlRequest{Targets: []string{sourceID}}, nil)
		return err
	})
	for _, s := range m.config.Sources {
		if s.Schedule == "" {
			continue
		}
		if err := runner.Add(s.ID, s.Schedule); err != nil {
			return fmt.Errorf("scheduling source %s: %w", s.ID, err)
		}
	}
	return runner.Run(ctx)
}
