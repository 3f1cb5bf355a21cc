package monitor

import (
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/store"
)

// TestAlertIsToldOnce judges the runs of a source one after the other: the
// alert is raised by one of them and lifted by another.
func TestAlertIsToldOnce(t *testing.T) {
	const (
		good   = "good"
		bad    = "bad"
		idle   = "idle"
		halted = "halted"
	)
	months := strings.Repeat(good+" ", 40)
	tests := map[string]struct {
		runs           string
		raised, lifted int
	}{
		"fails and recovers":         {good + strings.Repeat(" "+bad, 5) + " " + good, 1, 1},
		"fails twice only":           {"good bad bad good bad bad good", 0, 0},
		"fails, is stopped, fails":   {"good bad bad halted bad halted bad", 1, 0},
		"fails for ever":             {strings.Repeat("bad ", 40), 1, 0},
		"fell silent and came back":  {months + strings.Repeat(idle+" ", 80) + good, 1, 1},
		"silent, then it fails once": {months + strings.Repeat(idle+" ", 80) + "bad idle", 2, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
			var p health.Past
			raised, lifted := 0, 0
			for word := range strings.FieldsSeq(test.runs) {
				at = at.Add(time.Hour)
				r := store.Run{Started: at.Add(-time.Minute), Ended: at, Used: 1}
				switch word {
				case good:
					r.Items, p.Harvests = 1, append([]time.Time{at}, p.Harvests...)
				case bad:
					r.Used, r.Failed, r.Error = 0, 1, "no answer"
				case halted:
					r.Used, r.Stopped, r.Error = 0, true, "told to stop"
				}
				p.Runs = append([]store.Run{r}, p.Runs[:min(len(p.Runs), health.MaxRuns-1)]...)
				after, before := turn(p)
				if after.Alert && !before.Alert {
					raised++
				}
				if before.Alert && !after.Alert {
					lifted++
				}
			}
			if raised != test.raised || lifted != test.lifted {
				t.Errorf("raised %d times, lifted %d; want %d and %d", raised, lifted, test.raised, test.lifted)
			}
		})
	}
	if after, before := turn(health.Past{}); after.Alert || before.Alert {
		t.Error("a source without runs needs a look")
	}
}
