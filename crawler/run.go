package crawler

import (
	"container/heap"
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/trap"
)

const (
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
// its state; workers only carry out tasks and say when they are done. Lanes
// without work in hand stand in one line and hosts that may be asked in
// another, so that none starves and none is looked at in vain.
type run struct {
	crawler *Crawler
	report  func(Event)
	lanes   []*lane
	hungry  line[*lane]
	hosts   map[string]*host // with tasks, or asked by a worker of this run
	ready   line[*host]
	resting restingHosts
	closed  map[shut]frontier.Result // by what a host refused a task
	busy    int
}

// done is a worker's answer.
type done struct {
	lane  *lane
	host  *host
	url   string
	event Event
	err   error
}

func newRun(ctx context.Context, c *Crawler, sources []qalxan.Source, report func(Event)) (*run, error) {
	r := &run{crawler: c, report: report, hosts: map[string]*host{}, closed: map[shut]frontier.Result{}}
	for _, s := range sources {
		traps, err := c.frontier.LoadTraps(ctx, s.ID, c.options.Now())
		if err != nil {
			return nil, fmt.Errorf("reading what is known of source %s: %w", s.ID, err)
		}
		l := newLane(s, trap.NewWatch(s.Policy.MaxPages, c.options.Now, traps...))
		r.lanes = append(r.lanes, l)
		r.line(l)
	}
	return r, nil
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
	for _, l := range r.lanes {
		l.tell(r.report, r.crawler.options.Now())
		r.keepTraps(ctx, l)
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
// next host has rested; 0 where none rests.
func (r *run) dispatch(ctx context.Context, group *errgroup.Group, finished chan<- done) (time.Duration, error) {
	for r.busy < r.crawler.options.Workers {
		if r.hungry.len() > 0 {
			if err := r.fill(ctx, r.hungry.pop()); err != nil {
				return 0, err
			}
		}
		r.rouse()
		switch {
		case r.ready.len() > 0:
			r.serve(ctx, group, r.ready.pop(), finished)
		case r.hungry.len() == 0:
			return r.nap(), nil
		}
	}
	return r.nap(), nil
}

// rouse puts the hosts that have rested in line.
func (r *run) rouse() {
	for now := time.Now(); len(r.resting) > 0 && !r.resting[0].ready.After(now); {
		r.ready.push(heap.Pop(&r.resting).(*host))
	}
}

// nap is how long the host rests that is ready first.
func (r *run) nap() time.Duration {
	if len(r.resting) == 0 {
		return 0
	}
	return max(time.Until(r.resting[0].ready), time.Nanosecond)
}

// serve starts the next task of a host, if there is one and the host may be
// asked: other runs may have asked it since it was put in line.
func (r *run) serve(ctx context.Context, group *errgroup.Group, h *host, finished chan<- done) {
	l := r.head(h)
	if l == nil {
		delete(r.hosts, h.name)
		return
	}
	ready := r.readyAt(h)
	if ready.IsZero() && !r.crawler.asked.claim(h.name) {
		ready = time.Now().Add(lookAgain)
	}
	if !ready.IsZero() {
		h.ready = ready
		heap.Push(&r.resting, h)
		return
	}
	t := h.take()
	r.hunger(l, h)
	r.start(ctx, group, l, h, t, finished)
}

// readyAt is when the host may be asked for the task at its head; the zero
// time for now.
func (r *run) readyAt(h *host) time.Time {
	head := h.parcels[0]
	at := r.crawler.pacer.ReadyAt(head.tasks[0].URL)
	if wait := time.Until(at); wait <= 0 || wait > max(maxHold, head.lane.source.Policy.Delay) {
		return time.Time{}
	}
	return at
}

func (r *run) start(ctx context.Context, group *errgroup.Group, l *lane, h *host, t frontier.Task, finished chan<- done) {
	l.flying[t.URL] = true
	l.left--
	r.busy++
	group.Go(func() error {
		event, err := r.crawler.carryOut(ctx, l, t)
		finished <- done{lane: l, host: h, url: t.URL, event: event, err: err}
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
	r.crawler.asked.release(d.host.name)
	r.ready.push(d.host)
	delete(d.lane.flying, d.url)
	if d.err != nil {
		return
	}
	d.lane.left -= d.event.Beside
	if wasRefused(d.event) {
		r.refuse(d.event.Result)
		d.lane.refund(d.event.Result.State)
	}
	r.hunger(d.lane, d.host)
	r.report(d.event)
}
