//go:build unix

package crawler_test

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
)

// crowd is many sites of some pages each, every page known from the start, on
// hosts that rest after each request.
type crowd struct {
	pages int
	rest  time.Duration

	mu    sync.Mutex
	taken map[string]int       // pages that were handed in, by source
	ready map[string]time.Time // by host
}

func (c *crowd) Enqueue(context.Context, []frontier.Task, bool) (int, error) { return 0, nil }

func (c *crowd) Due(_ context.Context, ids []string, _ time.Time, limit int) ([]frontier.Task, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var due []frontier.Task
	for n := c.taken[ids[0]]; n < c.pages && len(due) < limit; n++ {
		due = append(due, frontier.Task{SourceID: ids[0], URL: fmt.Sprintf("http://%s.example/news/%d", ids[0], n), Role: frontier.RolePage})
	}
	return due, nil
}

func (c *crowd) ReadyAt(url string) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ready[frontier.Host(url)]
}

func (c *crowd) Seeds(qalxan.Source) []frontier.Task { return nil }

func (c *crowd) Collect(_ context.Context, s qalxan.Source, t frontier.Task) (source.Harvest, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ready[frontier.Host(t.URL)] = time.Now().Add(c.rest)
	item := qalxan.Item{Title: t.URL, Text: t.URL}
	return source.Harvest{
		Result: frontier.Result{SourceID: s.ID, URL: t.URL, State: frontier.StateDone, Status: 200},
		Items:  []qalxan.Item{item},
	}, nil
}

func (c *crowd) Take(_ context.Context, s qalxan.Source, _ source.Harvest) (crawler.Gain, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.taken[s.ID]++
	return crawler.Gain{}, nil
}

// BenchmarkDispatch hands out ten pages of every lane. Its hosts rest for a
// moment after each, so that most lanes have to wait at any time.
func BenchmarkDispatch(b *testing.B) {
	for _, lanes := range []int{200, 2000} {
		b.Run(fmt.Sprintf("lanes=%d", lanes), func(b *testing.B) {
			const pages = 10
			begun := cpu(b)
			for b.Loop() {
				w := &crowd{pages: pages, rest: 100 * time.Millisecond, taken: map[string]int{}, ready: map[string]time.Time{}}
				c, err := crawler.New(crawler.Options{}, map[qalxan.Kind]source.Collector{qalxan.KindSite: w}, w, w, w)
				if err != nil {
					b.Fatal(err)
				}
				tasks := 0
				if err := c.Run(b.Context(), sites(lanes, 100), func(crawler.Event) { tasks++ }); err != nil {
					b.Fatal(err)
				}
				if tasks != lanes*pages {
					b.Fatalf("%d tasks were carried out, want %d", tasks, lanes*pages)
				}
			}
			b.ReportMetric(float64((cpu(b)-begun).Microseconds())/float64(b.N*lanes*pages), "cpu-µs/task")
		})
	}
}

// cpu is the processor time that the process has used. Most of what a dispatch
// takes by the clock is the hosts' rest.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
