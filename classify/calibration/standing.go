package calibration

import (
	"cmp"
	"slices"

	"github.com/qalxan/qalxan"
)

// Standing is how often a detector was right in one language, or in all, and
// what a calibration makes of it.
type Standing struct {
	Of
	Confirmed int `json:"confirmed"`
	Dismissed int `json:"dismissed"`
	// Precision is the share of decisions that confirmed.
	Precision Rate `json:"precision"`
	// Score is the median of the scores.
	Score float64 `json:"score"`
	// Likelihood is what is said of that score; absent where there is not enough
	// data.
	Likelihood *float64 `json:"likelihood,omitempty"`
	// Error is the expected calibration error over the decisions; absent where
	// nothing is said of them.
	Error *float64 `json:"error,omitempty"`
}

// Standings lists every detector and language that was decided about, all
// languages of a detector first. The error is measured on the cases given.
func Standings(cases []Case, c qalxan.Calibration) []Standing {
	return standings(cases, c, Told(c, cases))
}

// Cross lists the same for a calibration that was learnt of these very cases.
// The error is the one that cross-validation finds.
func Cross(cases []Case, c qalxan.Calibration) []Standing {
	return standings(cases, c, CrossValidated(cases))
}

func standings(cases []Case, c qalxan.Calibration, outcomes map[Of][]Outcome) []Standing {
	groups := grouped(cases)
	all := make([]Standing, 0, len(groups))
	for _, of := range sorted(groups) {
		own := groups[of]
		yes := confirmed(own)
		s := Standing{Of: of, Confirmed: yes, Dismissed: len(own) - yes, Precision: RateOf(yes, len(own)), Score: median(own)}
		s.Likelihood = c.Likelihood(of.Detector, of.Language, s.Score)
		if said := outcomes[of]; len(said) > 0 {
			off := Error(said)
			s.Error = &off
		}
		all = append(all, s)
	}
	return all
}

// median is the upper one of an even number.
func median(cases []Case) float64 {
	byScore := slices.SortedFunc(slices.Values(cases), func(a, b Case) int { return cmp.Compare(a.Score, b.Score) })
	return byScore[len(byScore)/2].Score
}
