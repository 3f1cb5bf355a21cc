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
	runner := m.newRunner()
	if err := m.timetable(); err != nil {
		return err
	}
	defer m.endRunner()
	return runner.Run(ctx)
}

// newRunner makes what crawls sources when they are due.
func (m *Monitor) newRunner() *schedule.Runner {
	m.runner.Lock()
	defer m.runner.Unlock()
	m.runner.Runner = schedule.New(schedule.Options{Logger: m.options.Logger}, func(ctx context.Context, sourceID string) error {
		_, err := m.Crawl(ctx, CrawlRequest{Targets: []string{sourceID}}, nil)
		return err
	})
	return m.runner.Runner
}

func (m *Monitor) endRunner() {
	m.runner.Lock()
	defer m.runner.Unlock()
	m.runner.Runner = nil
}

// timetable gives the sources the times that they have now. A crawl under way
// goes on.
func (m *Monitor) timetable() error {
	m.runner.Lock()
	defer m.runner.Unlock()
	if m.runner.Runner == nil {
		return nil
	}
	for _, s := range m.watched.Standing() {
		if s.Schedule == "" {
			m.runner.Remove(s.ID)
			continue
		}
		if err := m.runner.Add(s.ID, s.Schedule); err != nil {
			return fmt.Errorf("scheduling source %s: %w", s.ID, err)
		}
	}
	return nil
}
