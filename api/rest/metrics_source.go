package rest

import (
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/monitor/health"
)

// exposeSources writes the series of single sources. A source without a success
// has no timestamp of one.
func exposeSources(e *exposition, sources []api.SourceView) {
	e.family("qalxan_source_last_success_timestamp_seconds", "End of the last run of the source that could use an answer.")
	for _, s := range sources {
		if !s.LastSuccess.IsZero() {
			e.sample("qalxan_source_last_success_timestamp_seconds", float64(s.LastSuccess.Unix()), "source", s.Source.ID)
		}
	}
	e.family("qalxan_source_state", "1 for the state that the source is in.")
	for _, s := range sources {
		e.sample("qalxan_source_state", 1, "source", s.Source.ID, "state", string(s.Health.State))
	}
	e.family("qalxan_source_alert", "1 where a person should look at the source, otherwise 0.")
	for _, s := range sources {
		e.sample("qalxan_source_alert", flag(s.Health), "source", s.Source.ID)
	}
}

func flag(r health.Report) float64 {
	if r.Alert {
		return 1
	}
	return 0
}
