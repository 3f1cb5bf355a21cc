package storetest

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// testCutOffRuns has a run that was cut off before the source's next one, and
// one that brought nothing.
func testCutOffRuns(t *testing.T, s store.Store) {
	ctx := t.Context()
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	for _, id := range []string{"wire", "gazette"} {
		ok(t, s.SaveSource(ctx, qalxan.Source{ID: id}))
	}
	for _, minute := range []int{-5, 2, 7, 20} {
		c := qalxan.Capture{ID: "urn:" + at(minute).String(), SourceID: "wire", URL: "https://wire.example/", Time: at(minute), Status: 200}
		commit(t, s, store.Entry{Captures: []qalxan.Capture{c}})
	}
	whole := store.Run{ID: "b", SourceID: "wire", Started: at(10), Ended: at(30), Used: 1}
	for _, r := range []store.Run{{ID: "a", SourceID: "wire", Started: start}, whole, {ID: "c", SourceID: "gazette", Started: start}} {
		ok(t, s.SaveRun(ctx, r))
	}
	same(t, "ended", must(s.EndRuns(ctx, "it was cut off"))(t), 2)
	same(t, "ended again", must(s.EndRuns(ctx, "it was cut off"))(t), 0)
	same(t, "runs", must(s.RecentRuns(ctx, "", 5))(t), map[string][]store.Run{
		"wire":    {whole, {ID: "a", SourceID: "wire", Started: start, Ended: at(7), Stopped: true, Error: "it was cut off"}},
		"gazette": {{ID: "c", SourceID: "gazette", Started: start, Ended: start, Stopped: true, Error: "it was cut off"}},
	})
	same(t, "running", must(s.Outcomes(ctx))(t)[store.OutcomeRunning], 0)
}
