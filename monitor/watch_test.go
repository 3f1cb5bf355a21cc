package monitor

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/store"
)

// TestAlarmIsToldOnce judges the runs of a source one after the other: the
// alert begins with one of them.
func TestAlarmIsToldOnce(t *testing.T) {
	start := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	var p health.Past
	told := 0
	for i := range 12 {
		end := start.Add(time.Duration(i) * time.Hour)
		r := store.Run{Started: end.Add(-time.Minute), Ended: end, Failed: 1, Error: "no answer"}
		if i < 4 {
			r = store.Run{Started: end.Add(-time.Minute), Ended: end, Used: 1, Items: 1}
		}
		p.Runs = append([]store.Run{r}, p.Runs...)
		report, began := alarm(p)
		if began {
			told++
		}
		if want := i >= 4+health.Patience-1; report.Alert != want {
			t.Errorf("run %d: alert %v, want %v", i, report.Alert, want)
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	if _, began := alarm(health.Past{}); began {
		t.Error("a source without runs needs a look")
	}
}
