package standing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

// Options are what New needs beside what it works with.
type Options struct {
	Reports []Report
	Alerts  alert.Options // whose mail targets bring reports
	Dir     string        // where the files of reports are kept
}

// Deps are what a service needs. All must be set.
type Deps struct {
	Record store.Dispatches
	// Gather finds what a report tells of.
	Gather func(ctx context.Context, title, query string) (report.Document, error)
	Now    func() time.Time
	Logger *slog.Logger
}

// Service makes reports. It is safe for concurrent use.
type Service struct {
	options Options
	deps    Deps
	times   map[string]times
	turn    chan struct{}        // holds one thing while a report is made
	since   map[string]time.Time // when reports became known; guarded by turn
}

// New returns a service over validated options.
func New(o Options, d Deps) (*Service, error) {
	if err := Validate(o.Reports, o.Alerts.Targets); err != nil {
		return nil, err
	}
	s := &Service{options: o, deps: d, times: map[string]times{}, turn: make(chan struct{}, 1)}
	for _, r := range o.Reports {
		t, err := newTimes(r.At, r.Zone)
		if err != nil {
			return nil, err
		}
		s.times[r.Name] = t
	}
	return s, nil
}

// Times of the service.
const (
	pause     = 20 * time.Second
	lateAfter = 5 * time.Minute
	retry     = 10 * time.Minute // after a report could not be made
	mostTries = 3
	// FilesKept is how long the files of reports are kept.
	FilesKept = 90 * 24 * time.Hour
	// mostFiles and mostBytes bound what people may have made of that; what is
	// due is made in any case.
	mostFiles = 5000
	mostBytes = 4 << 30
)

// Run makes what is due until ctx ends. What fails is logged and noted.
func (s *Service) Run(ctx context.Context) error {
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for {
		if err := s.Turn(ctx); err != nil && ctx.Err() == nil {
			s.deps.Logger.Error("reports could not be made", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// Turn makes the reports that are due.
func (s *Service) Turn(ctx context.Context) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.unlock()
	if err := s.begin(ctx); err != nil {
		return err
	}
	var faults []error
	for _, r := range s.options.Reports {
		d, due, err := s.due(ctx, r)
		if err == nil && due {
			_, err = s.make(ctx, r, d)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("report %s: %w", r.Name, err))
		}
	}
	return errors.Join(append(faults, s.sweep())...)
}

func (s *Service) lock(ctx context.Context) error {
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Service) unlock() { <-s.turn }

// begin notes once which reports there are.
func (s *Service) begin(ctx context.Context) (err error) {
	if s.since != nil {
		return nil
	}
	var names []string
	for _, r := range s.options.Reports {
		names = append(names, r.Name)
	}
	s.since, err = s.deps.Record.BeginReports(ctx, names, s.deps.Now())
	return err
}

// due is what is to be made of a report now; false where nothing is.
func (s *Service) due(ctx context.Context, r Report) (store.Dispatch, bool, error) {
	now := s.deps.Now()
	last, err := s.deps.Record.LastDispatch(ctx, r.Name)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return last, false, err
	}
	from := s.since[r.Name]
	if last.Due.After(from) {
		from = last.Due
	}
	if at, missed := s.times[r.Name].latest(from, now); !at.IsZero() {
		d := dispatch(r, r.order(), at)
		d.ID, d.Due, d.Missed, d.Late = dueID(r.Name, at), at, missed, now.Sub(at) > lateAfter
		return d, true, nil
	}
	// What is being made while nobody makes anything is what the process ended in.
	again := last.State == store.DispatchMaking || last.State == store.DispatchFailed && now.Sub(last.Made) >= retry
	last.Late = last.Late || now.Sub(last.Due) > lateAfter
	return last, err == nil && again && last.Tries < mostTries, nil
}

// dispatch is a report that is to be made for a time.
func dispatch(r Report, o Order, at time.Time) store.Dispatch {
	after, before := o.span(at)
	d := store.Dispatch{
		Report: r.Name, By: o.By, Kind: string(o.Kind), Format: string(o.As), Languages: o.Languages,
		Title: o.Title, Query: o.Query, After: after, Before: before,
	}
	if d.Kind == "" {
		d.Kind = string(report.KindFindings)
	}
	if len(d.Languages) == 0 {
		d.Languages = []string{"en"}
	}
	return d
}

// dueID is the same for the same time of the same report.
func dueID(name string, due time.Time) string {
	sum := sha256.Sum256([]byte(name + " " + due.UTC().Format(time.RFC3339)))
	return "r-" + hex.EncodeToString(sum[:8])
}

// Make makes a report that a person asks for, now.
func (s *Service) Make(ctx context.Context, o Order) (store.Dispatch, error) {
	if field, err := o.fault(); err != nil {
		return store.Dispatch{}, fmt.Errorf("%w: %s: %w", ErrRequest, field, err)
	}
	if err := s.lock(ctx); err != nil {
		return store.Dispatch{}, err
	}
	defer s.unlock()
	if err := s.room(); err != nil {
		return store.Dispatch{}, err
	}
	d := dispatch(Report{}, o, s.deps.Now())
	d.ID = qalxan.NewID("r")
	var err error
	if d.Title, err = (report.Document{Title: o.Title, Kind: o.Kind, Languages: o.Languages}).Heading(); err != nil {
		return store.Dispatch{}, fmt.Errorf("%w: %w", ErrRequest, err)
	}
	return s.make(ctx, Report{}, d)
}

// Again makes a standing report now and brings it where it always goes. One
// that failed at its last time is made for that time.
func (s *Service) Again(ctx context.Context, name, by string) (store.Dispatch, error) {
	for _, r := range s.options.Reports {
		if r.Name != name {
			continue
		}
		if err := s.lock(ctx); err != nil {
			return store.Dispatch{}, err
		}
		defer s.unlock()
		d, err := s.deps.Record.LastDispatch(ctx, name)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return d, err
		}
		if err != nil || d.State != store.DispatchFailed {
			d = dispatch(r, r.order(), s.deps.Now())
			d.ID = qalxan.NewID("r")
		}
		d.By, d.Late = by, !d.Due.IsZero()
		return s.make(ctx, r, d)
	}
	return store.Dispatch{}, fmt.Errorf("%w: %.60q; see: qalxan report list", ErrName, name)
}
