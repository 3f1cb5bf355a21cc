package qalxan

import (
	"math"
	"time"
)

// Calibration is one version of what was learnt from decisions: how likely a
// reviewer confirms a finding with a signal of some detector and score. The
// zero value knows nothing.
type Calibration struct {
	Number int       `json:"number"` // counts from 1; 0 where it was never kept
	Time   time.Time `json:"time"`
	By     string    `json:"by"`
	Curves []Curve   `json:"curves"` // by detector and language
	// UndoneBy and Undone are set where a person took it back.
	UndoneBy string    `json:"undone_by,omitempty"`
	Undone   time.Time `json:"undone,omitzero"`
}

// Curve is what was learnt of one detector in one language, or in all.
type Curve struct {
	Detector Detector `json:"detector"`
	// Language is an ISO 639-1 code; empty for all languages together.
	Language  string `json:"language"`
	Confirmed int    `json:"confirmed"`
	Dismissed int    `json:"dismissed"`
	// Line is absent where there is not enough data.
	Line *Line `json:"line,omitempty"`
}

// Line says how the odds of a confirmation rise with the score: the logarithm
// of the odds is Intercept + Slope * score. Slope is never negative.
type Line struct {
	Intercept float64 `json:"intercept"`
	Slope     float64 `json:"slope"`
}

// At is the likelihood at a score.
func (l Line) At(score float64) float64 { return 1 / (1 + math.Exp(-l.Intercept-l.Slope*score)) }

// Likelihood is the chance, 0 to 1, that a reviewer confirms a finding with
// such a signal: by the decisions in its language where they suffice, and else
// by those in all languages. It is nil where neither do.
func (c Calibration) Likelihood(d Detector, language string, score float64) *float64 {
	line := c.line(d, language)
	if line == nil {
		line = c.line(d, "")
	}
	if line == nil {
		return nil
	}
	likelihood := line.At(score)
	return &likelihood
}

func (c Calibration) line(d Detector, language string) *Line {
	for _, curve := range c.Curves {
		if curve.Detector == d && curve.Language == language {
			return curve.Line
		}
	}
	return nil
}
