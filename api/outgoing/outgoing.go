// Package outgoing is what leaves the house by a person's hand: reports, and
// packs for platforms. The desk and the command line both ask here, and each
// step is in the audit log.
package outgoing

import (
	"context"
	"fmt"
	"io"

	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/report/pack"
	"github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
)

// Log takes entries: *audit.Log.
type Log interface {
	Enter(ctx context.Context, e store.Entered) error
}

// Deps are what a service needs. All must be set.
type Deps struct {
	Reports *standing.Service
	Packs   *pack.Service
	Log     Log
	// Export writes the evidence of a finding, and enters that by itself.
	Export func(ctx context.Context, findingID string, w io.Writer) error
}

// Service does what was asked for and enters it. It is safe for concurrent use.
type Service struct{ deps Deps }

// New returns a service.
func New(d Deps) *Service { return &Service{d} }

// enter adds an entry about what was done, or failed with err, and returns err.
func (s *Service) enter(ctx context.Context, e store.Entered, err error) error {
	e.Outcome = audit.OK
	if err != nil {
		e.Outcome = audit.Failed
	}
	if entered := s.deps.Log.Enter(ctx, e); err == nil {
		return entered
	}
	return err
}

// Run makes the standing reports that are due, until ctx ends.
func (s *Service) Run(ctx context.Context) error { return s.deps.Reports.Run(ctx) }

// Reports are the standing reports, and a page of those that were made.
type Reports struct {
	Standing []standing.Line  `json:"standing"`
	Made     []store.Dispatch `json:"made"`
	Next     string           `json:"next,omitempty"` // cursor of the next page
}

// Reports lists reports.
func (s *Service) Reports(ctx context.Context, p store.Page) (r Reports, err error) {
	if r.Standing, err = s.deps.Reports.Lines(ctx); err != nil {
		return r, err
	}
	r.Made, r.Next, err = s.deps.Reports.Made(ctx, p)
	return r, err
}

// Make makes a report now.
func (s *Service) Make(ctx context.Context, o standing.Order) (store.Dispatch, error) {
	d, err := s.deps.Reports.Make(ctx, o)
	return d, s.enter(ctx, store.Entered{Verb: "report.make", By: o.By, Object: d.ID, Detail: string(o.Kind) + " " + string(o.As) + " " + o.Query}, err)
}

// Again makes a standing report now and brings it where it always goes.
func (s *Service) Again(ctx context.Context, name, by string) (store.Dispatch, error) {
	d, err := s.deps.Reports.Again(ctx, name, by)
	return d, s.enter(ctx, store.Entered{Verb: "report.make", By: by, Object: d.ID, Detail: name}, err)
}

// File is a report that was made, with its bytes. It is entered before the
// first byte leaves.
func (s *Service) File(ctx context.Context, id string) (store.Dispatch, []byte, error) {
	d, data, err := s.deps.Reports.File(ctx, id)
	return d, data, s.enter(ctx, store.Entered{Verb: "report.export", Object: id}, err)
}

// Offer says to whom a finding or a campaign can be reported.
func (s *Service) Offer(ctx context.Context, subject string) (pack.Offer, error) {
	return s.deps.Packs.Offer(ctx, subject)
}

// MakePack makes a pack.
func (s *Service) MakePack(ctx context.Context, r pack.Request) (store.Pack, error) {
	p, err := s.deps.Packs.Make(ctx, r)
	return p, s.enter(ctx, store.Entered{Verb: "pack.make", By: r.By, Object: r.Subject, Detail: p.ID + " " + string(r.Platform)}, err)
}

// NotePack adds what happened to a pack to its history.
func (s *Service) NotePack(ctx context.Context, id string, e store.PackEvent, seen int) (store.Pack, error) {
	p, err := s.deps.Packs.Note(ctx, id, e, seen)
	detail := string(e.State) + " " + string(e.Outcome) + " " + e.Reference
	return p, s.enter(ctx, store.Entered{Verb: "pack.note", By: e.By, Object: id, Detail: detail}, err)
}

// Pack is one pack, and whether it waits too long for an answer.
func (s *Service) Pack(ctx context.Context, id string) (p store.Pack, overdue bool, err error) {
	p, err = s.deps.Packs.Pack(ctx, id)
	return p, s.deps.Packs.Overdue(p), err
}

// Packs is a page of packs, with what became of all of them.
type Packs struct {
	Packs   []store.Pack      `json:"packs"`
	Next    string            `json:"next,omitempty"` // cursor of the next page
	Tallies []store.PackTally `json:"tallies"`
	Late    map[string]bool   `json:"overdue"` // by the ids of the packs
}

// Packs lists packs.
func (s *Service) Packs(ctx context.Context, f pack.Filter, p store.Page) (l Packs, err error) {
	if l.Packs, l.Next, err = s.deps.Packs.List(ctx, f, p); err != nil {
		return l, err
	}
	l.Late = map[string]bool{}
	for _, p := range l.Packs {
		if s.deps.Packs.Overdue(p) {
			l.Late[p.ID] = true
		}
	}
	l.Tallies, err = s.deps.Packs.Tallies(ctx)
	return l, err
}

// Addresses writes the addresses of a pack as CSV.
func (s *Service) Addresses(ctx context.Context, id string, w io.Writer) error {
	p, err := s.deps.Packs.Pack(ctx, id)
	if err = s.enter(ctx, store.Entered{Verb: "pack.export", Object: id}, err); err != nil {
		return err
	}
	return pack.WriteList(w, p)
}

// Evidence writes the evidence of one finding of a pack as a zip file.
func (s *Service) Evidence(ctx context.Context, id, findingID string, w io.Writer) error {
	p, err := s.deps.Packs.Pack(ctx, id)
	if err != nil {
		return err
	}
	for _, f := range p.Findings {
		if f == findingID {
			return s.deps.Export(ctx, findingID, w)
		}
	}
	return fmt.Errorf("pack %s is not about finding %.40q: %w", id, findingID, store.ErrNotFound)
}
