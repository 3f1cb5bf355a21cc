package alert

import (
	"errors"
	"testing"
	"time"

	"github.com/qalxan/qalxan/store"
)

// TestStuckLetters: a letter that was given up gets one more try at once, one
// that is stuck can be dropped, and what was dropped is not sent.
func TestStuckLetters(t *testing.T) {
	h := open(t, settle(Rule{Name: "duty"}))
	letter := func(id, target string, state store.LetterState) store.Letter {
		return store.Letter{ID: id, Rule: "duty", Target: target, State: state, Body: "{}", Created: noon, Next: noon.Add(time.Hour), Tries: 3, Reason: "busy"}
	}
	h.ok(h.record.Post(t.Context(), nil, []store.Letter{
		letter("m-1", "room", store.LetterFailed), letter("m-2", "room", store.LetterGiven),
		letter("m-3", "room", store.LetterSent), letter("m-4", "gone", store.LetterFailed),
	}, noon))
	h.silent("before its time")
	h.ok(h.Again(t.Context(), "m-1"), h.Again(t.Context(), "m-2"), h.Drop(t.Context(), "m-1", "leyla\x1b[2J"))
	if sent := h.turn(); len(sent) != 1 || sent[0].ID != "m-2" {
		t.Errorf("sent %+v", sent)
	}
	for name, err := range map[string]error{
		"retrying what was sent": h.Again(t.Context(), "m-3"), "retrying to nobody": h.Again(t.Context(), "m-4"),
		"dropping what was sent": h.Drop(t.Context(), "m-2", "leyla"), "dropping twice": h.Drop(t.Context(), "m-1", "leyla"),
	} {
		if !errors.Is(err, ErrLetter) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.Again(t.Context(), "none"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a letter that is not there: %v", err)
	}
	dropped, err := h.record.Letter(t.Context(), "m-1")
	if h.ok(err); dropped.State != store.LetterGiven || dropped.Reason != "dropped by leyla[2J" {
		t.Errorf("%+v", dropped)
	}
}

func TestHeld(t *testing.T) {
	h := open(t, settle(Rule{Name: "daily", When: InDigest, At: []string{"18:00"}}))
	h.ok(h.record.Tell(t.Context(), []store.Told{{Rule: "daily", Subject: "f-1", Changed: noon, Due: noon.Add(6 * time.Hour)}}, nil))
	if held, err := h.Held(t.Context()); err != nil || held["daily"] != 1 {
		t.Errorf("%v, %v", held, err)
	}
}
