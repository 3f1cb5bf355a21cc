package monitor_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// before writes into the record of a data folder as a process that was killed.
func before(t *testing.T, data string, write func(*sqlite.Store)) {
	t.Helper()
	record, err := sqlite.Open(t.Context(), filepath.Join(data, "qalxan.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	write(record)
	if err := record.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestRunsThatWereCutOffAreClosed opens a folder whose last process was killed
// in the middle of a crawl.
func TestRunsThatWereCutOffAreClosed(t *testing.T) {
	config := configs.Default()
	config.Data = t.TempDir()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	before(t, config.Data, func(record *sqlite.Store) {
		c := qalxan.Capture{ID: "urn:1", SourceID: "paper", URL: "https://paper.example/", Time: at.Add(time.Minute), Status: 200}
		for _, err := range []error{
			record.SaveSource(t.Context(), qalxan.Source{ID: "paper"}),
			record.SaveRun(t.Context(), store.Run{ID: "r", SourceID: "paper", Started: at}),
			record.Commit(t.Context(), store.Entry{Captures: []qalxan.Capture{c}}),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	m, err := monitor.Open(t.Context(), config, monitor.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	outcomes, err := m.Record().Outcomes(t.Context())
	if err != nil || outcomes[store.OutcomeRunning] != 0 || outcomes[store.OutcomeStopped] != 1 {
		t.Errorf("outcomes %v, %v", outcomes, err)
	}
	runs, err := m.Record().RecentRuns(t.Context(), "paper", 1)
	if err != nil || len(runs["paper"]) != 1 {
		t.Fatalf("%v, %v", runs, err)
	}
	if r := runs["paper"][0]; !r.Stopped || !r.Ended.Equal(at.Add(time.Minute)) || !strings.Contains(r.Error, "ended in the middle of the crawl") {
		t.Errorf("the run is left as %+v", r)
	}
}

// TestRestsAreKeptByTheMonitor starts again after a host said "wait an hour",
// with a new client. By the server's log it is not asked again.
func TestRestsAreKeptByTheMonitor(t *testing.T) {
	web, err := fakeweb.New(fakeweb.Options{Start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer web.Close()
	host := web.Host("busy.example")
	busy := fakeweb.Answer{Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"3600"}}}
	host.Publish("/", fakeweb.Revision{Answer: busy})
	config := configs.Default()
	config.Data = t.TempDir()
	crawl := func() store.Run {
		m, err := monitor.Open(t.Context(), config, monitor.Options{Now: web.Clock().Now, Dial: web.Dial, RootCAs: web.RootCAs()})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		runs, err := m.Crawl(t.Context(), monitor.CrawlRequest{
			Targets: []string{host.URL("/")}, Policy: qalxan.Policy{Delay: time.Millisecond},
		}, nil)
		if err != nil || len(runs) != 1 {
			t.Fatalf("%v, %v", runs, err)
		}
		return runs[0]
	}
	crawl()
	asked := len(host.Log())
	if asked == 0 {
		t.Fatal("nobody was asked")
	}
	web.Clock().Advance(10 * time.Minute)
	run := crawl()
	if n := len(host.Log()); n != asked {
		t.Errorf("%d more requests within the hour", n-asked)
	}
	if run.Fetched != 0 || !strings.Contains(run.Error, "left alone") {
		t.Errorf("the run says %+v", run)
	}
	web.Clock().Advance(time.Hour)
	crawl()
	if n := len(host.Log()); n == asked {
		t.Error("the host is not asked again after its hour")
	}
}

// TestPagesBoundAConfiguredSource crawls a configured source with a bound for
// this crawl only.
func TestPagesBoundAConfiguredSource(t *testing.T) {
	configured := qalxan.Source{ID: "robots", Kind: qalxan.KindSite, URL: "https://page.example/"}.WithDefaults()
	configured.Policy.MaxPages, configured.Policy.Delay = 50, time.Millisecond
	for _, targets := range [][]string{{"robots"}, nil} {
		m := openWith(t, faultyWeb(t), func(c *configs.Config) { c.Sources = []qalxan.Source{configured} })
		asked := 0
		if _, err := m.Crawl(t.Context(), monitor.CrawlRequest{Targets: targets, Policy: qalxan.Policy{MaxPages: 1}}, func(e crawler.Event) {
			if e.Trap == nil && e.Result.State != frontier.StateDenied {
				asked++
			}
			if p := e.Source.Policy; p.MaxPages != 1 || p.Delay != time.Millisecond || p.MaxDepth != configured.Policy.MaxDepth {
				t.Errorf("crawled by %+v", p)
			}
		}); err != nil {
			t.Fatal(err)
		}
		if asked != 1 {
			t.Errorf("targets %v: %d tasks, want 1", targets, asked)
		}
		if s, err := m.Record().Source(t.Context(), "robots"); err != nil || s.Policy.MaxPages != 50 {
			t.Errorf("the source became %+v, %v", s, err)
		}
		if _, err := m.Crawl(t.Context(), monitor.CrawlRequest{Targets: targets, Policy: qalxan.Policy{MaxPages: -1}}, nil); err == nil {
			t.Error("a bound below nothing was taken")
		}
	}
}
