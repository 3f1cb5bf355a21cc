package crawler

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
)

const (
	// refill is how many due tasks of a source are held in memory at a time.
	refill = 64
	// maxHold is the longest that a run waits for a host, or the source's own
	// delay where that is longer. It is above every Crawl-delay that is kept. A
	// task whose host has to be left alone for longer is started all the same:
	// the fetch refuses it at once and says until when, and the frontier keeps
	// it for then.
	maxHold = 3 * time.Minute
	// lookAgain is when a run looks again at a host that another run asks.
	lookAgain = time.Second
)

// run is one crawl of some sources. One goroutine, the dispatcher, owns all of
// its state; workers only carry out tasks and say when they are done.
type run struct {
	crawler *Crawler
	report  func(Event)
	lanes   []*lane
	hosts   map[string]bool // hosts that a worker of this run is asking right now
	busy    int
	turn    int // the lane to look at first, so that none starves
}

// lane is the work of one source.
type lane struct {
	source qalxan.Source
	queue  []waiting
	flying map[string]bool // addresses that a worker has now
	left   int             // how many more answers the policy allows
	dry    bool            // nothing was due at the last look, and nothing came since
}

// waiting is a due task and its host, which is looked at often.
type waiting struct {
	frontier.Task
	host string
}

// done is a worker's answer.
type done struct {
	lane  *lane
	task  waiting
	event Event
	err   error
}

func newRun(c *Crawler, sources []qalxan.Source, report func(Event)) *run {
	r := &run{crawler: c, report: report, hosts: map[string]bool{}}
	for _, s := range sources {
		r.lanes = append(r.lanes, &lane{source: s, flying: map[string]bool{}, left: s.Policy.MaxPages})
	}
	return r
}

// work dispatches until nothing is left. After the first error it starts
// nothing more and waits for what is under way.
func (r *run) work(ctx context.Context) error {
	group, gctx := errgroup.WithContext(ctx)
	finished := make(chan done)
	err := r.loop(gctx, group, finished)
	for r.busy > 0 {
		r.settle(<-finished)
	}
	// The group knows the first failure; what the loop saw may be its echo.
	if first := group.Wait(); first != nil {
		return first
	}
	return err
}

func (r *run) loop(ctx context.Context, group *errgroup.Group, finished chan done) error {
	for {
		wait, err := r.dispatch(ctx, group, finished)
		if err != nil {
			return err
		}
		if r.busy == 0 && wait == 0 {
			return nil
		}
		if err := r.await(ctx, finished, wait); err != nil {
			return err
		}
	}
}

// dispatch starts every task that may start now. It returns how long until the
// next held task may start; 0 where none is held back by its host's pace.
func (r *run) dispatch(ctx context.Context, group *errgroup.Group, finished chan<- done) (time.Duration, error) {
	var wait time.Duration
	r.turn++
	for i := range r.lanes {
		l := r.lanes[(r.turn+i)%len(r.lanes)]
		for r.busy < r.crawler.options.Workers {
			task, ready, err := r.next(ctx, l)
			if err != nil {
				return 0, err
			}
			if ready > 0 && (wait == 0 || ready < wait) {
				wait = ready
			}
			if task == nil {
				break
			}
			r.start(ctx, group, l, *task, finished)
		}
	}
	return wait, nil
}

// next takes the first task of the lane whose host is free and ready, and claims
// the host. Where all of them have to wait it returns nil and the shortest wait.
func (r *run) next(ctx context.Context, l *lane) (*waiting, time.Duration, error) {
	if err := r.fill(ctx, l); err != nil || l.left <= 0 {
		return nil, 0, err
	}
	var wait time.Duration
	hold, resting := max(maxHold, l.source.Policy.Delay), map[string]bool{}
	for i, t := range l.queue {
		if r.hosts[t.host] || resting[t.host] {
			continue
		}
		ready := time.Until(r.crawler.pacer.ReadyAt(t.URL))
		if ready <= 0 || ready > hold {
			if r.crawler.asked.claim(t.host) {
				l.queue = append(l.queue[:i:i], l.queue[i+1:]...)
				return &t, 0, nil
			}
			ready = lookAgain
		}
		if wait == 0 || ready < wait {
			wait = ready
		}
		resting[t.host] = true
	}
	return nil, wait, nil
}

// fill looks for due tasks when the lane has none in hand.
func (r *run) fill(ctx context.Context, l *lane) error {
	if len(l.queue) > 0 || l.dry || l.left <= 0 {
		return nil
	}
	due, err := r.crawler.frontier.Due(ctx, []string{l.source.ID}, r.crawler.options.Now(), refill+len(l.flying))
	if err != nil {
		return err
	}
	for _, t := range due {
		if !l.flying[t.URL] {
			l.queue = append(l.queue, waiting{t, frontier.Host(t.URL)})
		}
	}
	l.dry = len(l.queue) == 0
	return nil
}

func (r *run) start(ctx context.Context, group *errgroup.Group, l *lane, t waiting, finished chan<- done) {
	r.hosts[t.host] = true
	l.flying[t.URL] = true
	l.left--
	r.busy++
	group.Go(func() error {
		event, err := r.crawler.carryOut(ctx, l.source, t.Task)
		finished <- done{lane: l, task: t, event: event, err: err}
		return err
	})
}

// await blocks until a worker is done, a host is ready again, or ctx ends.
func (r *run) await(ctx context.Context, finished <-chan done, wait time.Duration) error {
	var ready <-chan time.Time
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		ready = timer.C
	}
	select {
	case d := <-finished:
		r.settle(d)
		return d.err
	case <-ready:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (r *run) settle(d done) {
	r.busy--
	delete(r.hosts, d.task.host)
	r.crawler.asked.release(d.task.host)
	delete(d.lane.flying, d.task.URL)
	d.lane.dry = false
	if d.err != nil {
		return
	}
	if d.event.Result.State == frontier.StateDenied && d.event.Answers == 0 {
		d.lane.left++ // nobody was asked
	}
	r.report(d.event)
}
