// Package crawler works off the frontier: it takes due tasks, keeps every host
// to one task at a time, hands each task to the collector of its source's
// kind, and passes what came of it on.
//
// Nothing here remembers what was done: a task is done when its harvest was
// taken, and until then it stays due. A crawl that was killed goes on where
// the record stands.
package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/trap"
)

// Options shape a crawler.
type Options struct {
	// Workers is how many tasks are carried out at the same time, each on
	// another host, by all runs together. Default 16.
	Workers int
	Now     func() time.Time
	Logger  *slog.Logger
}

// Frontier gives tasks and takes new ones.
type Frontier interface {
	Enqueue(ctx context.Context, tasks []frontier.Task, again bool) (int, error)
	Due(ctx context.Context, sourceIDs []string, now time.Time, limit int) ([]frontier.Task, error)
	PutOff(ctx context.Context, tasks []frontier.Task) error
	LeaveOut(ctx context.Context, results []frontier.Result) error
	LoadTraps(ctx context.Context, sourceID string, now time.Time) ([]frontier.Trap, error)
	SaveTraps(ctx context.Context, sourceID string, traps []frontier.Trap, now time.Time) error
}

// Pacer knows how long a host has to be left alone.
type Pacer interface {
	// ReadyAt is the earliest moment of the next request to the host of the
	// address; the zero time for now.
	ReadyAt(url string) time.Time
}

// Sink takes what came of a task. When Take returns nil, the harvest is safe.
// It is called from several goroutines at once.
type Sink interface {
	Take(ctx context.Context, s qalxan.Source, h source.Harvest) (Gain, error)
}

// Gain is what a harvest added to the record.
type Gain struct {
	Items    int // new items and new versions
	Findings int // findings new or raised
}

// Event is one task carried out, or a trap that was met.
type Event struct {
	Source  qalxan.Source
	Result  frontier.Result
	Answers int // that were taken for it, redirects among them
	Beside  int // addresses that were asked for beside its own
	Gain    Gain
	// Trap is set at the end of a run, once for each kind of trap that the
	// source has. The result then is that of one of the addresses left out.
	Trap *trap.Sight
}

// Crawler crawls sources. It is safe for concurrent use, but two runs over the
// same source at once would do its work twice.
type Crawler struct {
	options    Options
	collectors map[qalxan.Kind]source.Collector
	frontier   Frontier
	pacer      Pacer
	sink       Sink
	slots      chan struct{} // as many as there are workers
	asked      asked
}

// New returns a crawler for the given kinds of source.
func New(o Options, kinds map[qalxan.Kind]source.Collector, f Frontier, p Pacer, s Sink) (*Crawler, error) {
	if len(kinds) == 0 || f == nil || p == nil || s == nil {
		return nil, errors.New("crawler: collectors, frontier, pacer and sink are needed")
	}
	if o.Workers == 0 {
		o.Workers = 16
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Crawler{
		options: o, collectors: kinds, frontier: f, pacer: p, sink: s,
		slots: make(chan struct{}, o.Workers), asked: asked{hosts: map[string]bool{}},
	}, nil
}

// Run crawls the sources once: from their start tasks on, until nothing is due
// or each source's page bound is reached. Every task carried out is told to
// report, one at a time. Run ends early, with an error, only if ctx ends or
// the record cannot be written.
func (c *Crawler) Run(ctx context.Context, sources []qalxan.Source, report func(Event)) error {
	if report == nil {
		report = func(Event) {}
	}
	for _, s := range sources {
		if err := c.seed(ctx, s); err != nil {
			return fmt.Errorf("starting source %s: %w", s.ID, err)
		}
	}
	r, err := newRun(ctx, c, sources, report)
	if err != nil {
		return err
	}
	return r.work(ctx)
}

func (c *Crawler) seed(ctx context.Context, s qalxan.Source) error {
	collector, ok := c.collectors[s.Kind]
	if !ok {
		return fmt.Errorf("no collector for kind %q", s.Kind)
	}
	_, err := c.frontier.Enqueue(ctx, collector.Seeds(s), true)
	return err
}

// carryOut does one task from fetch to record. A panic on the way, where foreign
// bytes are read, costs the task and not the crawl.
func (c *Crawler) carryOut(ctx context.Context, l *lane, t frontier.Task) (e Event, err error) {
	s := l.source
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return Event{}, context.Cause(ctx)
	}
	defer func() {
		if r := recover(); r != nil {
			c.options.Logger.Error("a task panicked", "source", s.ID, "url", t.URL, "panic", r, "stack", string(debug.Stack()))
			e, err = c.take(ctx, s, t, c.broken(t))
		}
	}()
	h, err := c.collectors[s.Kind].Collect(ctx, s, t)
	if err != nil {
		return Event{}, fmt.Errorf("collecting %s: %w", t.URL, err)
	}
	l.watch.Learn(t, &h)
	return c.take(ctx, s, t, h)
}

func (c *Crawler) take(ctx context.Context, s qalxan.Source, t frontier.Task, h source.Harvest) (Event, error) {
	h.Result.Role, h.Result.Depth = t.Role, t.Depth
	gain, err := c.sink.Take(ctx, s, h)
	if err != nil {
		return Event{}, fmt.Errorf("recording %s: %w", h.Result.URL, err)
	}
	return Event{Source: s, Result: h.Result, Answers: len(h.Captures), Beside: h.Beside, Gain: gain}, nil
}

// broken is what came of a task on which the program itself failed. It is not
// tried again: the same bytes would do the same.
func (c *Crawler) broken(t frontier.Task) source.Harvest {
	return source.Harvest{Result: frontier.Result{
		SourceID: t.SourceID, URL: t.URL, State: frontier.StateFailed,
		Reason: "reading the answer failed inside the program; please report this address", Time: c.options.Now(),
	}}
}
