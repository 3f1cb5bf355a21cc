package monitor

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/classify/harm"
	"github.com/qalxan/qalxan/classify/language"
	"github.com/qalxan/qalxan/classify/narrative"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/feed"
	"github.com/qalxan/qalxan/crawler/source/page"
	"github.com/qalxan/qalxan/crawler/source/site"
	"github.com/qalxan/qalxan/crawler/source/wikipedia"
)

// detectors are all that looks at an item, and what judges their signals. A
// new one is a field here and a line in newDetectors.
type detectors struct {
	language  *language.Detector
	narrative *narrative.Detector
	duplicate *duplicate.Detector
	edit      *edit.Detector
	harm      *harm.Detector
	criteria  *criteria.Criteria
	campaign  campaignRule
}

// collectors are the kinds of source. A new one is a line here.
func (m *Monitor) collectors(client *fetch.Client) map[qalxan.Kind]source.Collector {
	extractor, absences := extract.New(extract.Options{Now: m.options.Now}), page.NewAbsences()
	return map[qalxan.Kind]source.Collector{
		qalxan.KindSite:      site.New(site.Options{Now: m.options.Now, Absences: absences}, client, extractor),
		qalxan.KindFeed:      feed.New(feed.Options{Now: m.options.Now, Absences: absences}, client, extractor),
		qalxan.KindWikipedia: wikipedia.New(wikipedia.Options{Now: m.options.Now}, client),
	}
}

func (m *Monitor) newDetectors(ctx context.Context) (d detectors, err error) {
	if d.language, err = language.New(m.config.Languages); err != nil {
		return d, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	if d.narrative, err = narrative.New(m.config.Narratives); err != nil {
		return d, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	if d.duplicate, err = duplicate.New(duplicate.Options{Texts: m.record}); err != nil {
		return d, fmt.Errorf("preparing the search for copies: %w", err)
	}
	since := m.options.Now().Add(-duplicate.DefaultWindow)
	for signed, err := range m.record.Signatures(ctx, since) {
		if err != nil {
			return d, fmt.Errorf("reading signatures: %w", err)
		}
		d.duplicate.Add(signed)
	}
	d.edit = edit.New()
	d.harm = harm.New()
	name, rules, err := m.config.CriteriaFile()
	if err != nil {
		return d, fmt.Errorf("reading the criteria: %w", err)
	}
	if d.criteria, err = criteria.New(name, rules); err != nil {
		return d, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	claims := map[string]string{}
	for _, n := range m.config.Narratives {
		claims[n.ID] = n.Claim
	}
	d.campaign = campaignRule{Campaigns: campaign.New(campaign.Options{}), claims: claims, now: m.options.Now}
	return d, nil
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
	d, err := m.newDetectors(ctx)
	if err != nil {
		return nil, err
	}
	m.analyst = &analyst{record: m.record, detectors: d, now: m.options.Now, sync: m.evidence.Sync, wake: m.indexer.wake}
	return crawler.New(crawler.Options{
		Workers: m.config.Crawler.Workers, Now: m.options.Now, Logger: m.options.Logger,
	}, m.collectors(client), m.record, client, m.analyst)
}
