package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// Options of a runner.
type Options struct {
	// Logger hears of failures, panics and skipped runs. Default none.
	Logger *slog.Logger
}

// Runner starts jobs when they are due. It is safe for concurrent use.
type Runner struct {
	log  *slog.Logger
	run  func(ctx context.Context, id string) error
	cron *cron.Cron

	mu      sync.Mutex
	ctx     context.Context // of Run, for the jobs; nil before
	jobs    map[string]cron.Job
	entries map[string]cron.EntryID
}

// New returns a runner that calls run with the id of what is due. Two runs of
// one id never overlap: while one lasts, the next is skipped. An error or a
// panic of run is logged and ends nothing else.
func New(o Options, run func(ctx context.Context, id string) error) *Runner {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Runner{
		log: o.Logger, run: run,
		cron:    cron.New(cron.WithLocation(time.UTC), cron.WithLogger(logger{o.Logger})),
		jobs:    map[string]cron.Job{},
		entries: map[string]cron.EntryID{},
	}
}

// Add schedules an id, in place of any schedule that it had. It may be called
// before Run and while it lasts.
func (r *Runner) Add(id, spec string) error {
	s, err := Parse(spec)
	if err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.remove(id)
	r.entries[id] = r.cron.Schedule(s, r.job(id))
	return nil
}

// Remove ends the schedule of an id. A run that lasts is not stopped.
func (r *Runner) Remove(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.remove(id)
}

func (r *Runner) remove(id string) {
	if entry, ok := r.entries[id]; ok {
		r.cron.Remove(entry)
		delete(r.entries, id)
	}
}

// job returns the one job of an id, which outlives a change of its schedule:
// otherwise an old and a new run could overlap. The order matters: a panic
// that left SkipIfStillRunning would keep the job skipped for ever.
func (r *Runner) job(id string) cron.Job {
	if _, ok := r.jobs[id]; !ok {
		log := logger{r.log.With("id", id)}
		chain := cron.NewChain(cron.SkipIfStillRunning(log), cron.Recover(log))
		r.jobs[id] = chain.Then(cron.FuncJob(func() { r.start(id) }))
	}
	return r.jobs[id]
}

func (r *Runner) start(id string) {
	r.mu.Lock()
	ctx := r.ctx
	r.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	if err := r.run(ctx, id); err != nil && ctx.Err() == nil {
		r.log.Error("scheduled run failed", "id", id, "error", err)
	}
}

// Run starts what is due until ctx ends, then waits for the runs that last. It
// can be called once.
func (r *Runner) Run(ctx context.Context) error {
	r.mu.Lock()
	again := r.ctx != nil
	if !again {
		r.ctx = ctx
	}
	r.mu.Unlock()
	if again {
		return errors.New("schedule: Run was called before")
	}
	r.cron.Start()
	<-ctx.Done()
	<-r.cron.Stop().Done()
	return nil
}

// logger passes what cron says on. Its chatter is for debugging.
type logger struct{ log *slog.Logger }

func (l logger) Info(msg string, args ...any) { l.log.Debug("cron: "+msg, args...) }

func (l logger) Error(err error, msg string, args ...any) {
	l.log.Error("scheduled run ended in a "+msg, append([]any{"error", err}, args...)...)
}
