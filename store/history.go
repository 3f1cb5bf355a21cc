package store

import (
	"context"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// History reads how sources have done, for judging their health. Only is the
// id of the one source that is asked for, or empty for all.
type History interface {
	// RecentRuns lists the last runs of known sources, up to limit each, newest
	// first, by source.
	RecentRuns(ctx context.Context, only string, limit int) (map[string][]Run, error)
	// Harvests lists the ends of the last runs of known sources that brought
	// items, up to limit each, newest first, by source.
	Harvests(ctx context.Context, only string, limit int) (map[string][]time.Time, error)
	// Waits lists, by source, what its addresses wait for at now: most
	// addresses first, up to limit a source. What is denied waits for nothing.
	Waits(ctx context.Context, only string, now time.Time, limit int) (map[string][]Wait, error)
	// Notices lists, by authority (robots.Answer), how the robots.txt of those
	// that are asked for stands. What was never answered is left out.
	Notices(ctx context.Context, authorities []string) (map[string]Notice, error)
	// Turns are numbers by source that go up whenever the source or a run of it
	// is written: what was made of these holds while the number stays.
	Turns(ctx context.Context) (map[string]int64, error)
	// Outcomes counts all runs by Run.Outcome.
	Outcomes(ctx context.Context) (map[Outcome]int, error)
}

// Notice is how the robots.txt of a host stands.
type Notice struct {
	Status  int       `json:"status"`  // of the answer that counts
	Fetched time.Time `json:"fetched"` // when the host last said that it holds
	// Fault is why it could not be read anew when that was last tried: the last
	// good copy counts. Empty where it could.
	Fault string `json:"fault,omitempty"`
}

// Wait is a reason why addresses of a source are left alone until a time.
type Wait struct {
	// State is frontier.StateQueued where the host asked for it, and
	// frontier.StateFailed where a fault is to pass until then.
	State     frontier.State `json:"state"`
	Reason    string         `json:"reason"`
	Until     time.Time      `json:"until"`     // the first of them
	Addresses int            `json:"addresses"` // that wait for this reason
}

// Outcome is how a run went.
type Outcome string

// The outcomes of a run. They exclude each other; the first that fits counts.
const (
	OutcomeRunning  Outcome = "running"  // it has not ended
	OutcomeAnswered Outcome = "answered" // an answer could be used
	OutcomeStopped  Outcome = "stopped"  // we ended it before its work was done
	OutcomeFailed   Outcome = "failed"   // no answer could be used
	OutcomeEmpty    Outcome = "empty"    // nothing was due, or nothing permitted
)

// Outcomes are all outcomes.
func Outcomes() []Outcome {
	return []Outcome{OutcomeRunning, OutcomeAnswered, OutcomeStopped, OutcomeFailed, OutcomeEmpty}
}

// Outcome is how the run went.
func (r Run) Outcome() Outcome {
	switch {
	case r.Ended.IsZero():
		return OutcomeRunning
	case r.Used > 0:
		return OutcomeAnswered
	case r.Stopped:
		return OutcomeStopped
	case r.Error != "" && (r.Denied == 0 || r.Failed > 0):
		return OutcomeFailed
	}
	return OutcomeEmpty
}
