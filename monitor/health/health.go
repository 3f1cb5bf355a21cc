// Package health judges how a source does by its own past: whether it answers,
// what it waits for, how much it brings and whether it fell silent.
//
// A judgement is a pure function of what the record holds, so the same record
// gives the same judgement everywhere it is shown.
package health

import (
	"cmp"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// State sums up how a source does. States exclude each other.
type State string

// The states, most urgent first.
const (
	StateFailing    State = "failing"    // it used to answer, and the last run could use nothing
	StateSilent     State = "silent"     // it answers, but brings nothing for much longer than it ever did
	StateUnanswered State = "unanswered" // it was tried and never gave anything that could be used
	StateForbidden  State = "forbidden"  // the last run was not permitted to fetch anything
	StateWaiting    State = "waiting"    // its host asked us to wait
	StateEmpty      State = "empty"      // the last run found nothing to ask
	StateNew        State = "new"        // no crawl of it has come to its end
	StateGood       State = "good"       // it answers
)

// States are all states, most urgent first.
func States() []State {
	return []State{
		StateFailing, StateSilent, StateUnanswered, StateForbidden, StateWaiting, StateEmpty, StateNew, StateGood,
	}
}

// Urgency orders states: 0 is the most urgent.
func (s State) Urgency() int { return slices.Index(States(), s) }

// How much of the past a judgement is made of.
const (
	MaxRuns     = 30  // last runs of a source
	MaxHarvests = 150 // last runs of a source that brought items
	MaxWaits    = 3   // reasons to wait
)

// Past is what the record holds of a source.
type Past struct {
	Runs        []store.Run  // the last ones, newest first
	Harvests    []time.Time  // ends of the last runs that brought items, newest first
	LastSuccess time.Time    // end of the last run that could use an answer
	Waits       []store.Wait // most addresses first
	Schedule    string       // of the source; empty for none
	// Robots is how the robots.txt of the source's host stands; nil where
	// nothing is known of it.
	Robots *store.Notice
}

// Report is a judgement.
type Report struct {
	State  State         `json:"state"`
	Reason qalxan.Reason `json:"reason"` // why this state
	// Alert says that a person should look: the source failed Patience runs in
	// a row, or is silent.
	Alert bool `json:"alert,omitempty"`
	// Crawling is when a run began that has not ended.
	Crawling time.Time `json:"crawling,omitzero"`
	// LastError is the latest error of the last runs, and when it was.
	LastError   string    `json:"last_error,omitempty"`
	LastErrorAt time.Time `json:"last_error_at,omitzero"`
	// LastItems is the end of the last run that brought items.
	LastItems time.Time    `json:"last_items,omitzero"`
	Pace      Pace         `json:"pace"`
	Waits     []store.Wait `json:"waits"`
	// Next is when the source is due by its schedule; absent without one.
	Next   time.Time `json:"next,omitzero"`
	Robots *Robots   `json:"robots,omitempty"`
	// Traps are what the latest run that met any says of them, a sentence each.
	Traps []string `json:"traps"`
}

// Forbidden is why nothing may be fetched, where the run did not say.
const Forbidden = "robots.txt or the policy forbids it"

// Patience is how many runs in a row may fail before a person is asked to look.
const Patience = 3

// Judge judges a source at a time.
func Judge(p Past, now time.Time) Report {
	r := Report{Pace: pace(p.Runs), Waits: p.Waits, Next: next(p, now), Robots: robots(p.Robots, now), Traps: traps(p.Runs)}
	if r.Waits == nil {
		r.Waits = []store.Wait{}
	}
	if len(p.Runs) > 0 && p.Runs[0].Ended.IsZero() {
		r.Crawling = p.Runs[0].Started
	}
	for _, run := range p.Runs {
		if run.Error != "" && !run.Stopped {
			r.LastError, r.LastErrorAt = run.Error, run.Ended
			break
		}
	}
	if len(p.Harvests) > 0 {
		r.LastItems = p.Harvests[0]
	}
	r.judge(p, now)
	return r
}

// judge sets the state and why.
func (r *Report) judge(p Past, now time.Time) {
	runs := complete(p.Runs)
	if len(runs) == 0 {
		r.set(StateNew, "No crawl of this source has come to its end yet.")
		return
	}
	last := runs[0]
	switch outcome := last.Outcome(); {
	case outcome == store.OutcomeAnswered:
		r.answered(p, runs)
	case isAskedToWait(p.Waits, now):
		r.Alert = failedInARow(runs) >= Patience
		r.set(StateWaiting, "The host asked us to wait until {until}: {why}.",
			moment("until", p.Waits[0].Until, clock(p.Waits[0].Until, now)), fact("why", p.Waits[0].Reason))
	case outcome == store.OutcomeEmpty && last.Denied > 0:
		r.set(StateForbidden, "Nothing there may be fetched: {why}.", fact("why", cmp.Or(last.Error, Forbidden)))
	case outcome == store.OutcomeEmpty:
		r.set(StateEmpty, "The last run found no address that was due.")
	default:
		r.failed(p, runs)
	}
}

// failed tells a source that stopped to answer from one that never did.
func (r *Report) failed(p Past, runs []store.Run) {
	row := failedInARow(runs)
	r.Alert = row >= Patience
	if p.LastSuccess.IsZero() {
		r.set(StateUnanswered, "It never gave an answer that could be used: {why}.", fact("why", runs[0].Error))
		return
	}
	r.set(StateFailing, "No answer that could be used in the last {runs}, the last good one came {when}: {why}.",
		count("runs", row, "run"), moment("when", p.LastSuccess, stamp(p.LastSuccess)), fact("why", runs[0].Error))
}

func failedInARow(runs []store.Run) int {
	row := 0
	for row < len(runs) && runs[row].Outcome() == store.OutcomeFailed {
		row++
	}
	return row
}

func (r *Report) answered(p Past, runs []store.Run) {
	if quiet, limit, silent := silence(p.Harvests, runs); silent {
		r.Alert = true
		r.set(StateSilent, "It answers, but brought nothing new for {quiet}; by its own past {limit} would be long.",
			lasting("quiet", quiet), lasting("limit", limit))
		return
	}
	r.set(StateGood, "It answered {when}.", moment("when", runs[0].Ended, stamp(runs[0].Ended)))
}

// isAskedToWait reports whether the main reason to wait is the host's wish.
func isAskedToWait(waits []store.Wait, now time.Time) bool {
	return len(waits) > 0 && waits[0].State == frontier.StateQueued && waits[0].Until.After(now)
}

// complete are the runs that came to their own end: what we stopped says
// nothing of the source, unless it had answered by then.
func complete(runs []store.Run) []store.Run {
	return slices.DeleteFunc(slices.Clone(runs), func(r store.Run) bool {
		o := r.Outcome()
		return o == store.OutcomeRunning || o == store.OutcomeStopped
	})
}
