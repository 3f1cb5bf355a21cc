package monitor_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/internal/shareddata"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// TestRealPagesAreCrawledIndexedAndFound crawls 181 saved news pages under
// their own host names and addresses, and finds each by words of its own.
func TestRealPagesAreCrawledIndexedAndFound(t *testing.T) {
	dir := shareddata.Folder(t, "article-extraction-benchmark")
	web, err := fakeweb.New(fakeweb.Options{Start: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	addresses, err := web.ServeBenchmark(dir)
	if err != nil {
		t.Fatal(err)
	}
	m := openOn(t, web)
	begun := time.Now()
	runs, err := m.Crawl(t.Context(), monitor.CrawlRequest{
		Targets: addresses, Kind: qalxan.KindSite,
		// The pages link to many more that were not saved: two a host are.
		Policy: qalxan.Policy{Delay: time.Millisecond, MaxPages: 2, MaxDepth: 1},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d sources in %s", len(runs), time.Since(begun).Round(time.Millisecond))
	items := allItems(t, m)
	if len(items) < len(addresses)*95/100 {
		t.Errorf("%d of %d pages became items", len(items), len(addresses))
	}
	t.Logf("%d of %d pages became items", len(items), len(addresses))
	for _, item := range items {
		if !findable(t, m, item) {
			t.Errorf("%s is not found by its own words", item.URL)
		}
	}
	checkDoctor(t, m)
}

func openOn(t *testing.T, web *fakeweb.Web) *monitor.Monitor {
	t.Helper()
	return openWith(t, web, func(*configs.Config) {})
}

func allItems(t *testing.T, m *monitor.Monitor) []qalxan.Item {
	t.Helper()
	var all []qalxan.Item
	for page := (store.Page{Limit: 1000}); ; {
		items, next, err := m.Record().Items(t.Context(), store.Filter{}, page)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, items...)
		if page.Cursor = next; next == "" {
			return all
		}
	}
}

// findable searches an item by a phrase from the middle of its text.
func findable(t *testing.T, m *monitor.Monitor, item qalxan.Item) bool {
	t.Helper()
	words := strings.Fields(item.Text)
	if len(words) == 0 {
		return true
	}
	middle := words[len(words)/2 : min(len(words)/2+6, len(words))]
	found, err := m.Index().Search(context.WithoutCancel(t.Context()), index.Request{Query: query.Phrase{Text: strings.Join(middle, " ")}, Size: 20})
	if err != nil {
		t.Fatal(err)
	}
	for _, hit := range found.Hits {
		if hit.ID == item.ID {
			return true
		}
	}
	return false
}
