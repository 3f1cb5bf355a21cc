package monitor_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
)

// openWith opens a monitor over a web, with a configuration that was changed.
func openWith(t *testing.T, web *fakeweb.Web, change func(*configs.Config)) *monitor.Monitor {
	t.Helper()
	config := configs.Default()
	config.Data = filepath.Join(t.TempDir(), "data")
	change(&config)
	m, err := monitor.Open(t.Context(), config, monitor.Options{Now: web.Clock().Now, Dial: web.Dial, RootCAs: web.RootCAs()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

// TestAddressNeverReplacesAConfiguredSource crawls an address whose guessed id
// is that of a configured source: its policy has to stay.
func TestAddressNeverReplacesAConfiguredSource(t *testing.T) {
	configured := qalxan.Source{ID: "down-example", Kind: qalxan.KindSite, URL: "https://down.example/"}.WithDefaults()
	configured.Policy.MaxPages = 7
	m := openWith(t, faultyWeb(t), func(c *configs.Config) { c.Sources = []qalxan.Source{configured} })
	_, err := m.Crawl(t.Context(), monitor.CrawlRequest{Targets: []string{"https://down.example/other"}}, nil)
	if !errors.Is(err, monitor.ErrRequest) || !strings.Contains(err.Error(), "crawl down-example") {
		t.Errorf("error %v does not say what to do", err)
	}
	if s, err := m.Record().Source(t.Context(), "down-example"); err != nil || s.Policy.MaxPages != 7 {
		t.Errorf("the source became %+v, %v", s, err)
	}
}

// TestEachTargetIsCrawledOnce names places twice, and two kinds on one host.
func TestEachTargetIsCrawledOnce(t *testing.T) {
	configured := qalxan.Source{ID: "down", Kind: qalxan.KindSite, URL: "https://down.example/"}.WithDefaults()
	m := openWith(t, faultyWeb(t), func(c *configs.Config) { c.Sources = []qalxan.Source{configured} })
	asked := map[string]int{}
	runs, err := m.Crawl(t.Context(), monitor.CrawlRequest{
		Targets: []string{"down", "down", "https://page.example/", "https://page.example/wiki/Town", "https://page.example/feed.xml", "https://page.example/feed.xml?all=1"},
		Policy:  qalxan.Policy{Delay: time.Millisecond},
	}, func(e crawler.Event) { asked[e.Source.ID+" "+string(e.Source.Kind)+" "+e.Result.URL]++ })
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"down", "page-example", "wiki-page-example", "feed-page-example-feed-xml"} {
		if i >= len(runs) || runs[i].SourceID != want {
			t.Fatalf("run %d is not of %s: %+v", i, want, runs)
		}
	}
	if len(runs) != 4 || asked["feed-page-example-feed-xml feed https://page.example/feed.xml?all=1"] != 1 {
		t.Errorf("%d runs asked %v", len(runs), asked)
	}
}

// TestStoppedCrawlClosesItsRun tells a crawl to stop while it works.
func TestStoppedCrawlClosesItsRun(t *testing.T) {
	m := openOn(t, faultyWeb(t))
	ctx, cancel := context.WithCancel(t.Context())
	runs, err := m.Crawl(ctx, monitor.CrawlRequest{
		Targets: []string{"https://robots.example/", "https://down.example/"}, Policy: qalxan.Policy{Delay: time.Second},
	}, func(crawler.Event) { cancel() })
	if err == nil || len(runs) != 2 {
		t.Fatalf("%d runs, error %v", len(runs), err)
	}
	sources, err := m.Record().Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		if s.LastRun == nil || s.LastRun.Ended.IsZero() || !strings.Contains(s.LastRun.Error, "told to stop") {
			t.Errorf("the run of %s is left as %+v", s.Source.ID, s.LastRun)
		}
	}
}

func TestConfigurationThatCannotBeUsed(t *testing.T) {
	for want, change := range map[string]func(*configs.Config){
		"contact":       func(c *configs.Config) { c.Crawler.Contact = "us" },
		`language "xx"`: func(c *configs.Config) { c.Languages = []string{"en", "xx"} },
	} {
		config := configs.Default()
		config.Data = t.TempDir()
		change(&config)
		_, err := monitor.Open(t.Context(), config, monitor.Options{})
		if !errors.Is(err, monitor.ErrConfig) || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not name %s", err, want)
		}
		// The folder is free again.
		again := configs.Default()
		again.Data = config.Data
		if m, err := monitor.Open(t.Context(), again, monitor.Options{}); err != nil {
			t.Errorf("after a failure: %v", err)
		} else if err := m.Close(); err != nil {
			t.Error(err)
		}
	}
}
