package monitor_test

import (
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/internal/fakeweb/newsroom"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/monitor/trial"
)

// triedWeb has a news site of a few stories, a host that is down and one that
// forbids everything.
func triedWeb(t *testing.T) *fakeweb.Web {
	t.Helper()
	start := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	web, err := fakeweb.New(fakeweb.Options{Start: start})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	site := &newsroom.Site{Host: "news.example", Outlet: "The News", About: "News.", Language: "en", Layout: newsroom.LayoutClassic, Feed: newsroom.FeedRSS}
	words := strings.Repeat("The council has agreed to mend the road before winter, after two years of letters from those who use it. ", 4)
	for _, name := range []string{"one", "two", "three", "four", "five", "six", "seven"} {
		at := start.Add(-time.Duration(len(site.Articles)+1) * time.Hour)
		site.Articles = append(site.Articles, newsroom.Article{
			Path: "/story/" + name, Published: at, Author: "Ayla",
			Versions: []newsroom.Version{{From: at, Title: "Story number " + name + " of the road", Paragraphs: []string{words, words}}},
		})
	}
	web.Host("news.example").News(site)
	web.Host("news.example").Robots("User-agent: *\nDisallow: /about\nCrawl-delay: 0.01\nSitemap: https://news.example/sitemap.xml\n")
	web.Host("down.example").Publish("/", fakeweb.Revision{Answer: fakeweb.Answer{Status: 503}})
	web.Host("closed.example").Robots("User-agent: *\nDisallow: /\n")
	return web
}

func try(t *testing.T, m *monitor.Monitor, address string) trial.Result {
	t.Helper()
	r, err := m.Try(t.Context(), monitor.TryRequest{URL: address, Policy: qalxan.Policy{Delay: time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTryShowsWhatWouldBeStored(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	web := triedWeb(t)
	m := openOn(t, web)
	r := try(t, m, "https://news.example/")
	if r.Robots == nil || !r.Robots.Allowed || r.Robots.Delay != 10*time.Millisecond || len(r.Robots.Sitemaps) != 1 {
		t.Errorf("robots.txt: %+v (%s)", r.Robots, r.RobotsError)
	}
	if len(r.Feeds) != 1 || len(r.Sitemaps) != 1 || len(r.Items) != trial.MaxItems || r.Pages < 7 {
		t.Errorf("feeds %q, sitemaps %q, %d items, %d pages", r.Feeds, r.Sitemaps, len(r.Items), r.Pages)
	}
	for _, s := range r.Items {
		if !strings.HasPrefix(s.Title, "Story number") || len(s.Dates) == 0 || s.Dates[0].Origin == "" || s.Language.Code != "en" || s.Words < 100 || s.Identity == "" {
			t.Errorf("sample %+v", s)
		}
	}
	if len(r.Denied) != 1 || r.Denied[0].URL != "https://news.example/about" || !strings.Contains(r.Denied[0].Reason, "line 2") {
		t.Errorf("denied %+v", r.Denied)
	}
	asked := web.Host("news.example").Log()
	if len(asked) > 12 {
		t.Errorf("%d requests for five samples", len(asked))
	}
	for _, a := range asked {
		if a.Path == "/about" {
			t.Error("what is forbidden was asked")
		}
	}
	nothingIsKept(t, m, temporary)
}

// nothingIsKept checks that neither the record nor a folder holds anything of
// a trial.
func nothingIsKept(t *testing.T, m *monitor.Monitor, temporary string) {
	t.Helper()
	totals, err := m.Record().Totals(t.Context())
	if err != nil || totals.Sources+totals.Captures+totals.Items+totals.Queued != 0 {
		t.Errorf("the record holds %+v, %v", totals, err)
	}
	left, err := os.ReadDir(temporary)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestTrySaysWhatIsWrong(t *testing.T) {
	m := openOn(t, triedWeb(t))
	if r := try(t, m, "https://down.example/"); len(r.Items) != 0 || len(r.Failed) != 1 || !strings.Contains(r.Failed[0].Reason, "503") {
		t.Errorf("down: %+v", r)
	}
	if r := try(t, m, "https://closed.example/"); r.Robots == nil || r.Robots.Allowed || r.Robots.Line != 2 || len(r.Denied) == 0 {
		t.Errorf("closed: %+v %+v", r, r.Robots)
	}
	if r := try(t, m, "https://absent.example/"); r.Robots != nil || !strings.Contains(r.RobotsError, "does not resolve") || len(r.Failed) == 0 {
		t.Errorf("absent: %+v", r)
	}
	if r := try(t, m, "http://127.0.0.1:1/"); !strings.Contains(r.RobotsError, "private address") {
		t.Errorf("private: %+v", r)
	}
	for _, address := range []string{"ftp://a.example/", "news"} {
		if _, err := m.Try(t.Context(), monitor.TryRequest{URL: address}); !errors.Is(err, monitor.ErrRequest) {
			t.Errorf("%s: error %v", address, err)
		}
	}
}

// TestTryAndCrawlAreOneGuest tries a source while it is crawled. The host's own
// log shows one request at a time, a gap between them, and one robots.txt.
func TestTryAndCrawlAreOneGuest(t *testing.T) {
	const delay = 20 * time.Millisecond
	web := triedWeb(t)
	m := openOn(t, web)
	crawled := make(chan error, 1)
	go func() {
		_, err := m.Crawl(t.Context(), monitor.CrawlRequest{Targets: []string{"https://news.example/"}, Policy: qalxan.Policy{Delay: delay}}, nil)
		crawled <- err
	}()
	r, err := m.Try(t.Context(), monitor.TryRequest{URL: "https://news.example/", Policy: qalxan.Policy{Delay: delay}})
	if err != nil || len(r.Items) != trial.MaxItems {
		t.Errorf("%d items, %v", len(r.Items), err)
	}
	if err := <-crawled; err != nil {
		t.Fatal(err)
	}
	asked, files := web.Host("news.example").Log(), 0
	for i, a := range asked {
		if a.Path == "/robots.txt" {
			files++
		}
		if gap := a.Time.Sub(asked[max(i-1, 0)].Done); i > 0 && gap < delay {
			t.Errorf("%s was asked %s after %s", a.Path, gap, asked[i-1].Path)
		}
	}
	if len(asked) < 20 || files != 1 {
		t.Errorf("%d requests, %d of them for robots.txt", len(asked), files)
	}
}

// TestTryDoesNotWaitForHours tries a source of a host that asked the crawls to
// stay away for a day.
func TestTryDoesNotWaitForHours(t *testing.T) {
	web := triedWeb(t)
	web.Host("busy.example").Publish("/", fakeweb.Revision{Answer: fakeweb.Answer{Status: 503, Header: http.Header{"Retry-After": {"86400"}}}})
	m := openOn(t, web)
	if _, err := m.Crawl(t.Context(), monitor.CrawlRequest{Targets: []string{"https://busy.example/"}}, nil); err != nil {
		t.Fatal(err)
	}
	_, err := m.Try(t.Context(), monitor.TryRequest{URL: "https://busy.example/"})
	if !errors.Is(err, monitor.ErrRequest) || !strings.Contains(err.Error(), "busy.example/ has to be left alone for another 24h") && !strings.Contains(err.Error(), "another 23h") {
		t.Errorf("error %v", err)
	}
}
