package fakeweb

import (
	"net/http"
	"slices"
	"time"
)

// Revision is what an address answers from a moment on, until the next
// revision.
type Revision struct {
	From   time.Time
	Answer Answer
}

// revised is the route through a history. Where a page does not say when it
// changed, its revision does.
func revised(history []Revision) Route {
	history = slices.Clone(history)
	slices.SortStableFunc(history, func(a, b Revision) int { return a.From.Compare(b.From) })
	for i := range history {
		if history[i].Answer.Modified.IsZero() {
			history[i].Answer.Modified = history[i].From
		}
	}
	return func(now time.Time, _ *http.Request) Answer {
		for _, rev := range slices.Backward(history) {
			if !rev.From.After(now) {
				return rev.Answer
			}
		}
		return Answer{Status: http.StatusNotFound}
	}
}
