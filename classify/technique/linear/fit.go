package linear

import (
	"math"
	"math/rand/v2"
)

// Example is a vector with its answer.
type Example struct {
	Features []Feature
	Yes      bool
}

// The descent: how often at most it goes through all examples, and how small
// the largest step must be for it to end before.
const (
	maxRounds = 40
	tolerance = 0.05
)

// Fit finds the weights and the bias of a support vector machine with squared
// hinge loss by dual coordinate descent (Hsieh and others, 2008, algorithm 1).
// The cost is what an error costs; both answers weigh the same in total.
// Examples are visited in an order that only their number decides.
func Fit(examples []Example, cost float64) (weights []float32, bias float64) {
	d := newDescent(examples, cost)
	order := rand.New(rand.NewPCG(1, uint64(len(examples))))
	for range maxRounds {
		worst := 0.0
		for _, i := range order.Perm(len(examples)) {
			worst = max(worst, d.step(i))
		}
		if worst < tolerance {
			break
		}
	}
	return d.weights, d.bias
}

// descent is the state of a search for weights.
type descent struct {
	examples []Example
	cost     [2]float64 // by answer
	norm     []float64  // of each example, squared, with the bias
	alpha    []float64
	weights  []float32
	bias     float64
}

func newDescent(examples []Example, cost float64) *descent {
	d := &descent{
		examples: examples, norm: make([]float64, len(examples)),
		alpha: make([]float64, len(examples)), weights: make([]float32, Space),
	}
	yes := 0
	for i, e := range examples {
		d.norm[i] = 1
		for _, f := range e.Features {
			d.norm[i] += float64(f.Value) * float64(f.Value)
		}
		if e.Yes {
			yes++
		}
	}
	all := float64(len(examples)) / 2 * cost
	d.cost = [2]float64{all / float64(max(1, len(examples)-yes)), all / float64(max(1, yes))}
	return d
}

// step improves the multiplier of one example and returns how far from its
// optimum it was.
func (d *descent) step(i int) float64 {
	e := d.examples[i]
	sign, cost := -1.0, d.cost[0]
	if e.Yes {
		sign, cost = 1, d.cost[1]
	}
	diagonal := 0.5 / cost
	gradient := sign*(Dot(d.weights, e.Features)+d.bias) - 1 + d.alpha[i]*diagonal
	before := d.alpha[i]
	d.alpha[i] = max(0, before-gradient/(d.norm[i]+diagonal))
	change := sign * (d.alpha[i] - before)
	if change == 0 {
		return 0
	}
	for _, f := range e.Features {
		d.weights[f.Index] += float32(change * float64(f.Value))
	}
	d.bias += change
	return math.Abs(gradient)
}

// Dot is the inner product.
func Dot(weights []float32, features []Feature) float64 {
	sum := 0.0
	for _, f := range features {
		sum += float64(float64(weights[f.Index]) * float64(f.Value)) // not fused, so that machines agree
	}
	return sum
}
