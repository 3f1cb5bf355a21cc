package monitor

import (
	"context"

	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/store"
)

// watch says in the log when a source begins to need a person: it fell silent,
// or failed too often. Whether it did so before its last run follows from the
// record, so each change is told once.
func (m *Monitor) watch(ctx context.Context, sourceID string) {
	if ctx.Err() != nil {
		return
	}
	now := m.options.Now()
	pasts, err := health.Pasts(ctx, m.record, sourceID, now)
	if err != nil {
		m.options.Logger.Warn("the health of a source cannot be judged", "source", sourceID, "error", err)
		return
	}
	if r, began := alarm(pasts[sourceID]); began {
		m.options.Logger.Warn("a source needs a look", "source", sourceID, "state", r.State, "reason", r.Reason.Text)
	}
}

// alarm judges a source and whether its alert began with its last run.
func alarm(p health.Past) (health.Report, bool) {
	if len(p.Runs) == 0 {
		return health.Report{}, false
	}
	for _, run := range p.Runs {
		if run.Outcome() == store.OutcomeAnswered {
			p.LastSuccess = run.Ended
			break
		}
	}
	before := p
	before.Runs = p.Runs[1:]
	r := health.Judge(p, p.Runs[0].Ended)
	return r, r.Alert && !health.Judge(before, p.Runs[0].Started).Alert
}
