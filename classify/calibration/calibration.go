// Package calibration learns from decisions: how likely a reviewer confirms a
// finding with a signal of some detector, language and score. Everything in it
// is pure and deterministic; nothing is said where there is not enough data.
package calibration

import (
	"cmp"
	"maps"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Case is the strongest signal of one detector in one finding that a person
// decided about.
type Case struct {
	Finding   string // its id
	Detector  qalxan.Detector
	Language  string // of the item; empty or und where it is not known
	Score     float64
	Confirmed bool // or escalated; otherwise dismissed
}

// Cases are decisions in the form that is learnt from.
func Cases(judged []store.Judged) []Case {
	cases := make([]Case, len(judged))
	for i, j := range judged {
		cases[i] = Case{j.FindingID, j.Detector, j.Language, j.Score, j.Status != qalxan.StatusDismissed}
	}
	return cases
}

// Least is how many cases a likelihood needs: of the detector, and of the
// language to have a curve of its own.
const Least = 30

// Of names a detector and a language, or with an empty Language all of them.
type Of struct {
	Detector qalxan.Detector `json:"detector"`
	Language string          `json:"language"`
}

// of lists what a case counts for.
func (c Case) of() []Of {
	all := Of{Detector: c.Detector}
	if c.Language == "" || c.Language == qalxan.Undetermined {
		return []Of{all}
	}
	return []Of{all, {c.Detector, c.Language}}
}

// grouped are the cases of every detector and language.
func grouped(cases []Case) map[Of][]Case {
	groups := map[Of][]Case{}
	for _, c := range cases {
		for _, of := range c.of() {
			groups[of] = append(groups[of], c)
		}
	}
	return groups
}

// sorted are the keys by detector and language; all languages come first.
func sorted[T any](groups map[Of]T) []Of {
	return slices.SortedFunc(maps.Keys(groups), func(a, b Of) int {
		return cmp.Or(cmp.Compare(a.Detector, b.Detector), cmp.Compare(a.Language, b.Language))
	})
}

func confirmed(cases []Case) (n int) {
	for _, c := range cases {
		if c.Confirmed {
			n++
		}
	}
	return n
}

// Learn makes the curves of every detector, and of every language that it has
// cases in, by detector and language. A curve of fewer than Least cases has no
// line. That of a language is drawn towards that of the detector.
func Learn(cases []Case) []qalxan.Curve {
	groups := grouped(cases)
	whole := map[qalxan.Detector]*qalxan.Line{}
	curves := make([]qalxan.Curve, 0, len(groups))
	for _, of := range sorted(groups) {
		own := groups[of]
		yes := confirmed(own)
		curve := qalxan.Curve{Detector: of.Detector, Language: of.Language, Confirmed: yes, Dismissed: len(own) - yes}
		if len(own) >= Least {
			line := Fit(own, whole[of.Detector])
			curve.Line = &line
		}
		if of.Language == "" {
			whole[of.Detector] = curve.Line
		}
		curves = append(curves, curve)
	}
	return curves
}
