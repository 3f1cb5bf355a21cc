// Package scale keeps the calibration in force: how likely a reviewer confirms
// what a detector saw, learnt from what reviewers decided.
package scale

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/calibration"
	"github.com/qalxan/qalxan/store"
)

// Record keeps what was learnt and what it was learnt from: a store is one.
type Record interface {
	store.Lessons
	store.Calibrations
}

// Scale is the calibration in force. It is safe for concurrent use.
type Scale struct {
	record   Record
	now      func() time.Time
	inForce  atomic.Pointer[qalxan.Calibration]
	learning sync.Mutex // held while the record's is changed
}

// New returns the scale that the record has in force.
func New(ctx context.Context, now func() time.Time, r Record) (*Scale, error) {
	s := &Scale{record: r, now: now}
	return s, s.load(ctx)
}

func (s *Scale) load(ctx context.Context) error {
	c, err := s.record.Calibration(ctx)
	if err != nil {
		return fmt.Errorf("reading what was learnt: %w", err)
	}
	s.inForce.Store(&c)
	return nil
}

// Weigh gives a signal that was raised on looking at an item its likelihood.
// What the detector itself says stays where decisions say nothing. Of the
// language of earlier items, on which the new one may throw a light, nothing is
// known here.
func (s *Scale) Weigh(item qalxan.Item, g *qalxan.Signal) {
	language := ""
	if g.ItemID == item.ID {
		language = item.Language.Code
	}
	if likelihood := s.inForce.Load().Likelihood(g.Detector, language, g.Score); likelihood != nil && g.Score > 0 {
		g.Likelihood = likelihood
	}
}

// Learn makes a new calibration of all decisions, keeps it, and uses it for
// signals from then on. Nothing is kept where there is nothing to keep: no
// detector has enough decisions, and no earlier version said otherwise. The
// error is qalxan.ErrRequest where nobody is named who asks.
func (s *Scale) Learn(ctx context.Context, r calibration.LearnRequest) (calibration.Lesson, error) {
	if r.By == "" && !r.Dry {
		return calibration.Lesson{}, fmt.Errorf("%w: learning needs the name of who asks for it", qalxan.ErrRequest)
	}
	s.learning.Lock()
	defer s.learning.Unlock()
	judged, err := s.record.Judged(ctx)
	if err != nil {
		return calibration.Lesson{}, err
	}
	cases := calibration.Cases(judged)
	before, after := *s.inForce.Load(), qalxan.Calibration{Time: s.now(), By: r.By, Curves: calibration.Learn(cases)}
	lesson := calibration.Lesson{Before: before.Number, Rows: compare(cases, before, after), Curves: after.Curves}
	if r.Dry || before.Number == 0 && !says(after) {
		return lesson, nil
	}
	if after, err = s.record.AddCalibration(ctx, after); err != nil {
		return calibration.Lesson{}, fmt.Errorf("keeping what was learnt: %w", err)
	}
	s.inForce.Store(&after)
	lesson.Number = after.Number
	return lesson, nil
}

// Unlearn takes the version in force back and returns it; the one before is in
// force again. The error is qalxan.ErrRequest where there is nothing to take
// back, or nobody is named who does it.
func (s *Scale) Unlearn(ctx context.Context, by string) (qalxan.Calibration, error) {
	if by == "" {
		return qalxan.Calibration{}, fmt.Errorf("%w: undoing needs the name of who does it", qalxan.ErrRequest)
	}
	s.learning.Lock()
	defer s.learning.Unlock()
	undone, err := s.record.UndoCalibration(ctx, by, s.now())
	if errors.Is(err, store.ErrNotFound) {
		return undone, fmt.Errorf("%w: nothing is in force that could be undone", qalxan.ErrRequest)
	}
	if err != nil {
		return undone, fmt.Errorf("undoing what was learnt: %w", err)
	}
	return undone, s.load(ctx)
}

func compare(cases []calibration.Case, before, after qalxan.Calibration) []calibration.LessonRow {
	rows, next := []calibration.LessonRow{}, calibration.Cross(cases, after)
	for i, was := range calibration.Standings(cases, before) {
		rows = append(rows, calibration.LessonRow{Standing: was, LikelihoodAfter: next[i].Likelihood, ErrorAfter: next[i].Error})
	}
	return rows
}

// says reports whether a calibration says anything of any signal.
func says(c qalxan.Calibration) bool {
	for _, curve := range c.Curves {
		if curve.Line != nil {
			return true
		}
	}
	return false
}
