package revisit

import (
	"math"
	"time"
)

const (
	day = 24 * time.Hour
	// The logarithm of a rate is believed to lie within so much of what the
	// kind of address suggests: one standard deviation, a factor of 7.4.
	priorDeviation = 2
	priorSure      = 1.0 / (priorDeviation * priorDeviation)
	// What was learned long ago counts less with every visit, so that a source
	// that wakes up or falls asleep is noticed.
	forget = 0.98
	// Rates beyond are not told apart; times a day.
	minRate, maxRate = 1e-4, 1e4
)

// learn improves the estimate of a Poisson rate, in changes a day, by one bit:
// whether at least one change fell into the time between two visits.
//
// The logarithm of the rate has a normal belief with mean log rate and
// precision sure. The likelihood of an unchanged page is exp(-rate*t), of a
// changed one 1-exp(-rate*t) (Cho and Garcia-Molina, Estimating Frequency of
// Change, ACM TOIT 3(3), 2003). The new mean is the most likely value, the new
// precision the curvature there (Laplace). Like the estimators of Avrachenkov,
// Patil and Thoppe (Online Algorithms for Estimating Change Rates of Web
// Pages, 2020) it needs constant state and no log of visits, and unlike them
// it does not ask for visits at random times.
func learn(rate, sure float64, passed time.Duration, changed bool) (newRate, newSure float64) {
	days := min(max(passed.Hours()/24, 1e-6), 1e4)
	mean := math.Log(rate)
	sure = max(sure*forget, priorSure)
	// The posterior is concave in the logarithm, so its slope falls through
	// zero once; halving finds it whatever the slope's size.
	low, high := math.Log(minRate), math.Log(maxRate)
	for range 40 {
		middle := (low + high) / 2
		if slope(middle, days, changed) > sure*(middle-mean) {
			low = middle
		} else {
			high = middle
		}
	}
	at := (low + high) / 2
	return math.Exp(at), sure + curvature(at, days, changed)
}

// slope is the derivative of the log-likelihood by the logarithm of the rate.
func slope(logRate, days float64, changed bool) float64 {
	x := math.Exp(logRate) * days
	if !changed {
		return -x
	}
	if x > 500 {
		return 0
	}
	return x / math.Expm1(x)
}

// curvature is the second derivative with its sign turned.
func curvature(logRate, days float64, changed bool) float64 {
	x := math.Exp(logRate) * days
	if !changed {
		return x
	}
	if x > 500 {
		return 0
	}
	grown := math.Expm1(x)
	return x * (x*(grown+1)/grown - 1) / grown
}
