package health

import (
	"slices"
	"time"

	"github.com/qalxan/qalxan/store"
)

// Pace is how much a source brings, against its own normal.
type Pace struct {
	// Items that the last run with an answer brought; absent where none had one.
	Items *int `json:"items,omitempty"`
	// Normal is the median of the runs with an answer before it; absent while
	// there are fewer than MinRuns.
	Normal *float64 `json:"normal,omitempty"`
	Runs   int      `json:"runs"` // that Normal is of, or would be
}

// MinRuns is the least number of runs that a normal is made of.
const MinRuns = 5

func pace(runs []store.Run) Pace {
	var items []int
	for _, r := range complete(runs) {
		if r.Outcome() == store.OutcomeAnswered {
			items = append(items, r.Items)
		}
	}
	if len(items) == 0 {
		return Pace{}
	}
	p := Pace{Items: &items[0], Runs: len(items) - 1}
	if p.Runs >= MinRuns {
		normal := median(items[1:])
		p.Normal = &normal
	}
	return p
}

func median(values []int) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return float64(sorted[(n-1)/2]+sorted[n/2]) / 2
}

// The rule of silence. A source is silent when it brought nothing for twice as
// long as it ever did, one exception left out: the longest gap may be an old
// outage. A past that is shorter than two weeks knows too little of weekends,
// so then three days are the least.
const (
	minGaps    = 5 // between runs that brought items; fewer are no history
	minIdle    = 3 // runs in a row that answered and brought nothing
	factor     = 2
	shortPast  = 14 * 24 * time.Hour
	leastQuiet = 72 * time.Hour
)

// silence says how long a source that answers brought nothing, and how long
// would be too long. Only the time up to the last answer counts: while we do
// not ask, nobody is silent.
func silence(harvests []time.Time, runs []store.Run) (quiet, limit time.Duration, silent bool) {
	if len(harvests) <= minGaps || idle(runs) < minIdle {
		return 0, 0, false
	}
	var gaps []time.Duration
	for i := range len(harvests) - 1 {
		gaps = append(gaps, harvests[i].Sub(harvests[i+1]))
	}
	slices.Sort(gaps)
	limit = factor * gaps[len(gaps)-2]
	if harvests[0].Sub(harvests[len(harvests)-1]) < shortPast {
		limit = max(limit, leastQuiet)
	}
	quiet = runs[0].Ended.Sub(harvests[0])
	return quiet, limit, quiet > limit
}

// idle counts the last runs that answered and brought nothing.
func idle(runs []store.Run) int {
	n := 0
	for _, r := range runs {
		if r.Items > 0 {
			break
		}
		if r.Outcome() == store.OutcomeAnswered {
			n++
		}
	}
	return n
}
