package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

func enqueue(t *testing.T, s store.Store, again bool, tasks ...frontier.Task) int {
	t.Helper()
	return must(s.Enqueue(t.Context(), tasks, again))(t)
}

func due(t *testing.T, s store.Store, now time.Time, sources ...string) []frontier.Task {
	t.Helper()
	return must(s.Due(t.Context(), sources, now, 100))(t)
}

func testEnqueue(t *testing.T, s store.Store) {
	full := frontier.Task{
		SourceID: "wire", URL: "https://wire.example/a", Role: frontier.RoleFeed, Depth: 2,
		Hint: frontier.Hint{Title: "A story", Published: start, Origin: "feed"}, ETag: `"v1"`, LastModified: "Sun, 01 Mar 2026 12:00:00 GMT",
	}
	same(t, "added", enqueue(t, s, false, full, task("wire", "b"), task("wire", "b")), 2)
	same(t, "added again", enqueue(t, s, false, full), 0)
	same(t, "a due task woken", enqueue(t, s, true, full), 0)
	same(t, "nothing added", enqueue(t, s, false), 0)
	same(t, "due", due(t, s, later(), "wire"), []frontier.Task{full, task("wire", "b")})
	same(t, "due of another source", due(t, s, later(), "gazette"), nil)
	same(t, "due of no source", due(t, s, later()), nil)
	same(t, "due long ago", due(t, s, start.AddDate(-50, 0, 0), "wire"), nil)

	done := frontier.Result{SourceID: "wire", URL: full.URL, State: frontier.StateDone, Status: 200, ETag: full.ETag, Time: start}
	commit(t, s, store.Entry{Result: done})
	same(t, "a known task added", enqueue(t, s, false, full), 0)
	same(t, "done tasks due", addresses(due(t, s, later(), "wire")), []string{task("wire", "b").URL})
	same(t, "a done task woken", enqueue(t, s, true, full), 1)
	same(t, "woken tasks due", len(due(t, s, later(), "wire")), 2)
}

func testDueOrder(t *testing.T, s store.Store) {
	of := func(source, path string, role frontier.Role, depth int) frontier.Task {
		made := task(source, path)
		made.Role, made.Depth = role, depth
		return made
	}
	enqueue(t, s, false,
		of("wire", "page-deep", frontier.RolePage, 2),
		of("wire", "page-older", frontier.RolePage, 1),
		of("wire", "page-newer", frontier.RolePage, 1),
		of("wire", "api", frontier.RoleAPI, 0),
		of("wire", "map", frontier.RoleSitemap, 3),
		of("gazette", "feed", frontier.RoleFeed, 0),
		of("gazette", "page", frontier.RolePage, 0),
	)
	want := []string{
		"https://gazette.example/feed", "https://wire.example/map", "https://wire.example/api", "https://gazette.example/page",
		"https://wire.example/page-older", "https://wire.example/page-newer", "https://wire.example/page-deep",
	}
	same(t, "order", addresses(due(t, s, later(), "wire", "gazette", "unknown")), want)
	for limit := range len(want) + 2 {
		some := must(s.Due(t.Context(), []string{"gazette", "wire"}, later(), limit))(t)
		same(t, "limited", addresses(some), want[:min(limit, len(want))])
	}
}

func testResults(t *testing.T, s store.Store) {
	soon := start.Add(time.Hour)
	tests := []struct {
		name   string
		result frontier.Result
		at     time.Time
		due    bool
	}{
		{"done for good", frontier.Result{State: frontier.StateDone, Status: 200}, later(), false},
		{"done, due again", frontier.Result{State: frontier.StateDone, Status: 200, Next: soon}, soon, true},
		{"not before its time", frontier.Result{State: frontier.StateDone, Status: 200, Next: soon}, soon.Add(-time.Second), false},
		{"failed for good", frontier.Result{State: frontier.StateFailed, Reason: "no answer"}, later(), false},
		{"failed, tried again", frontier.Result{State: frontier.StateFailed, Status: 503, Next: soon}, soon, true},
		{"denied", frontier.Result{State: frontier.StateDenied, Reason: "robots.txt forbids it"}, later(), false},
		{"put back", frontier.Result{State: frontier.StateQueued}, start, true},
	}
	for i, test := range tests {
		source := "source-" + string(rune('a'+i))
		enqueue(t, s, false, task(source, "a"))
		test.result.SourceID, test.result.URL, test.result.Time = source, task(source, "a").URL, start
		commit(t, s, store.Entry{Result: test.result})
		same(t, test.name, len(due(t, s, test.at, source)) == 1, test.due)
	}
	unknown := frontier.Result{SourceID: "new", URL: "https://new.example/", State: frontier.StateFailed, Time: start, Next: soon}
	commit(t, s, store.Entry{Result: unknown})
	same(t, "an unknown task", addresses(due(t, s, soon, "new")), []string{unknown.URL})
	same(t, "queued", must(s.Totals(t.Context()))(t).Queued, 5)
}

func testValidators(t *testing.T, s store.Store) {
	tests := []struct {
		name   string
		state  frontier.State
		status int
		etag   string
		want   string
	}{
		{"an answer sets them", frontier.StateDone, 200, `"1"`, `"1"`},
		{"not modified keeps them", frontier.StateDone, 304, "", `"1"`},
		{"a failure keeps them", frontier.StateFailed, 500, "", `"1"`},
		{"not modified may renew them", frontier.StateDone, 304, `"2"`, `"2"`},
		{"an answer without any clears them", frontier.StateDone, 200, "", ""},
	}
	known := task("wire", "a")
	for _, test := range tests {
		enqueue(t, s, true, known)
		commit(t, s, store.Entry{Result: frontier.Result{
			SourceID: "wire", URL: known.URL, State: test.state, Status: test.status, ETag: test.etag, Time: start, Next: start,
		}})
		same(t, test.name, due(t, s, start, "wire")[0].ETag, test.want)
	}
}

// testNewBeforeKnown has pages that are overdue for another look, and newer
// ones that nobody has seen. Of what is due every fourth page is an old one.
func testNewBeforeKnown(t *testing.T, s store.Store) {
	var want []string
	for n := range 3 {
		old := task("wire", fmt.Sprint("old/", n))
		enqueue(t, s, false, old)
		commit(t, s, store.Entry{Result: frontier.Result{
			SourceID: "wire", URL: old.URL, State: frontier.StateDone, Status: 200, Time: start, Next: start.Add(time.Duration(n) * time.Minute),
		}})
	}
	for n := range 4 {
		enqueue(t, s, false, task("wire", fmt.Sprint("new/", n)))
	}
	// Nobody was asked for this one: it is new still.
	commit(t, s, store.Entry{Result: frontier.Result{
		SourceID: "wire", URL: task("wire", "new/3").URL, State: frontier.StateQueued, Reason: "the host rests", Time: start, Next: time.Now(),
	}})
	for _, path := range []string{"new/0", "new/1", "new/2", "old/0", "new/3", "old/1", "old/2"} {
		want = append(want, task("wire", path).URL)
	}
	for limit := range len(want) + 1 {
		some := must(s.Due(t.Context(), []string{"wire"}, later(), limit))(t)
		same(t, "order", addresses(some), want[:limit])
	}
}

// testForgottenAtWork has the result of a task that is not known any more.
func testForgottenAtWork(t *testing.T, s store.Store) {
	front := task("wire", "front")
	deep := frontier.Result{
		SourceID: "wire", URL: task("wire", "deep").URL, Role: frontier.RolePage, Depth: 3,
		State: frontier.StateDone, Status: 200, Time: start, Next: start,
	}
	feed := deep
	feed.URL, feed.Role, feed.Depth = task("wire", "feed").URL, frontier.RoleFeed, 1
	commit(t, s, store.Entry{Result: deep})
	commit(t, s, store.Entry{Result: feed})
	enqueue(t, s, false, front)
	all := due(t, s, later(), "wire")
	same(t, "order", addresses(all), []string{feed.URL, front.URL, deep.URL})
	same(t, "depth", all[2].Depth, 3)
	same(t, "role", all[0].Role, frontier.RoleFeed)
}
