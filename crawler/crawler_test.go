package crawler_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a frontier, collector, pacer and sink in memory: every address
// below depth 2 links to three more on the same host.
type world struct {
	mu      sync.Mutex
	state   map[string]frontier.Task
	done    map[string]int
	flying  map[string]int
	left    []frontier.Result // of tasks left out
	overlap bool
	collect func(t frontier.Task) (source.Harvest, error)
	take    func(h source.Harvest) // before a harvest is taken; may be nil
}

func newWorld() *world {
	w := &world{state: map[string]frontier.Task{}, done: map[string]int{}, flying: map[string]int{}}
	w.collect = w.links
	return w
}

func (w *world) Enqueue(_ context.Context, tasks []frontier.Task, again bool) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, t := range tasks {
		if again {
			delete(w.done, t.URL)
		}
		w.state[t.URL] = t
	}
	return len(tasks), nil
}

func (w *world) PutOff(_ context.Context, tasks []frontier.Task) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, t := range tasks {
		t.Late = true
		w.state[t.URL] = t
	}
	return nil
}

func (w *world) LeaveOut(_ context.Context, results []frontier.Result) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range results {
		w.done[r.URL]++
		w.left = append(w.left, r)
	}
	return nil
}

func (w *world) Due(_ context.Context, ids []string, _ time.Time, limit int) ([]frontier.Task, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var due []frontier.Task
	for url, t := range w.state {
		if t.SourceID == ids[0] && w.done[url] == 0 && len(due) < limit {
			due = append(due, t)
		}
	}
	return due, nil
}

func (w *world) LoadTraps(context.Context, string, time.Time) ([]frontier.Trap, error) {
	return nil, nil
}

func (w *world) SaveTraps(context.Context, string, []frontier.Trap, time.Time) error { return nil }

func (w *world) ReadyAt(string) time.Time { return time.Time{} }

func (w *world) Seeds(s qalxan.Source) []frontier.Task {
	return []frontier.Task{{SourceID: s.ID, URL: s.URL, Role: frontier.RolePage}}
}

func (w *world) links(t frontier.Task) (source.Harvest, error) {
	h := source.Harvest{Result: frontier.Result{SourceID: t.SourceID, URL: t.URL, State: frontier.StateDone}}
	for i := range 3 {
		if t.Depth < 2 {
			h.Found = append(h.Found, frontier.Task{SourceID: t.SourceID, URL: fmt.Sprintf("%s/%d", t.URL, i), Depth: t.Depth + 1})
		}
	}
	return h, nil
}

func (w *world) Collect(_ context.Context, _ qalxan.Source, t frontier.Task) (source.Harvest, error) {
	u, _ := url.Parse(t.URL)
	w.mu.Lock()
	w.flying[u.Host]++
	w.overlap = w.overlap || w.flying[u.Host] > 1
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		w.flying[u.Host]--
		w.mu.Unlock()
	}()
	return w.collect(t)
}

func (w *world) Take(ctx context.Context, _ qalxan.Source, h source.Harvest) (crawler.Gain, error) {
	if w.take != nil {
		w.take(h)
	}
	w.Enqueue(ctx, h.Found, false)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done[h.Result.URL]++
	return crawler.Gain{Items: 1}, nil
}

func (w *world) run(t *testing.T, ctx context.Context, sources []qalxan.Source) ([]crawler.Event, error) {
	t.Helper()
	c, err := crawler.New(crawler.Options{Workers: 4}, map[qalxan.Kind]source.Collector{qalxan.KindSite: w}, w, w, w)
	if err != nil {
		t.Fatal(err)
	}
	var events []crawler.Event
	err = c.Run(ctx, sources, func(e crawler.Event) { events = append(events, e) })
	return events, err
}

func sites(n, pages int) []qalxan.Source {
	var list []qalxan.Source
	for i := range n {
		s := qalxan.Source{ID: fmt.Sprintf("s%d", i), Kind: qalxan.KindSite, URL: fmt.Sprintf("http://h%d.example", i)}
		s.Policy.MaxPages = pages
		list = append(list, s.WithDefaults())
	}
	return list
}

func TestRunVisitsEverythingOnceAndNoHostTwiceAtATime(t *testing.T) {
	w := newWorld()
	events, err := w.run(t, t.Context(), sites(9, 100))
	if err != nil {
		t.Fatal(err)
	}
	if want := 9 * (1 + 3 + 9); len(events) != want {
		t.Errorf("%d tasks were carried out, want %d", len(events), want)
	}
	for url, n := range w.done {
		if n != 1 {
			t.Errorf("%s was done %d times", url, n)
		}
	}
	if w.overlap {
		t.Error("a host was asked twice at the same time")
	}
}

func TestRunKeepsToThePageBound(t *testing.T) {
	events, err := newWorld().run(t, t.Context(), sites(3, 5))
	if err != nil {
		t.Fatal(err)
	}
	if len(events) != 15 {
		t.Errorf("%d tasks were carried out, want 3 sources of 5 pages", len(events))
	}
}

func TestRunReturnsTheFirstFailure(t *testing.T) {
	w, full := newWorld(), errors.New("disk is full")
	w.collect = func(t frontier.Task) (source.Harvest, error) {
		if t.Depth == 1 {
			return source.Harvest{}, full
		}
		return w.links(t)
	}
	if _, err := w.run(t, t.Context(), sites(4, 100)); !errors.Is(err, full) {
		t.Errorf("Run returned %v, want the failure itself", err)
	}
}

func TestRunSurvivesAPanicInACollector(t *testing.T) {
	w := newWorld()
	w.collect = func(t frontier.Task) (source.Harvest, error) {
		if t.Depth == 2 {
			panic("hostile page")
		}
		return w.links(t)
	}
	events, err := w.run(t, t.Context(), sites(1, 100))
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for _, e := range events {
		if e.Result.State == frontier.StateFailed {
			failed++
		}
	}
	if failed != 9 {
		t.Errorf("%d tasks failed, want the 9 that panicked", failed)
	}
}

// TestRunSurvivesAPanicInTheSink has a text that its judges cannot bear: the
// task fails, and is not taken again by the next run.
func TestRunSurvivesAPanicInTheSink(t *testing.T) {
	w := newWorld()
	w.take = func(h source.Harvest) {
		if h.Result.State == frontier.StateDone && h.Result.URL == "http://h0.example/1" {
			panic("hostile text")
		}
	}
	events, err := w.run(t, t.Context(), sites(1, 100))
	if err != nil {
		t.Fatal(err)
	}
	if want := 1 + 3 + 2*3; len(events) != want {
		t.Errorf("%d tasks were carried out, want %d", len(events), want)
	}
	if w.done["http://h0.example/1"] != 1 {
		t.Errorf("the task that panicked was settled %d times, want once", w.done["http://h0.example/1"])
	}
}

func TestRunCountsAnswersAndNotWhatIsDenied(t *testing.T) {
	w := newWorld()
	w.collect = func(t frontier.Task) (source.Harvest, error) {
		h, _ := w.links(t)
		if t.Depth == 1 {
			h.Result.State, h.Found = frontier.StateDenied, nil
		}
		return h, nil
	}
	// The start page and the three denied ones; a bound of two answers.
	events, err := w.run(t, t.Context(), sites(1, 2))
	if err != nil {
		t.Fatal(err)
	}
	if len(events) != 4 {
		t.Errorf("%d tasks were carried out, want 4", len(events))
	}
}

// TestRunsShareTheHosts runs crawls of several sources on one host at once.
func TestRunsShareTheHosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.collect = func(task frontier.Task) (source.Harvest, error) {
			time.Sleep(100 * time.Millisecond)
			return w.links(task)
		}
		c, err := crawler.New(crawler.Options{}, map[qalxan.Kind]source.Collector{qalxan.KindSite: w}, w, w, w)
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for i, s := range sites(5, 100) {
			s.URL = fmt.Sprintf("http://one.example/%d", i)
			group.Go(func() {
				if err := c.Run(t.Context(), []qalxan.Source{s}, nil); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if w.overlap || len(w.done) != 5*(1+3+9) {
			t.Errorf("overlap %t, %d tasks done", w.overlap, len(w.done))
		}
	})
}

// TestRunsShareTheWorkers runs two crawls at once on a crawler with one worker.
func TestRunsShareTheWorkers(t *testing.T) {
	w := newWorld()
	var mu sync.Mutex
	busy, most := 0, 0
	count := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		busy += n
		most = max(most, busy)
	}
	w.collect = func(t frontier.Task) (source.Harvest, error) {
		count(1)
		defer count(-1)
		runtime.Gosched()
		return w.links(t)
	}
	c, err := crawler.New(crawler.Options{Workers: 1}, map[qalxan.Kind]source.Collector{qalxan.KindSite: w}, w, w, w)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for _, s := range sites(4, 100) {
		group.Go(func() {
			if err := c.Run(t.Context(), []qalxan.Source{s}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if most != 1 {
		t.Errorf("%d tasks were carried out at the same time by one worker", most)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	w := newWorld()
	ctx, cancel := context.WithCancel(t.Context())
	w.collect = func(t frontier.Task) (source.Harvest, error) {
		cancel()
		return w.links(t)
	}
	if _, err := w.run(t, ctx, sites(2, 100)); !errors.Is(err, context.Canceled) {
		t.Errorf("Run returned %v, want context.Canceled", err)
	}
}

// resting is a pacer whose hosts have to be left alone for a day.
type resting struct{ *world }

func (resting) ReadyAt(string) time.Time { return time.Now().Add(24 * time.Hour) }

func TestRunDoesNotWaitForAHostThatRestsForLong(t *testing.T) {
	w := newWorld()
	c, err := crawler.New(crawler.Options{}, map[qalxan.Kind]source.Collector{qalxan.KindSite: w}, w, resting{w}, w)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := c.Run(ctx, sites(1, 3), nil); err != nil {
		t.Errorf("the run waited: %v", err)
	}
}

// resumed is a pacer whose hosts are ready a while after the run began.
type resumed struct {
	*world
	at time.Time
}

func (r resumed) ReadyAt(string) time.Time { return r.at }

// TestRunWaitsForAHostThatIsReadySoon holds tasks for as long as the longest
// Crawl-delay that is kept, and for as long as the source's own delay.
func TestRunWaitsForAHostThatIsReadySoon(t *testing.T) {
	for _, tt := range []struct{ delay, wait time.Duration }{{time.Second, 2 * time.Minute}, {time.Hour, time.Hour}} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld()
			begun := time.Now()
			w.collect = func(task frontier.Task) (source.Harvest, error) {
				if waited := time.Since(begun); waited < tt.wait {
					t.Errorf("with a delay of %s the task was started after %s, want %s", tt.delay, waited, tt.wait)
				}
				return source.Harvest{Result: frontier.Result{SourceID: task.SourceID, URL: task.URL, State: frontier.StateDone}}, nil
			}
			c, err := crawler.New(crawler.Options{}, map[qalxan.Kind]source.Collector{qalxan.KindSite: w}, w, resumed{w, begun.Add(tt.wait)}, w)
			if err != nil {
				t.Fatal(err)
			}
			list := sites(1, 3)
			list[0].Policy.Delay = tt.delay
			if err := c.Run(t.Context(), list, nil); err != nil {
				t.Error(err)
			}
		})
	}
}
