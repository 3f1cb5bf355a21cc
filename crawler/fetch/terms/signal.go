package terms

import (
	"time"

	"github.com/qalxan/qalxan/crawler/robots"
)

// OfSignals is the reservation that Content-Signal lines make; nil where they
// make none. Each signal speaks of one use, and two of them are what a monitor
// does: it puts texts into models that judge them (ai-input) and into an index
// that is searched (search). A no to either reserves. So does a use other than
// full, which does not cover keeping the text. ai-train=no reserves unless
// search or ai-input is granted beside it: nothing is trained here, but who
// says nothing else may have meant any machine.
func OfSignals(signals []robots.Signal, read time.Time) *Reservation {
	var denied, training *robots.Signal
	granted := false
	for i, s := range signals {
		switch {
		case s.Name == "use" && s.Value != "full", isUse(s.Name) && s.Value == "no":
			if denied == nil {
				denied = &signals[i]
			}
		case isUse(s.Name) && s.Value == "yes":
			granted = true
		case s.Name == "ai-train" && s.Value == "no":
			training = &signals[i]
		}
	}
	if denied == nil && !granted {
		denied = training
	}
	if denied == nil {
		return nil
	}
	return &Reservation{
		Source: SourceRobots, Rule: "Content-Signal: " + denied.Name + "=" + denied.Value, Line: denied.Line, Time: read,
	}
}

func isUse(name string) bool { return name == "search" || name == "ai-input" }
