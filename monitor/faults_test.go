//go:build linux

package monitor_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
)

// smallDisk mounts a disk of so many bytes, which only root may; the test is
// skipped for everyone else. The function returned makes it larger.
func smallDisk(t *testing.T, bytes int) (dir string, grow func(bytes int)) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("qalxan-test", dir, "tmpfs", 0, fmt.Sprint("size=", bytes)); err != nil {
		t.Skipf("a small disk cannot be mounted here (%v): what a full disk does is not tested", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir, func(bytes int) {
		t.Helper()
		if err := syscall.Mount("qalxan-test", dir, "tmpfs", syscall.MS_REMOUNT, fmt.Sprint("size=", bytes)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFullDisk lets the disk run full at several moments of a crawl. The crawl
// ends with a sentence that says where and what to do; with room again it goes
// on, and nothing is lost or doubled.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("starts several processes")
	}
	web, scenario := endOfWeek(t)
	dir, grow := smallDisk(t, 100<<10)
	data := filepath.Join(dir, "data")
	for _, size := range []int{100 << 10, 700 << 10, 1200 << 10, 2000 << 10} {
		grow(size)
		out, err := startChild(t, web, data).wait()
		if err == nil {
			t.Fatalf("on a disk of %d bytes the crawl succeeds: the test proves nothing", size)
		}
		for _, want := range []string{"the disk that holds " + data + " is full", "free some space and run the command again"} {
			if !strings.Contains(out, want) {
				t.Errorf("at %d bytes it does not say %q:\n%s", size, want, out)
			}
		}
	}
	grow(64 << 20)
	if out, err := startChild(t, web, data).wait(); err != nil {
		t.Fatalf("with room again: %v\n%s", err, out)
	}
	checkFolder(t, data, scenario.URLs())
}

// faultyWeb has a host for every way in which a source can be wrong.
func faultyWeb(t *testing.T) *fakeweb.Web {
	t.Helper()
	web, err := fakeweb.New(fakeweb.Options{Start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	feed := `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>A</title>`
	web.Host("broken.example").Publish("/feed.xml", fakeweb.Revision{Answer: fakeweb.Text("application/rss+xml", feed)})
	web.Host("page.example").Publish("/feed.xml", fakeweb.Revision{Answer: fakeweb.Text("text/html", "<html><title>Sorry</title></html>")})
	web.Host("robots.example").Robots("User-agent: *\nDisallow: /\n")
	web.Host("down.example").Publish("/", fakeweb.Revision{Answer: fakeweb.Answer{Status: 500}})
	web.Host("reset.example").Publish("/", fakeweb.Revision{Answer: fakeweb.Fail(fakeweb.FaultReset)})
	return web
}

func TestFaultySourcesSayWhatIsWrong(t *testing.T) {
	m := openOn(t, faultyWeb(t))
	for _, tt := range []struct {
		target string
		kind   qalxan.Kind
		want   []string
	}{
		{"https://absent.example/", "", []string{"absent.example", "does not resolve", "check the address"}},
		{"https://broken.example/feed.xml", qalxan.KindFeed, []string{"https://broken.example/feed.xml", "cannot be read", "breaks off"}},
		{"https://page.example/feed.xml", qalxan.KindFeed, []string{"https://page.example/feed.xml", "web page"}},
		{"https://robots.example/", "", []string{"robots.txt of robots.example forbids", "line 2"}},
		{"https://down.example/", "", []string{"500"}},
		{"https://reset.example/", "", []string{"reset.example"}},
		{"http://127.0.0.1:1/", "", []string{"127.0.0.1", "private address", "allow_private"}},
	} {
		runs, err := m.Crawl(t.Context(), monitor.CrawlRequest{
			Targets: []string{tt.target}, Kind: tt.kind, Policy: qalxan.Policy{Delay: time.Millisecond},
		}, nil)
		if err != nil {
			t.Errorf("%s: the crawl itself failed: %v", tt.target, err)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(runs[0].Error, want) {
				t.Errorf("%s: %q does not say %q", tt.target, runs[0].Error, want)
			}
		}
	}
	totals, err := m.Record().Totals(t.Context())
	if err != nil || totals.Versions != 0 {
		t.Errorf("faulty sources gave %d items, %v", totals.Versions, err)
	}
	checkDoctor(t, m)
}

func TestRequestsThatCannotBeCarriedOut(t *testing.T) {
	m := openOn(t, faultyWeb(t))
	for _, tt := range []struct {
		request monitor.CrawlRequest
		want    string
	}{
		{monitor.CrawlRequest{}, "no source is configured"},
		{monitor.CrawlRequest{Targets: []string{"daily"}}, `"daily" is neither a source nor an address`},
		{monitor.CrawlRequest{Targets: []string{"ftp://a.example/"}}, "http"},
		{monitor.CrawlRequest{Targets: []string{"https://a.example/"}, Policy: qalxan.Policy{MaxPages: -1}}, "max_pages"},
	} {
		if _, err := m.Crawl(t.Context(), tt.request, nil); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: error %v does not say %q", tt.request, err, tt.want)
		}
	}
	sources, err := m.Record().Sources(t.Context())
	if err != nil || len(sources) != 0 {
		t.Errorf("requests that failed left %d sources, %v", len(sources), err)
	}
}
