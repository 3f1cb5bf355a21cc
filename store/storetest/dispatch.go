package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/qalxan/qalxan/store"
)

func testStandingReports(t *testing.T, s store.Store) {
	ctx := t.Context()
	must(s.BeginReports(ctx, []string{"week", "day"}, start))(t)
	since := must(s.BeginReports(ctx, []string{"week", "other"}, start.Add(time.Hour)))(t)
	same(t, "since", since, map[string]time.Time{"week": start, "other": start.Add(time.Hour)})
	same(t, "none", must(s.BeginReports(ctx, nil, start))(t), map[string]time.Time{})
}

func testDispatches(t *testing.T, s store.Store) {
	ctx := t.Context()
	if _, err := s.LastDispatch(ctx, "week"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a report that was never made: %v", err)
	}
	asked := store.Dispatch{ID: "r-0", Made: start, State: store.DispatchMade, By: "leyla"}
	early := store.Dispatch{ID: "r-1", Report: "week", Due: start, Made: start.Add(time.Minute), State: store.DispatchMaking, Languages: []string{"az", "en"}}
	late := store.Dispatch{ID: "r-2", Report: "week", Due: start.Add(time.Hour), Made: start.Add(time.Hour), State: store.DispatchFailed, Error: "no"}
	for _, d := range []store.Dispatch{asked, early, late} {
		ok(t, s.SaveDispatch(ctx, d, nil))
	}
	same(t, "the last", must(s.LastDispatch(ctx, "week"))(t), late)
	if _, err := s.LastDispatch(ctx, ""); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("what a person asked for has no schedule: %v", err)
	}
	early.State, early.SHA256, early.Went = store.DispatchMade, "ab", []string{"mail duty"}
	letter := store.Letter{ID: "m-9", Rule: "week", Target: "duty", State: store.LetterDue, Body: "{}", Created: start, Next: start}
	ok(t, s.SaveDispatch(ctx, early, []store.Letter{letter}))
	same(t, "made", must(s.Dispatch(ctx, "r-1"))(t), early)
	same(t, "its letter", must(s.DueLetters(ctx, "duty", start, 5))(t), []store.Letter{letter})

	page, cursor, err := s.Dispatches(ctx, store.Page{Limit: 2})
	ok(t, err)
	same(t, "first page", page, []store.Dispatch{late, early})
	page, cursor, err = s.Dispatches(ctx, store.Page{Limit: 2, Cursor: cursor})
	ok(t, err)
	same(t, "second page", page, []store.Dispatch{asked})
	same(t, "the end", cursor, "")

	new := store.Dispatch{ID: "r-3", Made: start.Add(store.DispatchesKept + time.Second)}
	ok(t, s.SaveDispatch(ctx, new, nil))
	if _, err := s.Dispatch(ctx, "r-0"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an old dispatch is kept: %v", err)
	}
}

func testPacks(t *testing.T, s store.Store) {
	ctx := t.Context()
	midnight := start.Truncate(24 * time.Hour)
	p := store.Pack{
		ID: "p-1", Subject: "f-1", Platform: "youtube", Language: "az", Made: start, By: "leyla", State: store.PackMade,
		Parts: []store.PackPart{{To: "https://x.example/", Fields: []store.PackField{{Key: "details", Text: "\x00<b>", Limit: 500}}}},
		Rows:  []store.PackRow{{Finding: "f-1", Address: "https://y.example/"}},
	}
	ok(t, s.AddPack(ctx, p))
	if err := s.AddPack(ctx, p); err == nil {
		t.Error("a pack was added twice")
	}
	same(t, "made", must(s.Pack(ctx, "p-1"))(t), p)
	sent := store.PackEvent{Time: start, By: "leyla", State: store.PackSent, On: midnight, Reference: "7"}
	for name, e := range map[string]store.PackEvent{
		"an answer before it was sent": {Time: start, By: "a", State: store.PackAnswered, On: midnight, Outcome: store.OutcomeKept},
		"nobody":                       {Time: start, State: store.PackSent, On: midnight},
		"the future":                   {Time: start, By: "a", State: store.PackSent, On: midnight.Add(72 * time.Hour)},
		"before it was made":           {Time: start, By: "a", State: store.PackSent, On: midnight.Add(-72 * time.Hour)},
		"nothing":                      {Time: start, By: "a", On: midnight},
	} {
		if _, err := s.NotePack(ctx, "p-1", e, 0); !errors.Is(err, store.ErrPack) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p.State, p.Sent, p.Events = store.PackSent, midnight, []store.PackEvent{sent}
	same(t, "sent", must(s.NotePack(ctx, "p-1", sent, 0))(t), p)
	if _, err := s.NotePack(ctx, "p-1", sent, 0); !errors.Is(err, store.ErrConflict) {
		t.Errorf("two at once: %v", err)
	}
	if _, err := s.NotePack(ctx, "p-1", sent, 1); !errors.Is(err, store.ErrPack) {
		t.Errorf("sent twice: %v", err)
	}
	if _, err := s.NotePack(ctx, "p-2", sent, 0); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such pack: %v", err)
	}
	same(t, "overdue", len(overdue(t, s, midnight.Add(time.Second))), 1)
	same(t, "not overdue", len(overdue(t, s, midnight)), 0)
	answer := store.PackEvent{Time: start, By: "a", State: store.PackAnswered, On: midnight, Outcome: store.OutcomeSilent}
	must(s.NotePack(ctx, "p-1", answer, 1))(t)
	answer.Outcome, answer.Time, answer.On = store.OutcomeRemoved, start.Add(48*time.Hour), midnight.Add(48*time.Hour)
	p = must(s.NotePack(ctx, "p-1", answer, 2))(t)
	if p.State != store.PackAnswered || p.Outcome != store.OutcomeRemoved || !p.Answered.Equal(answer.On) || len(p.Events) != 3 {
		t.Errorf("after two answers: %+v", p)
	}
	same(t, "kept", must(s.Pack(ctx, "p-1"))(t), p)
}

func overdue(t *testing.T, s store.Store, before time.Time) []store.Pack {
	t.Helper()
	all, _, err := s.Packs(t.Context(), store.PackFilter{State: store.PackSent, Subject: "f-1", SentBefore: before}, store.Page{})
	ok(t, err)
	return all
}

func testPackTallies(t *testing.T, s store.Store) {
	midnight := start.Truncate(24 * time.Hour)
	same(t, "none", must(s.PackTallies(t.Context(), midnight))(t), nil)
	add := func(id, platform string, state store.PackState, outcome store.PackOutcome, days int) {
		p := store.Pack{ID: id, Platform: platform, Made: start, State: state, Outcome: outcome}
		if state != store.PackMade {
			p.Sent = midnight
		}
		if state == store.PackAnswered && outcome != store.OutcomeSilent {
			p.Answered = midnight.AddDate(0, 0, days)
		}
		ok(t, s.AddPack(t.Context(), p))
	}
	add("p-1", "youtube", store.PackAnswered, store.OutcomeRemoved, 2)
	add("p-2", "youtube", store.PackAnswered, store.OutcomeKept, 5)
	add("p-3", "youtube", store.PackAnswered, store.OutcomeSilent, 0)
	add("p-4", "youtube", store.PackSent, "", 0)
	add("p-5", "facebook", store.PackMade, "", 0)
	same(t, "tallies", must(s.PackTallies(t.Context(), midnight.Add(time.Hour)))(t), []store.PackTally{
		{Platform: "facebook", Made: 1, Outcomes: []store.Count{}},
		{
			Platform: "youtube", Sent: 4, Waiting: 1, Overdue: 1, Answered: 2, MedianDays: 3.5,
			Outcomes: []store.Count{{Value: "removed", Count: 1}, {Value: "kept", Count: 1}, {Value: "no-answer", Count: 1}},
		},
	})
}
