package storetest

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

func testNews(t *testing.T, s store.Store) {
	ctx := t.Context()
	scene(t, s)
	news := must(s.News(ctx, 100))(t)
	if len(news) == 0 {
		t.Fatal("new findings are no news")
	}
	id := news[0].FindingID
	must(s.Decide(ctx, id, qalxan.Decision{By: "leyla", To: qalxan.StatusConfirmed, Reason: "checked", Time: start}))(t)
	ok(t, s.Tell(ctx, nil, news))
	again := must(s.News(ctx, 100))(t)
	if len(again) != 1 || again[0].FindingID != id || again[0].Seq <= news[0].Seq {
		t.Errorf("a finding that changed meanwhile is not news: %v", again)
	}
	ok(t, s.Tell(ctx, nil, again))
	same(t, "settled", must(s.News(ctx, 100))(t), nil)
}

func testTold(t *testing.T, s store.Store) {
	ctx := t.Context()
	must(s.BeginRules(ctx, []string{"duty", "weekly"}, start))(t)
	since := must(s.BeginRules(ctx, []string{"duty", "other"}, start.Add(time.Hour)))(t)
	same(t, "since", since, map[string]time.Time{"duty": start, "other": start.Add(time.Hour)})

	early := store.Told{Rule: "duty", Subject: "f-1", Level: qalxan.LevelIncident, Marks: []string{"copy"}, News: "new", Changed: start, Due: start}
	late := store.Told{Rule: "duty", Subject: "f-2", Changed: start, Due: start.Add(time.Hour)}
	quiet := store.Told{Rule: "other", Subject: "f-1", Changed: start}
	ok(t, s.Tell(ctx, []store.Told{early, late, quiet}, nil))
	same(t, "of a subject", must(s.Told(ctx, "f-1"))(t), []store.Told{early, quiet})
	same(t, "by a rule", must(s.ToldBy(ctx, "duty"))(t), []store.Told{early, late})
	same(t, "due", must(s.Waiting(ctx, "duty", start, 10))(t), []store.Told{early})
	same(t, "not due", must(s.Waiting(ctx, "other", start.Add(time.Hour), 10))(t), nil)

	raised := early
	raised.Level, raised.Changed = qalxan.LevelCritical, start.Add(time.Minute)
	ok(t, s.Tell(ctx, []store.Told{raised}, nil))
	ok(t, s.Post(ctx, []store.Told{early}, nil, start))
	same(t, "changed since it was listed", must(s.Waiting(ctx, "duty", start, 10))(t), []store.Told{raised})
	ok(t, s.Post(ctx, []store.Told{raised}, nil, start))
	same(t, "posted", must(s.Waiting(ctx, "duty", start, 10))(t), nil)

	must(s.BeginRules(ctx, []string{"other"}, start))(t)
	same(t, "a rule that is gone", must(s.ToldBy(ctx, "duty"))(t), nil)
}

func testLetters(t *testing.T, s store.Store) {
	ctx := t.Context()
	letter := store.Letter{ID: "m-1", Rule: "duty", Target: "mail", Address: "a@b.example", State: store.LetterDue, Body: "{}", Created: start, Next: start}
	later := letter
	later.ID, later.Next = "m-2", start.Add(time.Hour)
	ok(t, s.Post(ctx, nil, []store.Letter{letter, later}, start))
	same(t, "due", must(s.DueLetters(ctx, "mail", start, 10))(t), []store.Letter{letter})
	same(t, "of another target", must(s.DueLetters(ctx, "chat", start, 10))(t), nil)

	letter.State, letter.Tries, letter.Reason, letter.Next = store.LetterFailed, 1, "refused", start.Add(time.Minute)
	ok(t, s.SaveLetter(ctx, letter))
	same(t, "waits", must(s.DueLetters(ctx, "mail", start, 10))(t), nil)
	same(t, "tried again", must(s.DueLetters(ctx, "mail", letter.Next, 10))(t), []store.Letter{letter})
	letter.State = store.LetterSent
	ok(t, s.SaveLetter(ctx, letter))
	same(t, "the queue", must(s.Letters(ctx, 10))(t), []store.Letter{later, letter})

	ok(t, s.Post(ctx, nil, nil, start.Add(store.LettersKept+time.Second)))
	same(t, "what is under way is kept", must(s.Letters(ctx, 10))(t), []store.Letter{later})
}
