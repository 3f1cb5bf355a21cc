package store

import (
	"context"
	"time"

	"github.com/qalxan/qalxan"
)

// Calibrations keeps what was learnt from decisions, as numbered versions that
// are never removed. The one in force is the newest that was not undone.
type Calibrations interface {
	// AddCalibration keeps a version and returns it with its number.
	AddCalibration(ctx context.Context, c qalxan.Calibration) (qalxan.Calibration, error)
	// UndoCalibration takes back the version in force and returns it;
	// ErrNotFound where there is none.
	UndoCalibration(ctx context.Context, by string, at time.Time) (qalxan.Calibration, error)
}

// Lessons reads what people decided, and what was learnt of it.
type Lessons interface {
	// Judged lists, of every finding whose last decision confirmed, escalated or
	// dismissed it, the strongest signal of each detector that had been raised
	// by then, by finding and detector. Signals that were withdrawn (score 0)
	// are left out.
	Judged(ctx context.Context) ([]Judged, error)
	// JudgedSince lists what Judged would of those findings alone about which
	// something changed after a number, and gives the number that counts from
	// now on. After 0 it lists all.
	JudgedSince(ctx context.Context, after int64) (Rejudged, error)
	// Calibrations lists every version, newest first.
	Calibrations(ctx context.Context) ([]qalxan.Calibration, error)
	// Calibration is the version in force; the zero value where there is none.
	Calibration(ctx context.Context) (qalxan.Calibration, error)
}

// Judged is the strongest signal of a detector in a finding that a person
// decided about.
type Judged struct {
	FindingID string
	Detector  qalxan.Detector
	Language  string // of the signal's item
	Score     float64
	Status    qalxan.Status // confirmed, escalated or dismissed
}

// Rejudged is what people decided anew.
type Rejudged struct {
	Number   int64 // to ask with next time
	Findings []string
	Judged   []Judged // of these findings; none where a decision does not count any more
}
