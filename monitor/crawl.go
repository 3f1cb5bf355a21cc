package monitor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/monitor/order"
	"github.com/qalxan/qalxan/store"
)

// ErrRequest is a request that cannot be carried out as it was put.
var ErrRequest = qalxan.ErrRequest

// CrawlRequest says what to crawl now.
type CrawlRequest = order.Request

// Crawl crawls once and returns a run for each source. What was recorded
// before an error stays recorded. A source that is being crawled already is
// left out, and its run says so.
func (m *Monitor) Crawl(ctx context.Context, r CrawlRequest, report func(crawler.Event)) ([]store.Run, error) {
	orders, err := order.New(ctx, r, m.watched, m.record)
	if err != nil {
		return nil, m.explain(err)
	}
	free, skipped := m.claim(orders.Sources)
	defer m.release(free)
	runs := newRuns(free, m.options.Now)
	if err := runs.save(ctx, m.record); err != nil {
		return nil, m.explain(err)
	}
	crawlErr := m.crawl(ctx, free, orders.Tasks, func(e crawler.Event) {
		runs.count(e)
		if report != nil {
			report(e)
		}
	})
	runs.end(ctx, crawlErr, m.options.Now())
	// The runs are closed even when ctx has ended: that is when it matters
	// most to say so.
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err = errors.Join(crawlErr, runs.save(closing, m.record), m.settle(ctx))
	m.watch(closing, runs.list())
	return append(runs.list(), skipped...), m.explain(err)
}

func (m *Monitor) crawl(ctx context.Context, sources []qalxan.Source, extra []frontier.Task, report func(crawler.Event)) error {
	if _, err := m.record.Enqueue(ctx, extra, true); err != nil {
		return err
	}
	return m.crawler.Run(ctx, sources, report)
}

// explain says of a full disk what to do about it.
func (m *Monitor) explain(err error) error {
	if errors.Is(err, store.ErrFull) || errors.Is(err, evidence.ErrFull) || errors.Is(err, index.ErrFull) {
		return fmt.Errorf("the disk that holds %s is full: free some space and run the command again; what was recorded is kept (%w)", m.config.Data, err)
	}
	return err
}

// settle makes what was crawled searchable before a crawl says that it is
// done. A crawl that was stopped leaves that to the indexer.
func (m *Monitor) settle(ctx context.Context) error {
	if ctx.Err() != nil {
		return nil
	}
	return m.indexer.Drain(ctx)
}

// claim takes the sources that no other crawl has; the others come back as
// runs that say so.
func (m *Monitor) claim(sources []qalxan.Source) (free []qalxan.Source, skipped []store.Run) {
	m.crawling.mu.Lock()
	defer m.crawling.mu.Unlock()
	now := m.options.Now()
	for _, s := range sources {
		if m.crawling.sources[s.ID] {
			skipped = append(skipped, store.Run{
				ID: uuid.NewString(), SourceID: s.ID, Started: now, Ended: now,
				Error: "left out: this source is being crawled already",
			})
			continue
		}
		m.crawling.sources[s.ID] = true
		free = append(free, s)
	}
	return free, skipped
}

func (m *Monitor) release(sources []qalxan.Source) {
	m.crawling.mu.Lock()
	defer m.crawling.mu.Unlock()
	for _, s := range sources {
		delete(m.crawling.sources, s.ID)
	}
}
