package crawler_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
)

// list is a frontier of one source whose tasks are due in the order given, with
// a collector that gets their answers.
type list struct {
	*world
	order  []frontier.Task
	put    map[string]frontier.Result // left out or refused
	most   int                        // that were asked for at once
	pace   func(url string) time.Time // nil for at once
	answer func(t frontier.Task) source.Harvest
}

func newList(urls ...string) *list {
	w := &list{world: newWorld(), put: map[string]frontier.Result{}}
	for _, url := range urls {
		w.order = append(w.order, frontier.Task{SourceID: "s0", URL: url, Role: frontier.RolePage})
	}
	return w
}

func (w *list) Due(_ context.Context, _ []string, now time.Time, limit int) ([]frontier.Task, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.most = max(w.most, limit)
	var due []frontier.Task
	for _, t := range w.order {
		if w.done[t.URL] == 0 && !now.Before(w.put[t.URL].Next) && len(due) < limit {
			due = append(due, t)
		}
	}
	return due, nil
}

func (w *list) LeaveOut(_ context.Context, results []frontier.Result) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range results {
		w.put[r.URL] = r
	}
	return nil
}

func (w *list) ReadyAt(url string) time.Time {
	if w.pace == nil {
		return time.Time{}
	}
	return w.pace(url)
}

func (w *list) Seeds(qalxan.Source) []frontier.Task { return nil }

func (w *list) Collect(_ context.Context, _ qalxan.Source, t frontier.Task) (source.Harvest, error) {
	return w.answer(t), nil
}

func (w *list) Take(_ context.Context, _ qalxan.Source, h source.Harvest) (crawler.Gain, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.put[h.Result.URL] = h.Result; h.Result.State != frontier.StateQueued {
		w.done[h.Result.URL]++
	}
	return crawler.Gain{}, nil
}

func (w *list) crawl(t *testing.T, pages int) []crawler.Event {
	t.Helper()
	c, err := crawler.New(crawler.Options{}, map[qalxan.Kind]source.Collector{qalxan.KindSite: w}, w, w, w)
	if err != nil {
		t.Fatal(err)
	}
	var events []crawler.Event
	if err := c.Run(t.Context(), sites(1, pages), func(e crawler.Event) { events = append(events, e) }); err != nil {
		t.Fatal(err)
	}
	return events
}

// pagesOf are addresses of pages on a host.
func pagesOf(host string, n int) (urls []string) {
	for i := range n {
		urls = append(urls, fmt.Sprintf("http://%s.example/%d", host, i))
	}
	return urls
}

// read is what comes of a page that is a story.
func read(t frontier.Task) source.Harvest {
	return source.Harvest{
		Result:   frontier.Result{SourceID: t.SourceID, URL: t.URL, State: frontier.StateDone, Status: 200},
		Captures: []qalxan.Capture{{URL: t.URL}},
		Items:    []qalxan.Item{{Title: t.URL, Text: "about " + t.URL}},
	}
}

// TestASlowHostHoldsNobodyUp has a feed that names 200 pages of a slow host
// before 50 of others. The others are done while the slow one rests.
func TestASlowHostHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newList(append(pagesOf("slow", 200), append(pagesOf("b", 25), pagesOf("c", 25)...)...)...)
		begun, ready := time.Now(), time.Now()
		w.pace = func(url string) time.Time {
			if frontier.Host(url) == "slow.example" {
				return ready
			}
			return time.Time{}
		}
		var last time.Duration // of the other hosts
		w.answer = func(task frontier.Task) source.Harvest {
			w.mu.Lock()
			defer w.mu.Unlock()
			if frontier.Host(task.URL) == "slow.example" {
				ready = time.Now().Add(30 * time.Second)
			} else {
				last = time.Since(begun)
			}
			return read(task)
		}
		if n := len(w.crawl(t, 1000)); n != 250 {
			t.Errorf("%d tasks, want 250", n)
		}
		if last > 5*time.Minute {
			t.Errorf("the other hosts were done after %s, held up by the slow one", last)
		}
		if w.most > 600 {
			t.Errorf("up to %d tasks were asked for at once", w.most)
		}
	})
}

// TestAClosedHostCostsNoPages has 300 pages of a host that wants to be left
// alone for an hour before 20 of another, and a bound of 25 answers.
func TestAClosedHostCostsNoPages(t *testing.T) {
	w := newList(append(pagesOf("closed", 300), pagesOf("open", 20)...)...)
	visits := 0
	w.answer = func(task frontier.Task) source.Harvest {
		w.mu.Lock()
		defer w.mu.Unlock()
		if frontier.Host(task.URL) == "open.example" {
			return read(task)
		}
		visits++
		return source.Harvest{Result: frontier.Result{
			SourceID: task.SourceID, URL: task.URL, State: frontier.StateQueued,
			Reason: "closed.example has to be left alone for another hour", Next: time.Now().Add(time.Hour),
		}}
	}
	done := 0
	for _, e := range w.crawl(t, 25) {
		if e.Result.State == frontier.StateDone {
			done++
		}
	}
	if done != 20 {
		t.Errorf("%d of 20 pages of the open host were taken", done)
	}
	if visits != 1 {
		t.Errorf("the closed host was tried %d times, want once", visits)
	}
	for _, url := range pagesOf("closed", 300) {
		r := w.put[url]
		if r.State != frontier.StateQueued || time.Until(r.Next) < 50*time.Minute || r.Reason == "" {
			t.Fatalf("%s is left as %+v", url, r)
		}
	}
}

// TestAHostThatOthersKeepBusyEndsTheRun refuses every task for a moment only.
func TestAHostThatOthersKeepBusyEndsTheRun(t *testing.T) {
	w := newList(pagesOf("busy", 3)...)
	w.answer = func(task frontier.Task) source.Harvest {
		return source.Harvest{Result: frontier.Result{
			SourceID: task.SourceID, URL: task.URL, State: frontier.StateQueued, Reason: "another request takes its time", Next: time.Now(),
		}}
	}
	if n := len(w.crawl(t, 5)); n < 1000 || n > 1010 {
		t.Errorf("%d tasks were tried", n)
	}
}

// TestResultsSayWhatTheTaskWas, for where the record forgot it meanwhile.
func TestResultsSayWhatTheTaskWas(t *testing.T) {
	w := newList("http://a.example/x")
	w.order[0].Depth, w.order[0].Role = 3, frontier.RoleSitemap
	w.answer = read
	w.crawl(t, 5)
	if r := w.put["http://a.example/x"]; r.Depth != 3 || r.Role != frontier.RoleSitemap {
		t.Errorf("the result is %+v", r)
	}
}
