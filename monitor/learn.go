package monitor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/calibration"
	"github.com/qalxan/qalxan/store"
)

// What learning is asked with, and what comes of it.
type (
	LearnRequest = calibration.LearnRequest
	Lesson       = calibration.Lesson
	LessonRow    = calibration.LessonRow
)

// Learn makes a new calibration of all decisions, keeps it, and uses it for
// signals from then on. Nothing is kept where there is nothing to keep: no
// detector has enough decisions, and no earlier version said otherwise.
func (m *Monitor) Learn(ctx context.Context, r LearnRequest) (Lesson, error) {
	if r.By == "" && !r.Dry {
		return Lesson{}, fmt.Errorf("%w: learning needs the name of who asks for it", ErrRequest)
	}
	scale := &m.analyst.scale
	scale.learning.Lock()
	defer scale.learning.Unlock()
	judged, err := m.record.Judged(ctx)
	if err != nil {
		return Lesson{}, m.explain(err)
	}
	cases := calibration.Cases(judged)
	before, after := scale.calibration(), qalxan.Calibration{Time: m.options.Now(), By: r.By, Curves: calibration.Learn(cases)}
	lesson := Lesson{Before: before.Number, Rows: compare(cases, before, after), Curves: after.Curves}
	if r.Dry || before.Number == 0 && !says(after) {
		return lesson, nil
	}
	if after, err = m.record.AddCalibration(ctx, after); err != nil {
		return Lesson{}, m.explain(fmt.Errorf("keeping what was learnt: %w", err))
	}
	scale.inForce.Store(&after)
	lesson.Number = after.Number
	return lesson, nil
}

// Unlearn takes the version in force back and returns it; the one before is in
// force again.
func (m *Monitor) Unlearn(ctx context.Context, by string) (qalxan.Calibration, error) {
	if by == "" {
		return qalxan.Calibration{}, fmt.Errorf("%w: undoing needs the name of who does it", ErrRequest)
	}
	scale := &m.analyst.scale
	scale.learning.Lock()
	defer scale.learning.Unlock()
	undone, err := m.record.UndoCalibration(ctx, by, m.options.Now())
	if errors.Is(err, store.ErrNotFound) {
		return undone, fmt.Errorf("%w: nothing is in force that could be undone", ErrRequest)
	}
	if err != nil {
		return undone, m.explain(fmt.Errorf("undoing what was learnt: %w", err))
	}
	return undone, m.explain(scale.load(ctx, m.record))
}

// Learnt lists every version that was kept, newest first.
func (m *Monitor) Learnt(ctx context.Context) ([]qalxan.Calibration, error) {
	return m.record.Calibrations(ctx)
}

func compare(cases []calibration.Case, before, after qalxan.Calibration) []LessonRow {
	rows, next := []LessonRow{}, calibration.Cross(cases, after)
	for i, was := range calibration.Standings(cases, before) {
		rows = append(rows, LessonRow{Standing: was, LikelihoodAfter: next[i].Likelihood, ErrorAfter: next[i].Error})
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

// scale is the calibration in force. It is safe for concurrent use.
type scale struct {
	inForce  atomic.Pointer[qalxan.Calibration]
	learning sync.Mutex // held while the record's is changed
}

func (s *scale) load(ctx context.Context, record store.Lessons) error {
	c, err := record.Calibration(ctx)
	if err != nil {
		return fmt.Errorf("reading what was learnt: %w", err)
	}
	s.inForce.Store(&c)
	return nil
}

func (s *scale) calibration() qalxan.Calibration {
	if c := s.inForce.Load(); c != nil {
		return *c
	}
	return qalxan.Calibration{}
}

// weigh gives a signal that was raised on looking at an item its likelihood.
// What the detector itself says stays where decisions say nothing. Of the
// language of earlier items, on which the new one may throw a light, nothing is
// known here.
func (s *scale) weigh(item qalxan.Item, g *qalxan.Signal) {
	language := ""
	if g.ItemID == item.ID {
		language = item.Language.Code
	}
	if likelihood := s.calibration().Likelihood(g.Detector, language, g.Score); likelihood != nil && g.Score > 0 {
		g.Likelihood = likelihood
	}
}
