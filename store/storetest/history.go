package storetest

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/robots"
	"github.com/qalxan/qalxan/store"
)

func testRecentRuns(t *testing.T, s store.Store) {
	ctx := t.Context()
	same(t, "none", must(s.RecentRuns(ctx, "", 5))(t), nil)
	for _, id := range []string{"wire", "gazette"} {
		ok(t, s.SaveSource(ctx, qalxan.Source{ID: id}))
	}
	var all []store.Run
	for i, id := range []string{"a", "b", "c"} {
		at := start.Add(time.Duration(i) * time.Hour)
		all = append(all, store.Run{ID: id, SourceID: "wire", Started: at, Ended: at, Used: i, Stopped: i == 1, Error: "why " + id})
		ok(t, s.SaveRun(ctx, all[i]))
	}
	ok(t, s.SaveRun(ctx, store.Run{ID: "x", SourceID: "unknown", Started: start}))
	same(t, "two", must(s.RecentRuns(ctx, "", 2))(t), map[string][]store.Run{"wire": {all[2], all[1]}})
	same(t, "of one", must(s.RecentRuns(ctx, "wire", 1))(t), map[string][]store.Run{"wire": {all[2]}})
	same(t, "of another", must(s.RecentRuns(ctx, "gazette", 1))(t), nil)
}

func testHarvests(t *testing.T, s store.Store) {
	ctx := t.Context()
	ok(t, s.SaveSource(ctx, qalxan.Source{ID: "wire"}))
	var ends []time.Time
	for i, id := range []string{"a", "b", "c", "d"} {
		ends = append(ends, start.Add(time.Duration(i)*time.Hour))
		ok(t, s.SaveRun(ctx, store.Run{ID: id, SourceID: "wire", Started: start, Ended: ends[i], Items: i % 3}))
	}
	ok(t, s.SaveRun(ctx, store.Run{ID: "e", SourceID: "wire", Started: start, Items: 7}))
	same(t, "all", must(s.Harvests(ctx, "", 9))(t), map[string][]time.Time{"wire": {ends[2], ends[1]}})
	same(t, "of another", must(s.Harvests(ctx, "gazette", 1))(t), nil)
	same(t, "one", must(s.Harvests(ctx, "wire", 1))(t), map[string][]time.Time{"wire": {ends[2]}})
}

func testWaits(t *testing.T, s store.Store) {
	soon, late := start.Add(time.Hour), start.Add(2*time.Hour)
	for _, r := range []frontier.Result{
		{SourceID: "wire", URL: "a", State: frontier.StateQueued, Reason: "Retry-After", Next: late},
		{SourceID: "wire", URL: "b", State: frontier.StateQueued, Reason: "Retry-After", Next: soon},
		{SourceID: "wire", URL: "c", State: frontier.StateFailed, Reason: "503", Next: soon},
		{SourceID: "wire", URL: "d", State: frontier.StateFailed, Reason: "404"},
		{SourceID: "wire", URL: "e", State: frontier.StateDone, Next: soon},
		{SourceID: "wire", URL: "f", State: frontier.StateFailed, Reason: "past", Next: start},
		{SourceID: "wire", URL: "g", State: frontier.StateDenied, Reason: "a trap", Next: soon},
		{SourceID: "wire", URL: "h", State: frontier.StateDenied, Reason: "a trap", Next: soon},
		{SourceID: "wire", URL: "i", State: frontier.StateDenied, Reason: "a trap", Next: soon},
		{SourceID: "gazette", URL: "a", State: frontier.StateFailed, Reason: "503", Next: soon},
	} {
		r.Time = start
		commit(t, s, store.Entry{Result: r})
	}
	asked := store.Wait{State: frontier.StateQueued, Reason: "Retry-After", Until: soon, Addresses: 2}
	fault := store.Wait{State: frontier.StateFailed, Reason: "503", Until: soon, Addresses: 1}
	same(t, "waits", must(s.Waits(t.Context(), "", start, 9))(t), map[string][]store.Wait{"wire": {asked, fault}, "gazette": {fault}})
	same(t, "the first", must(s.Waits(t.Context(), "", start, 1))(t)["wire"], []store.Wait{asked})
	same(t, "of one", must(s.Waits(t.Context(), "gazette", start, 9))(t), map[string][]store.Wait{"gazette": {fault}})
	same(t, "later", must(s.Waits(t.Context(), "", late, 9))(t), nil)
}

func testNotices(t *testing.T, s store.Store) {
	ctx, a, b, other := t.Context(), robotsOf("a.example"), robotsOf("b.example"), robotsOf("c.example")
	a.Fault, b.Status, other.Path = "no answer", 404, "/.well-known/tdmrep.json"
	for _, answer := range []robots.Answer{a, b, other} {
		ok(t, s.SaveRobots(ctx, answer))
	}
	same(t, "none", must(s.Notices(ctx, nil))(t), nil)
	same(t, "notices", must(s.Notices(ctx, []string{a.Authority, b.Authority, other.Authority, "https://d.example:443"}))(t), map[string]store.Notice{
		a.Authority: {Status: 200, Fetched: start, Fault: a.Fault}, b.Authority: {Status: 404, Fetched: start, Fault: b.Fault},
	})
}

// testOutcomes holds the counts of a store to what a run says of itself.
func testOutcomes(t *testing.T, s store.Store) {
	ctx, want := t.Context(), map[store.Outcome]int{}
	for i, r := range []store.Run{
		{},
		{Used: 3},
		{Ended: start, Used: 1, Error: "one page was missing"},
		{Ended: start, Used: 1, Stopped: true},
		{Ended: start, Stopped: true, Error: "told to stop"},
		{Ended: start, Error: "no answer", Failed: 1},
		{Ended: start, Error: "no answer", Failed: 1, Denied: 2},
		{Ended: start, Error: "robots.txt answered 503"},
		{Ended: start, Error: "robots.txt forbids it", Denied: 1},
		{Ended: start},
	} {
		r.ID, r.SourceID, r.Started = string(rune('a'+i)), "wire", start
		ok(t, s.SaveRun(ctx, r))
		want[r.Outcome()]++
	}
	same(t, "outcomes", must(s.Outcomes(ctx))(t), want)
	if len(want) != len(store.Outcomes()) {
		t.Errorf("only the outcomes %v were tried", want)
	}
}
