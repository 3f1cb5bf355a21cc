package monitor

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// runs counts what a crawl does, a run for each source. It is used by one
// goroutine.
type runs struct {
	order []string
	by    map[string]*store.Run
}

func newRuns(sources []qalxan.Source, now func() time.Time) *runs {
	r := &runs{by: map[string]*store.Run{}}
	for _, s := range sources {
		r.order = append(r.order, s.ID)
		r.by[s.ID] = &store.Run{ID: uuid.NewString(), SourceID: s.ID, Started: now()}
	}
	return r
}

func (r *runs) count(e crawler.Event) {
	run := r.by[e.Source.ID]
	if e.Trap != nil {
		run.Denied += e.Trap.Count
		run.Notes = strings.TrimSpace(run.Notes + "\n" + e.Trap.String() + ".")
		return
	}
	run.Items += e.Gain.Items
	run.Findings += e.Gain.Findings
	switch e.Result.State {
	case frontier.StateDone:
		run.Used++
	case frontier.StateDenied:
		run.Denied++
	case frontier.StateFailed:
		run.Failed++
	}
	if e.Result.Status != 0 {
		run.Fetched++
	}
	// What robots.txt denies of a site that answers is no error.
	if e.Result.Reason != "" && (e.Result.State != frontier.StateDenied || run.Fetched == 0) {
		run.Error = e.Result.Reason
	}
}

func (r *runs) end(ctx context.Context, err error, at time.Time) {
	for _, run := range r.by {
		run.Ended, run.Stopped = at, err != nil
		switch {
		case err != nil && ctx.Err() != nil:
			run.Error = "the crawl was told to stop before it was done"
		case err != nil:
			run.Error = "the crawl was stopped: " + err.Error()
		}
	}
}

func (r *runs) list() []store.Run {
	list := make([]store.Run, len(r.order))
	for i, id := range r.order {
		list[i] = *r.by[id]
	}
	return list
}

func (r *runs) save(ctx context.Context, record store.Recorder) error {
	for _, run := range r.list() {
		if err := record.SaveRun(ctx, run); err != nil {
			return fmt.Errorf("recording the run of %s: %w", run.SourceID, err)
		}
	}
	return nil
}

// endRuns ends the runs of a process that was killed: nobody else holds the
// folder, so none of them is under way.
func (m *Monitor) endRuns(ctx context.Context) error {
	n, err := m.record.EndRuns(ctx, "the program ended in the middle of the crawl, as after a kill or a power cut; what was recorded until then is kept, and the next crawl goes on from there")
	if n > 0 {
		m.options.Logger.Warn("runs were cut off when the program ended", "runs", n)
	}
	return err
}
