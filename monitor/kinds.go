package monitor

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/feed"
	"github.com/qalxan/qalxan/crawler/source/page"
	"github.com/qalxan/qalxan/crawler/source/site"
	"github.com/qalxan/qalxan/crawler/source/wikipedia"
)

// collectors are the kinds of source. A new one is a line here.
func (m *Monitor) collectors(client *fetch.Client) map[qalxan.Kind]source.Collector {
	extractor, absences := extract.New(extract.Options{Now: m.options.Now}), page.NewAbsences()
	return map[qalxan.Kind]source.Collector{
		qalxan.KindSite:      site.New(site.Options{Now: m.options.Now, Absences: absences}, client, extractor),
		qalxan.KindFeed:      feed.New(feed.Options{Now: m.options.Now, Absences: absences}, client, extractor),
		qalxan.KindWikipedia: wikipedia.New(wikipedia.Options{Now: m.options.Now}, client),
	}
}

// newClient makes the one client of this process.
func (m *Monitor) newClient() (*fetch.Client, error) {
	client, err := fetch.New(fetch.Options{
		Version: m.options.Version, Contact: m.config.Crawler.Contact, Now: m.options.Now,
		Dial: m.options.Dial, RootCAs: m.options.RootCAs,
		Robots: m.record, Rests: m.record, Timeout: m.config.Crawler.Timeout, Logger: m.options.Logger,
	}, m.evidence)
	if err != nil {
		return nil, fmt.Errorf("%w: crawler: %w", ErrConfig, err)
	}
	return client, nil
}

func (m *Monitor) newCrawler(ctx context.Context) (*crawler.Crawler, error) {
	client, err := m.newClient()
	if err != nil {
		return nil, err
	}
	m.client = client
	rests, err := m.record.LoadRests(ctx, m.options.Now())
	if err != nil {
		return nil, err
	}
	client.Recall(rests)
	if err := m.openAnalyst(ctx); err != nil {
		return nil, err
	}
	return crawler.New(crawler.Options{
		Workers: m.config.Crawler.Workers, Now: m.options.Now, Logger: m.options.Logger,
	}, m.collectors(client), m.record, client, m.analyst)
}
