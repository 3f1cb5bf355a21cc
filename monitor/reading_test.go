package monitor_test

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/internal/fakeweb/newsroom"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// TestTwoReadingsOfOneAddressAreNoEdit crawls an outlet as a site and as a
// feed whose entries are taken: the feed gives first paragraphs, the site whole
// pages, and neither is an edit of the other.
func TestTwoReadingsOfOneAddressAreNoEdit(t *testing.T) {
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	web, err := fakeweb.New(fakeweb.Options{Start: start.AddDate(0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	outlet := madeUpSite(1, start)
	outlet.Feed = newsroom.FeedRSS
	web.Host(outlet.Host).News(outlet)
	policy := qalxan.Policy{Delay: time.Millisecond}
	m := openWith(t, web, func(c *configs.Config) {
		c.Sources = []qalxan.Source{
			qalxan.Source{ID: "feed", Kind: qalxan.KindFeed, Entries: qalxan.EntriesTake, URL: outlet.URL("/rss.xml"), Policy: policy}.WithDefaults(),
			qalxan.Source{ID: "site", Kind: qalxan.KindSite, URL: outlet.URL("/"), Policy: policy}.WithDefaults(),
		}
	})
	for range 3 {
		for _, source := range []string{"feed", "site"} {
			if _, err := m.Crawl(t.Context(), monitor.CrawlRequest{Targets: []string{source}}, nil); err != nil {
				t.Fatal(err)
			}
		}
		web.Clock().Advance(25 * time.Hour)
	}
	totals, err := m.Record().Totals(t.Context())
	if err != nil || totals.Items != 10 || totals.Versions != 10 {
		t.Errorf("%d items in %d versions, %v; want ten of each", totals.Items, totals.Versions, err)
	}
	findings, _, err := m.Record().Findings(t.Context(), store.Filter{}, store.Page{})
	if err != nil || len(findings) > 0 {
		t.Errorf("findings %+v, %v", findings, err)
	}
}
