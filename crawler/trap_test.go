package crawler_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/site"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// desk takes harvests into a record.
type desk struct{ record store.Store }

func (d desk) Take(ctx context.Context, _ qalxan.Source, h source.Harvest) (crawler.Gain, error) {
	return crawler.Gain{Items: len(h.Items)}, d.record.Commit(ctx, store.Entry{Result: h.Result, Found: h.Found, Captures: h.Captures})
}

// crawlHost crawls one host of a web with everything that a crawl goes
// through, but for the judges of what it brings.
func crawlHost(t testing.TB, web *fakeweb.Web, record store.Store, host *fakeweb.Host, p qalxan.Policy) []crawler.Event {
	t.Helper()
	now := web.Clock().Now
	files, err := evidence.Open(filepath.Join(t.TempDir(), "evidence"), evidence.Options{Now: now, Software: "test", Contact: "test@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	client, err := fetch.New(fetch.Options{Contact: "test@example.org", Now: now, Dial: web.Dial, RootCAs: web.RootCAs()}, files)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[qalxan.Kind]source.Collector{qalxan.KindSite: site.New(site.Options{Now: now}, client, extract.New(extract.Options{Now: now}))}
	c, err := crawler.New(crawler.Options{Now: now}, kinds, record, client, desk{record})
	if err != nil {
		t.Fatal(err)
	}
	s := qalxan.Source{ID: "paper", Kind: qalxan.KindSite, URL: host.URL("/"), Policy: p}.WithDefaults()
	var events []crawler.Event
	if err := c.Run(t.Context(), []qalxan.Source{s}, func(e crawler.Event) { events = append(events, e) }); err != nil {
		t.Fatal(err)
	}
	if err := files.Close(); err != nil {
		t.Fatal(err)
	}
	return events
}

func openWeb(t testing.TB) (*fakeweb.Web, store.Store) {
	t.Helper()
	web, err := fakeweb.New(fakeweb.Options{Start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	record, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), sqlite.Options{Now: web.Clock().Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := record.Close(); err != nil {
			t.Error(err)
		}
		if err := web.Close(); err != nil {
			t.Error(err)
		}
	})
	return web, record
}

// storiesOf are the stories that the server handed out.
func storiesOf(log []fakeweb.Access) map[string]bool {
	all := map[string]bool{}
	for _, a := range log {
		if a.Status == 200 && strings.HasPrefix(a.Path, "/news/") {
			all[a.Path] = true
		}
	}
	return all
}

// TestTrapsCostLittle crawls a paper of 30 stories with each trap. By the
// server's own log all stories are found, and of the run's 400 pages at most
// one in twenty goes into the trap.
func TestTrapsCostLittle(t *testing.T) {
	for _, trap := range fakeweb.Traps() {
		t.Run(string(trap), func(t *testing.T) {
			web, record := openWeb(t)
			host := web.Host("paper.example")
			host.Snare(trap, 30)
			events := crawlHost(t, web, record, host, qalxan.Policy{Delay: time.Microsecond, MaxPages: 400, MaxDepth: 20})
			inside := 0
			for _, a := range host.Log() {
				if trap.Inside(a) {
					inside++
				}
			}
			if n := len(storiesOf(host.Log())); n != 30 {
				t.Errorf("%d of 30 stories were found", n)
			}
			if inside == 0 || inside > 20 {
				t.Errorf("%d of %d requests went into the trap, at most 20 may, and none proves nothing", inside, len(host.Log()))
			}
			var said []string
			for _, e := range events {
				if e.Trap != nil {
					said = append(said, e.Trap.String())
				}
			}
			t.Logf("%d of %d requests in the trap; %s", inside, len(host.Log()), strings.Join(said, "; "))
			if len(said) == 0 {
				t.Error("nobody is told of the trap")
			}
		})
	}
}

// TestArchiveIsNoTrap crawls a paper whose stories stand on pages of an
// archive: 600 of them, 3,000 with QALXAN_LONG=1. All of them are found.
func TestArchiveIsNoTrap(t *testing.T) {
	web, record := openWeb(t)
	host := web.Host("paper.example")
	stories := 600
	if os.Getenv("QALXAN_LONG") != "" {
		stories = 3000
	}
	host.Snare(fakeweb.TrapCalendar, stories)
	crawlHost(t, web, record, host, qalxan.Policy{Delay: time.Microsecond, MaxPages: stories + 400, MaxDepth: 3})
	if n := len(storiesOf(host.Log())); n != stories {
		t.Errorf("%d of %d stories were found with %d requests", n, stories, len(host.Log()))
	}
}

// TestTrapsAreRemembered crawls each trap again on the two days after, and when
// it is not believed to be one any more. By the server's log the site's traps
// cost a few requests on these days, and are tried again after that.
func TestTrapsAreRemembered(t *testing.T) {
	for _, trap := range fakeweb.Traps() {
		t.Run(string(trap), func(t *testing.T) {
			web, record := openWeb(t)
			host := web.Host("paper.example")
			host.Snare(trap, 30)
			var inside []int
			before := 0
			for _, wait := range []time.Duration{0, 24 * time.Hour, 24 * time.Hour, frontier.TrapAge} {
				web.Clock().Advance(wait)
				crawlHost(t, web, record, host, qalxan.Policy{Delay: time.Microsecond, MaxPages: 400, MaxDepth: 20})
				n := 0
				for _, a := range host.Log() {
					if trap.Inside(a) {
						n++
					}
				}
				inside, before = append(inside, n-before), n
			}
			t.Logf("requests in the trap, run by run: %v", inside)
			if inside[1] > 3 || inside[2] > 3 || inside[3] < inside[0] {
				t.Errorf("requests in the trap, run by run: %v", inside)
			}
		})
	}
}

// saves is a record that counts how often traps are kept.
type saves struct {
	store.Store
	traps []int // how many were kept, time by time
}

// SaveTraps implements [store.Traps].
func (s *saves) SaveTraps(ctx context.Context, sourceID string, traps []frontier.Trap, now time.Time) error {
	s.traps = append(s.traps, len(traps))
	return s.Store.SaveTraps(ctx, sourceID, traps, now)
}

// TestTrapsAreKeptMeanwhile crawls a paper of 500 stories with a trap. What was
// learned of it is in the record before the end, where a kill would lose it.
func TestTrapsAreKeptMeanwhile(t *testing.T) {
	web, record := openWeb(t)
	host := web.Host("paper.example")
	host.Snare(fakeweb.TrapCalendar, 500)
	counted := &saves{Store: record}
	crawlHost(t, web, counted, host, qalxan.Policy{Delay: time.Microsecond, MaxPages: 700, MaxDepth: 20})
	if len(counted.traps) < 2 || counted.traps[0] == 0 {
		t.Errorf("traps were kept %v in %d requests, want some before the end", counted.traps, len(host.Log()))
	}
}
