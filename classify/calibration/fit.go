package calibration

import (
	"cmp"
	"math"
	"slices"

	"github.com/qalxan/qalxan"
)

// Fit is Platt's scaling (J. Platt 1999): logistic regression of the decisions
// on the scores, with his targets a little inside of 0 and 1, so that no number
// of equal decisions makes a certainty. The line is drawn towards another one,
// or with nil towards being level. There must be cases; their detector,
// language and order do not matter. The slope is never negative.
func Fit(cases []Case, towards *qalxan.Line) qalxan.Line {
	r := newRegression(cases, towards)
	line := r.solve(true)
	if line.Slope < 0 {
		line = r.solve(false)
	}
	// Back from standard scores.
	slope := line.Slope / r.deviation
	return qalxan.Line{Intercept: line.Intercept - slope*r.mean, Slope: slope}
}

// regression is a fit over standard scores: mean 0, deviation 1.
type regression struct {
	scores, targets []float64
	mean, deviation float64
	prior           qalxan.Line
	// pull is how much the intercept is drawn to the prior; the slope is drawn
	// by 1.
	pull float64
}

func newRegression(cases []Case, towards *qalxan.Line) *regression {
	yes := float64(confirmed(cases))
	high, low := (yes+1)/(yes+2), 1/(float64(len(cases))-yes+2)
	targets := map[bool]float64{true: high, false: low}
	// In order of score and decision, so that the sums are always the same.
	cases = slices.SortedFunc(slices.Values(cases), func(a, b Case) int {
		return cmp.Or(cmp.Compare(a.Score, b.Score), cmp.Compare(targets[a.Confirmed], targets[b.Confirmed]))
	})
	r := &regression{}
	for _, c := range cases {
		r.scores, r.targets = append(r.scores, c.Score), append(r.targets, targets[c.Confirmed])
	}
	r.standardise()
	if towards != nil {
		r.pull = 1
		r.prior = qalxan.Line{Intercept: towards.Intercept + towards.Slope*r.mean, Slope: towards.Slope * r.deviation}
	}
	return r
}

func (r *regression) standardise() {
	n := float64(len(r.scores))
	for _, s := range r.scores {
		r.mean += s / n
	}
	for _, s := range r.scores {
		r.deviation += (s - r.mean) * (s - r.mean) / n
	}
	if r.deviation = math.Sqrt(r.deviation); r.deviation < 1e-9 {
		r.deviation = 1 // all scores are one
	}
	for i, s := range r.scores {
		r.scores[i] = (s - r.mean) / r.deviation
	}
}

// Newton's method is done after a few rounds. A step is bounded: far out the
// curve is flat and steps would be wild.
const (
	rounds  = 100
	maxStep = 2
)

// solve finds the line; without a slope, a level one.
func (r *regression) solve(sloped bool) qalxan.Line {
	line := r.prior
	if !sloped {
		line.Slope = 0
	}
	for range rounds {
		down, across := r.step(line, sloped)
		line.Intercept -= bounded(down)
		line.Slope -= bounded(across)
		if math.Abs(down)+math.Abs(across) < 1e-12 {
			break
		}
	}
	return line
}

// step is Newton's at a line: the gradient, by the inverse of the curvature.
func (r *regression) step(line qalxan.Line, sloped bool) (intercept, slope float64) {
	g0, g1 := r.pull*(line.Intercept-r.prior.Intercept), line.Slope-r.prior.Slope
	h00, h01, h11 := r.pull+1e-9, 0.0, 1.0
	for i, s := range r.scores {
		p := line.At(s)
		off, weight := p-r.targets[i], p*(1-p)
		g0, g1 = g0+off, g1+off*s
		h00, h01, h11 = h00+weight, h01+weight*s, h11+weight*s*s
	}
	if !sloped {
		return g0 / h00, 0
	}
	determinant := h00*h11 - h01*h01
	return (h11*g0 - h01*g1) / determinant, (h00*g1 - h01*g0) / determinant
}

func bounded(step float64) float64 { return max(-maxStep, min(maxStep, step)) }
