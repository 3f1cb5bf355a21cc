package storetest

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

func testSources(t *testing.T, s store.Store) {
	ctx := t.Context()
	wire := qalxan.Source{
		ID: "wire", Name: "The Wire", Kind: qalxan.KindSite, URL: "https://wire.example/", Schedule: "@hourly",
		Languages: []string{"az"}, Grade: "C", Policy: qalxan.Policy{Delay: time.Second, NoScore: true},
	}
	ok(t, s.SaveSource(ctx, qalxan.Source{ID: "wire"}))
	ok(t, s.SaveSource(ctx, wire))
	ok(t, s.SaveSource(ctx, qalxan.Source{ID: "gazette"}))
	same(t, "source", must(s.Source(ctx, "wire"))(t), wire)

	runs := []store.Run{
		{ID: "r3", SourceID: "wire", Started: start.Add(3 * time.Hour), Fetched: 2, Used: 2},
		{ID: "r2", SourceID: "wire", Started: start.Add(2 * time.Hour), Ended: start.Add(2*time.Hour + time.Minute), Fetched: 3, Failed: 3, Error: "no answer"},
		{ID: "r1", SourceID: "wire", Started: start.Add(time.Hour), Ended: start.Add(time.Hour + time.Minute), Fetched: 5, Used: 5, Items: 4, Denied: 1},
		{ID: "r0", SourceID: "wire", Started: start, Ended: start.Add(time.Minute), Fetched: 5, Used: 4, Failed: 1},
		{ID: "rx", SourceID: "elsewhere", Started: start, Ended: start, Fetched: 5, Used: 5},
	}
	for _, r := range runs {
		ok(t, s.SaveRun(ctx, r))
	}
	scene(t, s)
	enqueue(t, s, false, task("wire", "a"), task("wire", "b"))
	want := []store.SourceHealth{
		{Source: qalxan.Source{ID: "gazette"}, Items: 2, Findings: 1},
		{Source: wire, LastRun: &runs[0], LastSuccess: runs[2].Ended, Items: 3, Findings: 2, Queued: 2, Backlog: store.Backlog{Known: 2}},
	}
	same(t, "sources", must(s.Sources(ctx))(t), want)

	runs[0].Ended = start.Add(4 * time.Hour)
	ok(t, s.SaveRun(ctx, runs[0]))
	want[1].LastSuccess = runs[0].Ended
	same(t, "after a run", must(s.Sources(ctx))(t), want)
}

func testNarratives(t *testing.T, s store.Store) {
	ctx := t.Context()
	same(t, "none", must(s.Narratives(ctx))(t), nil)
	second := qalxan.Narrative{
		ID: "two", Claim: "A claim.", Wordings: map[string][]string{"az": {"bir", "iki"}, "ru": {"один"}},
		Rebuttals: map[string][]string{"en": {"No."}}, References: []string{"https://checks.example/"},
	}
	ok(t, s.SaveNarrative(ctx, qalxan.Narrative{ID: "two"}))
	ok(t, s.SaveNarrative(ctx, second))
	ok(t, s.SaveNarrative(ctx, qalxan.Narrative{ID: "one"}))
	same(t, "narratives", must(s.Narratives(ctx))(t), []qalxan.Narrative{{ID: "one"}, second})
}
