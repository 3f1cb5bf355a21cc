package crawler_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
)

// TestSourcesOfOneHostTakeTurns has three sources on one host: none is done long before the others.
func TestSourcesOfOneHostTakeTurns(t *testing.T) {
	w := newWorld()
	list := sites(3, 100)
	for i := range list {
		list[i].URL = fmt.Sprintf("http://one.example/%d", i)
	}
	events, err := w.run(t, t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	done := map[string]int{}
	for _, e := range events[:30] {
		done[e.Source.ID]++
	}
	if w.overlap || len(events) != 3*13 || min(done["s0"], done["s1"], done["s2"]) < 7 {
		t.Errorf("of the first 30 tasks: %v, overlap %t, %d tasks", done, w.overlap, len(events))
	}
}

// TestOneWorkerServesEveryHost has one worker, a host that never rests, and
// others that do: all of them get on.
func TestOneWorkerServesEveryHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &crowd{pages: 20, rest: 10 * time.Millisecond, taken: map[string]int{}, ready: map[string]time.Time{}}
		c, err := crawler.New(crawler.Options{Workers: 1}, map[qalxan.Kind]source.Collector{qalxan.KindSite: w}, w, restless{w}, w)
		if err != nil {
			t.Fatal(err)
		}
		begun, last := time.Now(), map[string]int{}
		tasks := 0
		if err := c.Run(t.Context(), sites(5, 100), func(e crawler.Event) { tasks++; last[e.Source.ID] = tasks }); err != nil {
			t.Fatal(err)
		}
		if tasks != 100 || last["s1"] < 20 || time.Since(begun) > 250*time.Millisecond {
			t.Errorf("%d tasks in %s, the last of each %v", tasks, time.Since(begun), last)
		}
	})
}

// restless is a pacer by which the first host never rests.
type restless struct{ *crowd }

func (r restless) ReadyAt(url string) time.Time {
	if strings.HasPrefix(url, "http://s0.") {
		return time.Time{}
	}
	return r.crowd.ReadyAt(url)
}

// TestRunKeepsToTheBoundWithTasksInHand has more tasks due than may be done.
func TestRunKeepsToTheBoundWithTasksInHand(t *testing.T) {
	w := &crowd{pages: 200, taken: map[string]int{}, ready: map[string]time.Time{}}
	c, err := crawler.New(crawler.Options{}, map[qalxan.Kind]source.Collector{qalxan.KindSite: w}, w, w, w)
	if err != nil {
		t.Fatal(err)
	}
	tasks := 0
	if err := c.Run(t.Context(), sites(2, 150), func(crawler.Event) { tasks++ }); err != nil {
		t.Fatal(err)
	}
	if tasks != 300 {
		t.Errorf("%d tasks were carried out, want 2 sources of 150", tasks)
	}
}

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

func (c *crowd) PutOff(context.Context, []frontier.Task) error { return nil }

func (c *crowd) LeaveOut(context.Context, []frontier.Result) error { return nil }

func (c *crowd) Due(_ context.Context, ids []string, _ time.Time, limit int) ([]frontier.Task, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var due []frontier.Task
	for n := c.taken[ids[0]]; n < c.pages && len(due) < limit; n++ {
		due = append(due, frontier.Task{SourceID: ids[0], URL: fmt.Sprintf("http://%s.example/news/%d", ids[0], n), Role: frontier.RolePage})
	}
	return due, nil
}

func (c *crowd) LoadTraps(context.Context, string, time.Time) ([]frontier.Trap, error) {
	return nil, nil
}

func (c *crowd) SaveTraps(context.Context, string, []frontier.Trap, time.Time) error { return nil }

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
