package calibration

import (
	"hash/fnv"
	"math"

	"github.com/qalxan/qalxan"
)

// bins is how many equal parts of 0 to 1 likelihoods are compared in.
const bins = 10

// Outcome is a likelihood and whether what it was said of came true.
type Outcome struct {
	Likelihood float64
	Came       bool
}

// Error is the expected calibration error (C. Guo and others 2017): in ten
// equal bins, how far the mean likelihood is from the share that came true,
// weighted by the size of the bins. It is 0 for no outcomes.
func Error(outcomes []Outcome) float64 {
	var off [bins]float64
	for _, o := range outcomes {
		bin := min(bins-1, int(o.Likelihood*bins))
		off[bin] += o.Likelihood
		if o.Came {
			off[bin]--
		}
	}
	sum := 0.0
	for _, o := range off {
		sum += math.Abs(o)
	}
	return sum / math.Max(1, float64(len(outcomes)))
}

// Rate is a share with its 95 % confidence interval.
type Rate struct {
	Share float64 `json:"share"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// RateOf is the share of hits among n, which is at least 1, with the interval
// of E. B. Wilson (1927).
func RateOf(hits, n int) Rate {
	const z = 1.959964
	share, all := float64(hits)/float64(n), float64(n)
	middle := (share + z*z/(2*all)) / (1 + z*z/all)
	half := z / (1 + z*z/all) * math.Sqrt(share*(1-share)/all+z*z/(4*all*all))
	return Rate{share, math.Max(0, middle-half), math.Min(1, middle+half)}
}

// Told is what a calibration says of cases, and what came of them. What it says
// nothing of is left out.
func Told(c qalxan.Calibration, cases []Case) map[Of][]Outcome {
	outcomes := map[Of][]Outcome{}
	for _, one := range cases {
		likelihood := c.Likelihood(one.Detector, one.Language, one.Score)
		if likelihood == nil {
			continue
		}
		for _, of := range one.of() {
			outcomes[of] = append(outcomes[of], Outcome{*likelihood, one.Confirmed})
		}
	}
	return outcomes
}

// folds is how many parts cases are cut into for cross-validation.
const folds = 5

// CrossValidated has every case told by what is learnt of the other four fifths
// of them. All cases of one finding are in one fifth, chosen by its id.
func CrossValidated(cases []Case) map[Of][]Outcome {
	outcomes := map[Of][]Outcome{}
	for fold := range folds {
		var others, told []Case
		for _, c := range cases {
			if c.fold() == fold {
				told = append(told, c)
			} else {
				others = append(others, c)
			}
		}
		for of, more := range Told(qalxan.Calibration{Curves: Learn(others)}, told) {
			outcomes[of] = append(outcomes[of], more...)
		}
	}
	return outcomes
}

func (c Case) fold() int {
	h := fnv.New32a()
	h.Write([]byte(c.Finding))
	return int(h.Sum32() % folds)
}
