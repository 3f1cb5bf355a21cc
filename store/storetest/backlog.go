package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

func testPlaces(t *testing.T, s store.Store) {
	news := task("wire", "news-map.xml")
	news.Role = frontier.RoleSitemap
	start := task("wire", "front")
	start.Depth = 0
	hinted := func(path string, at time.Time) frontier.Task {
		made := task("wire", path)
		made.Depth, made.Hint = 3, frontier.Hint{Published: at, Origin: "feed"}
		return made
	}
	page := task("wire", "page")
	page.Depth = 1
	late := task("wire", "late")
	late.Depth, late.Late = 1, true
	enqueue(t, s, false, late, page, hinted("stale", time.Unix(0, 0).UTC()), hinted("fresh", time.Now()), start, news)
	want := []string{news.URL, start.URL, "https://wire.example/fresh", page.URL, "https://wire.example/stale", late.URL}
	same(t, "order", addresses(due(t, s, later(), "wire")), want)
}

func testPutOff(t *testing.T, s store.Store) {
	a, b := task("wire", "a"), task("wire", "b")
	a.Depth, b.Depth = 1, 2
	enqueue(t, s, false, a, b)
	ok(t, s.PutOff(t.Context(), []frontier.Task{a}))
	a.Late = true
	same(t, "put off", due(t, s, later(), "wire"), []frontier.Task{b, a})

	commit(t, s, store.Entry{Result: frontier.Result{SourceID: "wire", URL: a.URL, State: frontier.StateDone, Time: start, Next: start}})
	same(t, "carried out", due(t, s, later(), "wire")[0].URL, a.URL)

	ok(t, s.LeaveOut(t.Context(), []frontier.Result{{SourceID: "wire", URL: b.URL, State: frontier.StateDenied, Reason: "a trap", Time: start}}))
	same(t, "left out", len(due(t, s, later(), "wire")), 1)
}

func testBacklog(t *testing.T, s store.Store) {
	same(t, "nothing", must(s.Backlog(t.Context(), "wire"))(t), store.Backlog{})
	var tasks []frontier.Task
	for n := range 7 {
		tasks = append(tasks, task("wire", fmt.Sprint(n)))
	}
	enqueue(t, s, false, tasks...)
	enqueue(t, s, true, tasks...)
	enqueue(t, s, false, task("gazette", "a"))
	same(t, "known", must(s.Backlog(t.Context(), "wire"))(t), store.Backlog{Known: 7})
}
