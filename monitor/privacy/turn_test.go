package privacy

import (
	"context"
	"errors"
	"testing"

	"github.com/qalxan/qalxan/store"
)

// TestWhoGoesDoesNotWait asks while an erasure is under way, and goes.
func TestWhoGoesDoesNotWait(t *testing.T) {
	m, o := newMortal(t)
	s, err := New(t.Context(), o, m, m)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.working.take(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, erasing := s.Erase(gone, Request{Person: "Lalə Bağırova", By: "kamran", Reason: "asked", Yes: true})
	_, retaining := s.Retain(gone, "kamran", true)
	_, holding := s.Hold(gone, store.Hold{Noun: "identity", Object: "https://wire.example/1", By: "kamran", Reason: "case 7"})
	for _, err := range []error{erasing, retaining, holding, s.Resume(gone)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	}
}
