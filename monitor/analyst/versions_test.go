package analyst_test

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/monitor/analyst"
)

// TestSupersedes says what is a new version of a page.
func TestSupersedes(t *testing.T) {
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	page := func(text string, change func(*qalxan.Item)) qalxan.Item {
		i := qalxan.Item{SourceID: "daily", Title: "The bridge", Text: text, Hash: qalxan.ItemHash("The bridge", text), Seen: day}
		if change != nil {
			change(&i)
		}
		return i
	}
	revision := func(at time.Time) func(*qalxan.Item) {
		return func(i *qalxan.Item) {
			i.Dates = []qalxan.Date{{Kind: qalxan.DateModified, Time: at, Origin: qalxan.OriginRevision}}
		}
	}
	for name, tt := range map[string]struct {
		next, previous qalxan.Item
		want           bool
	}{
		"other words":       {page("The bridge is closed to all.", nil), page("The bridge is open to everybody.", nil), true},
		"the same words":    {page("The bridge is open.", nil), page("The bridge is open.", nil), false},
		"of another source": {page("The bridge is closed to all.", func(i *qalxan.Item) { i.SourceID = "feed" }), page("The bridge is open to everybody.", nil), false},
		"the beginning alone": {page("The bridge", func(i *qalxan.Item) {
			i.Withheld = &qalxan.Withheld{By: qalxan.WithheldRest}
		}), page("The bridge is open to everybody.", nil), false},
		"a later revision":    {page("The bridge is closed.", revision(day.Add(time.Hour))), page("The bridge is open.", revision(day)), true},
		"an earlier revision": {page("The bridge is closed.", revision(day)), page("The bridge is open.", revision(day.Add(time.Hour))), false},
	} {
		if got := analyst.Supersedes(tt.next, tt.previous); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
