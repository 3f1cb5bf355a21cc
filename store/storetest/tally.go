package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// testRunningCounts holds the running counts to a recount, which is part of Check,
// and to what the test itself counts, after random writes of all kinds.
func testRunningCounts(t *testing.T, s store.Store) {
	r := rand.New(rand.NewPCG(1, 2))
	versions, captures, found := map[string]int{}, 0, map[string]bool{}
	for n := range 60 {
		name := fmt.Sprintf("story-%d", r.IntN(20))
		versions[name]++
		captures++
		i := item(name, versions[name])
		i.SourceID = fmt.Sprintf("wire-%d", r.IntN(3))
		e := entry(i)
		e.Captures = []qalxan.Capture{{ID: fmt.Sprint("urn:uuid:", n), SourceID: i.SourceID, Time: start}}
		e.Found = []frontier.Task{task(i.SourceID, fmt.Sprint(r.IntN(30)))}
		if r.IntN(3) == 0 {
			e.Findings = []qalxan.Finding{finding(i, qalxan.LevelSignal)}
			found[i.Identity] = true
		}
		commit(t, s, e)
		commit(t, s, e) // twice is once
		for _, due := range must(s.Due(t.Context(), []string{"wire-0", "wire-1", "wire-2"}, later(), r.IntN(3)))(t) {
			done := frontier.Result{SourceID: due.SourceID, URL: due.URL, State: frontier.StateDone, Time: start}
			if r.IntN(2) == 0 {
				done.Next = later().Add(time.Hour)
			}
			commit(t, s, store.Entry{Result: done})
		}
	}
	same(t, "faults", must(s.Check(t.Context()))(t), nil)
	got := must(s.Totals(t.Context()))(t)
	want := store.Totals{Captures: captures, Items: len(versions), Versions: 60, Findings: len(found), Queued: got.Queued, Outbox: got.Outbox}
	same(t, "totals", got, want)
	if got.Queued == 0 {
		t.Error("nothing is queued")
	}
}

// testTurns: the number of a source goes up with each write of it or its runs
// and with nothing else.
func testTurns(t *testing.T, s store.Store) {
	ok(t, s.SaveSource(t.Context(), qalxan.Source{ID: "a"}))
	ok(t, s.SaveSource(t.Context(), qalxan.Source{ID: "b"}))
	before := must(s.Turns(t.Context()))(t)
	same(t, "sources", len(before), 2)
	i := item("story", 1)
	i.SourceID = "a"
	commit(t, s, entry(i))
	same(t, "after an item", must(s.Turns(t.Context()))(t), before)
	for _, write := range []func() error{
		func() error { return s.SaveRun(t.Context(), store.Run{ID: "r", SourceID: "a", Started: start}) },
		func() error { _, err := s.EndRuns(t.Context(), "cut off"); return err },
		func() error { return s.SaveSource(t.Context(), qalxan.Source{ID: "a", Name: "A"}) },
	} {
		ok(t, write())
		now := must(s.Turns(t.Context()))(t)
		if now["a"] <= before["a"] || now["b"] != before["b"] {
			t.Errorf("turns are %v after %v", now, before)
		}
		before = now
	}
	one := must(s.SourceHealth(t.Context(), "a"))(t)
	same(t, "items", one.Items, 1)
	same(t, "as in the list", must(s.Sources(t.Context()))(t)[0], one)
	if _, err := s.SourceHealth(t.Context(), "c"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a source that is not there: %v", err)
	}
}

// testUnseconded: of critical findings those wait that one person alone has
// confirmed, however many others are settled before them.
func testUnseconded(t *testing.T, s store.Store) {
	confirm := func(id, by string) {
		d := decision(qalxan.StatusConfirmed)
		d.By = by
		must(s.Decide(t.Context(), id, d))(t)
	}
	for n := range 4 {
		i := item(fmt.Sprint("story-", n), 1)
		e := entry(i)
		e.Findings = []qalxan.Finding{finding(i, qalxan.LevelCritical)}
		commit(t, s, e)
		confirm(e.Findings[0].ID, "aygun")
		if n < 2 {
			confirm(e.Findings[0].ID, "leyla")
		}
	}
	waiting := func() (ids []string) {
		for _, f := range must(s.Unseconded(t.Context(), "", 10))(t) {
			ids = append(ids, f.Identity)
		}
		return ids
	}
	same(t, "waiting", waiting(), []string{"story-2", "story-3"})
	same(t, "one", len(must(s.Unseconded(t.Context(), "", 1))(t)), 1)
	undo := must(must(s.Finding(t.Context(), qalxan.FindingID("story-0")))(t).Undo("leyla"))(t)
	must(s.Decide(t.Context(), qalxan.FindingID("story-0"), undo))(t)
	confirm(qalxan.FindingID("story-3"), "leyla")
	same(t, "after one was taken back", waiting(), []string{"story-0", "story-2"})
}

// testCampaignTurn: the number of a campaign goes up with its members.
func testCampaignTurn(t *testing.T, s store.Store) {
	turn := func() int64 { return must(s.Turning(t.Context(), "c-1"))(t).Turn }
	i := item("story", 1)
	e := entry(i)
	e.Findings = []qalxan.Finding{finding(i, qalxan.LevelSignal)}
	commit(t, s, e)
	same(t, "no member", turn(), 0)
	e.Findings[0].CampaignID, e.Campaigns = "c-1", []qalxan.Campaign{{ID: "c-1"}}
	commit(t, s, e)
	came := turn()
	commit(t, s, e)
	must(s.Decide(t.Context(), e.Findings[0].ID, decision(qalxan.StatusConfirmed)))(t)
	if came == 0 || turn() != came {
		t.Errorf("turn %d after a member came, %d after nothing changed", came, turn())
	}
	e.Findings[0].CampaignID = ""
	commit(t, s, e)
	if turn() <= came {
		t.Error("the turn stays although the member went")
	}
}
