package storetest

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

func testMemory(t *testing.T, s store.Store) {
	hour := func(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }
	begun := frontier.Memory{Unlisted: frontier.Window{From: start, To: hour(1)}}
	full := frontier.Memory{
		First: start, Checked: hour(5), Changed: hour(3), Checks: 4, Changes: 2, Print: "e3b0c442", Rate: 0.25, Sure: 3.5,
		Wish: time.Hour, Alarms: 1, Identity: "https://wire.example/a", Absent: hour(4), Deleted: hour(5),
		Covered: frontier.Window{From: hour(2), To: hour(5)},
	}
	known := task("wire", "a")
	known.Memory = begun
	enqueue(t, s, false, known)
	same(t, "as enqueued", due(t, s, later(), "wire")[0].Memory, begun)
	result := frontier.Result{SourceID: "wire", URL: known.URL, State: frontier.StateDone, Status: 200, Time: start, Next: start, Memory: full}
	commit(t, s, store.Entry{Result: result})
	same(t, "as the result left it", due(t, s, later(), "wire")[0].Memory, full)
	result.Memory = frontier.Memory{}
	commit(t, s, store.Entry{Result: result})
	same(t, "after a result without", due(t, s, later(), "wire")[0].Memory, full)
	enqueue(t, s, true, known)
	same(t, "after waking", due(t, s, later(), "wire")[0].Memory, full)
}

func testAnnounced(t *testing.T, s store.Store) {
	known := task("wire", "a")
	for _, test := range []struct {
		name    string
		state   frontier.State
		alarms  int
		changed time.Time
		woken   int
	}{
		{"not announced", frontier.StateDone, 0, time.Time{}, 0},
		{"changed before the visit", frontier.StateDone, 0, start.Add(-time.Second), 0},
		{"changed after it", frontier.StateDone, 0, start.Add(time.Second), 1},
		{"will change, it says", frontier.StateDone, 0, time.Now().AddDate(1, 0, 0), 0},
		{"not believed any more", frontier.StateDone, 3, start.Add(time.Second), 0},
		{"believed still", frontier.StateDone, 2, start.Add(time.Second), 1},
		{"failed", frontier.StateFailed, 0, start.Add(time.Second), 0},
		{"denied", frontier.StateDenied, 0, start.Add(time.Second), 0},
	} {
		commit(t, s, store.Entry{Result: frontier.Result{
			SourceID: "wire", URL: known.URL, State: test.state, Time: start,
			Memory: frontier.Memory{First: start, Alarms: test.alarms},
		}})
		known.Hint.Changed = test.changed
		same(t, test.name, enqueue(t, s, false, known), test.woken)
		woken := due(t, s, later(), "wire")
		same(t, test.name+": due", len(woken), test.woken)
		if len(woken) > 0 {
			same(t, test.name+": hint", woken[0].Hint.Changed, test.changed)
		}
	}
}
