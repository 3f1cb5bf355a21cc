package pack

import (
	"context"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

// Note adds what happened to a pack to its history.
func (s *Service) Note(ctx context.Context, id string, e store.PackEvent, seen int) (store.Pack, error) {
	e.Time = s.deps.Now()
	if e.On.IsZero() {
		e.On = e.Time
	}
	return s.deps.Record.NotePack(ctx, id, e, seen)
}

// Pack is one pack.
func (s *Service) Pack(ctx context.Context, id string) (store.Pack, error) {
	return s.deps.Record.Pack(ctx, id)
}

// Overdue reports whether a pack waits too long for an answer.
func (s *Service) Overdue(p store.Pack) bool {
	return p.State == store.PackSent && p.Sent.Before(s.deps.Now().Add(-s.deps.Patience))
}

// Filter chooses packs of a list.
type Filter struct {
	State   store.PackState
	Subject string
	Overdue bool
}

// List lists packs, the last made first.
func (s *Service) List(ctx context.Context, f Filter, p store.Page) ([]store.Pack, string, error) {
	chosen := store.PackFilter{State: f.State, Subject: f.Subject}
	if f.Overdue {
		chosen.SentBefore = s.deps.Now().Add(-s.deps.Patience)
	}
	all, next, err := s.deps.Record.Packs(ctx, chosen, p)
	if all == nil {
		all = []store.Pack{}
	}
	return all, next, err
}

// Tallies counts packs by platform.
func (s *Service) Tallies(ctx context.Context) ([]store.PackTally, error) {
	all, err := s.deps.Record.PackTallies(ctx, s.deps.Now().Add(-s.deps.Patience))
	if all == nil {
		all = []store.PackTally{}
	}
	return all, err
}

// mostReminders bounds how many packs the system reminds of at a time.
const mostReminders = 20

// Reminders are packs that wait too long for an answer, as conditions of the
// system.
func Reminders(ctx context.Context, record store.Packs, now time.Time, patience time.Duration) (all []alert.Condition, err error) {
	packs, _, err := record.Packs(ctx, store.PackFilter{SentBefore: now.Add(-patience)}, store.Page{Limit: mostReminders})
	for _, p := range packs {
		all = append(all, alert.Condition{Key: "pack:" + p.ID, Text: fmt.Sprintf(
			"Pack %s, sent to %s on %s, has no answer yet. Ask there, or note what came of it: qalxan pack outcome %s",
			p.ID, p.Platform, p.Sent.Format(time.DateOnly), p.ID,
		)})
	}
	return all, err
}
