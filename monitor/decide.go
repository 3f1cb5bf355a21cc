package monitor

import (
	"context"
	"errors"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/calibration"
)

// What learning is asked with, and what comes of it.
type (
	LearnRequest = calibration.LearnRequest
	Lesson       = calibration.Lesson
	LessonRow    = calibration.LessonRow
)

// Explain says what the criteria make of an item, or of the item of a finding,
// as things stand now: why it is flagged, and why not more or not at all.
func (m *Monitor) Explain(ctx context.Context, id string) (qalxan.Explanation, error) {
	e, err := m.analyst.Explain(ctx, id)
	if err != nil {
		return e, m.explain(fmt.Errorf("explaining %s: %w", id, err))
	}
	return e, nil
}

// Decide records what a person decided about a finding and makes it
// searchable.
func (m *Monitor) Decide(ctx context.Context, findingID string, d qalxan.Decision) (qalxan.Finding, error) {
	d.Time = m.options.Now()
	if err := d.Validate(); err != nil {
		return qalxan.Finding{}, fmt.Errorf("%w: %w", ErrRequest, err)
	}
	f, err := m.record.Decide(ctx, findingID, d)
	if errors.Is(err, qalxan.ErrReview) {
		err = fmt.Errorf("%w: %w", ErrRequest, err)
	}
	if err != nil {
		return f, m.explain(fmt.Errorf("deciding about %s: %w", findingID, err))
	}
	return f, m.indexer.Drain(ctx)
}

// Rule records what a person decided about campaigns and carries it out: a
// merge, a split, or a Breakout category. What is placed later keeps to it. It
// returns the campaign that stays, or for a split the new one.
func (m *Monitor) Rule(ctx context.Context, r qalxan.Ruling) (qalxan.Campaign, error) {
	r.Time = m.options.Now()
	if err := r.Validate(); err != nil {
		return qalxan.Campaign{}, fmt.Errorf("%w: %w", ErrRequest, err)
	}
	made, err := m.analyst.Rule(ctx, r)
	if err != nil {
		return made, m.explain(fmt.Errorf("ruling on campaign %s: %w", r.CampaignID, err))
	}
	return made, m.indexer.Drain(ctx)
}

// Learn makes a new calibration of all decisions, keeps it, and uses it for
// signals from then on. Nothing is kept where there is nothing to keep: no
// detector has enough decisions, and no earlier version said otherwise.
func (m *Monitor) Learn(ctx context.Context, r LearnRequest) (Lesson, error) {
	lesson, err := m.scale.Learn(ctx, r)
	return lesson, m.explain(err)
}

// Unlearn takes the version in force back and returns it; the one before is in
// force again.
func (m *Monitor) Unlearn(ctx context.Context, by string) (qalxan.Calibration, error) {
	undone, err := m.scale.Unlearn(ctx, by)
	return undone, m.explain(err)
}

// Learnt lists every version that was kept, newest first.
func (m *Monitor) Learnt(ctx context.Context) ([]qalxan.Calibration, error) {
	return m.record.Calibrations(ctx)
}
