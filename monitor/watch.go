package monitor

import (
	"context"
	"slices"
	"time"

	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/store"
)

// watch says in the log when runs that just ended raised the alert of their
// source, or lifted it. How the source stood before its last run follows from
// the record, so each change is told once.
func (m *Monitor) watch(ctx context.Context, runs []store.Run) {
	only := ""
	if len(runs) == 1 {
		only = runs[0].SourceID
	}
	pasts, err := health.Pasts(ctx, m.record, only, m.options.Now())
	if err != nil {
		m.options.Logger.Warn("the health of sources cannot be judged", "error", err)
		return
	}
	for _, run := range runs {
		switch r, before := turn(pasts[run.SourceID]); {
		case r.Alert && !before.Alert:
			m.options.Logger.Warn("a source needs a look", "source", run.SourceID, "state", r.State, "reason", r.Reason.Text)
		case before.Alert && !r.Alert:
			m.options.Logger.Info("a source is well again", "source", run.SourceID, "state", r.State, "reason", r.Reason.Text)
		}
	}
}

// turn judges a source after its last run and before it.
func turn(p health.Past) (after, before health.Report) {
	if len(p.Runs) == 0 {
		return after, before
	}
	last := p.Runs[0]
	was := p
	was.Runs = p.Runs[1:]
	was.Harvests = slices.DeleteFunc(slices.Clone(p.Harvests), func(t time.Time) bool { return !t.Before(last.Ended) })
	p.LastSuccess, was.LastSuccess = lastSuccess(p.Runs), lastSuccess(was.Runs)
	return health.Judge(p, last.Ended), health.Judge(was, last.Started)
}

func lastSuccess(runs []store.Run) time.Time {
	for _, run := range runs {
		if run.Outcome() == store.OutcomeAnswered {
			return run.Ended
		}
	}
	return time.Time{}
}
