package api

import (
	"context"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/classify/calibration"
)

// Quality says how often detectors are right, by what people decided.
type Quality struct {
	// Least is how many decisions a likelihood needs.
	Least int `json:"least"`
	// Calibration is what was learnt from decisions last; absent where nothing
	// was.
	Calibration *Learnt `json:"calibration,omitempty"`
	// Detectors are listed by name and language; the empty language stands for
	// all of them and comes first.
	Detectors []calibration.Standing `json:"detectors"`
}

// Learnt is a version of what was learnt.
type Learnt struct {
	Number int       `json:"number"`
	Time   time.Time `json:"time"`
	By     string    `json:"by"`
}

// Quality measures every detector against all decisions.
func (l *Library) Quality(ctx context.Context) (Quality, error) {
	judged, err := l.lessons.follow(ctx, l.store)
	if err != nil {
		return Quality{}, fmt.Errorf("measure detectors: %w", err)
	}
	c, err := l.store.Calibration(ctx)
	if err != nil {
		return Quality{}, fmt.Errorf("measure detectors: %w", err)
	}
	q := Quality{Least: calibration.Least, Detectors: filled(calibration.Standings(calibration.Cases(judged), c))}
	if c.Number > 0 {
		q.Calibration = &Learnt{c.Number, c.Time, c.By}
	}
	return q, nil
}
