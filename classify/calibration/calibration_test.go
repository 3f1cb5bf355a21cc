package calibration

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
)

// crowd is n cases of a detector that are confirmed with the chance given for
// their score.
func crowd(r *rand.Rand, n int, d qalxan.Detector, language string, chance func(score float64) float64) []Case {
	cases := make([]Case, n)
	for i := range cases {
		score := r.Float64()
		cases[i] = Case{fmt.Sprint(language, i), d, language, score, r.Float64() < chance(score)}
	}
	return cases
}

// rising is a chance that no score is: 0.05 at 0, 0.86 at 1.
func rising(score float64) float64 { return qalxan.Line{Intercept: -3, Slope: 4.8}.At(score) }

func TestFindsTheTruth(t *testing.T) {
	cases := crowd(rand.New(rand.NewPCG(1, 2)), 5000, qalxan.DetectNarrative, "az", rising)
	c := qalxan.Calibration{Curves: Learn(cases)}
	for score := 0.0; score <= 1; score += 0.1 {
		if got := *c.Likelihood(qalxan.DetectNarrative, "az", score); math.Abs(got-rising(score)) > 0.03 {
			t.Errorf("at %.2f: %.3f, want about %.3f", score, got, rising(score))
		}
	}
	before := make([]Outcome, len(cases))
	for i, one := range cases {
		before[i] = Outcome{one.Score, one.Confirmed}
	}
	after := Error(CrossValidated(cases)[Of{qalxan.DetectNarrative, "az"}])
	if was := Error(before); was < 0.1 || after > 0.03 {
		t.Errorf("calibration error %.3f before and %.3f after", was, after)
	}
}

// TestFit: whatever the cases, the line is a number, never falls, and is
// certain of nothing.
func TestFit(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	chances := map[string]func(float64) float64{
		"falling": func(s float64) float64 { return 1 - s }, "parted": func(s float64) float64 { return math.Round(s) },
		"always": func(float64) float64 { return 1 }, "never": func(float64) float64 { return 0 },
	}
	for name, chance := range chances {
		for range 100 {
			cases := crowd(r, 1+r.IntN(200), qalxan.DetectEdit, "", chance)
			if r.IntN(4) == 0 {
				for i := range cases {
					cases[i].Score = 0.5
				}
			}
			for _, towards := range []*qalxan.Line{nil, {Intercept: -40, Slope: 80}} {
				line := Fit(cases, towards)
				low, high := line.At(0), line.At(1)
				if !(line.Slope >= 0 && low >= 0 && high <= 1 && low <= high) || towards == nil && !(low > 0 && high < 1) {
					t.Fatalf("%s, %d cases: %+v", name, len(cases), line)
				}
			}
		}
	}
}

func TestLanguagesAndNoData(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	cases := crowd(r, 200, qalxan.DetectNarrative, "az", func(float64) float64 { return 0.9 })
	cases = append(cases, crowd(r, 200, qalxan.DetectNarrative, "ru", func(float64) float64 { return 0.2 })...)
	cases = append(cases, crowd(r, Least-1, qalxan.DetectNarrative, "en", func(float64) float64 { return 0.2 })...)
	cases = append(cases, crowd(r, Least-1, qalxan.DetectEdit, "az", rising)...)
	cases = append(cases, crowd(r, 20, qalxan.DetectNarrative, "und", rising)...)
	c := qalxan.Calibration{Curves: Learn(cases)}
	az, ru := *c.Likelihood(qalxan.DetectNarrative, "az", 0.5), *c.Likelihood(qalxan.DetectNarrative, "ru", 0.5)
	if az < 0.8 || ru > 0.3 {
		t.Errorf("az %.2f, ru %.2f", az, ru)
	}
	all := *c.Likelihood(qalxan.DetectNarrative, "", 0.5)
	for _, language := range []string{"en", "und", "fr"} {
		if got := *c.Likelihood(qalxan.DetectNarrative, language, 0.5); got != all {
			t.Errorf("%s: %.3f, want what is said of all languages, %.3f", language, got, all)
		}
	}
	for _, d := range []qalxan.Detector{qalxan.DetectEdit, qalxan.DetectHarm} {
		if got := c.Likelihood(d, "az", 0.9); got != nil {
			t.Errorf("%s: %.2f without enough data", d, *got)
		}
	}
	if i := slices.IndexFunc(c.Curves, func(c qalxan.Curve) bool { return c.Language == "und" }); i >= 0 {
		t.Error("und is no language")
	}
	r.Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
	if diff := cmp.Diff(c.Curves, Learn(cases)); diff != "" {
		t.Errorf("the order of the cases matters:\n%s", diff)
	}
}

func TestStandings(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	cases := append(crowd(r, 100, qalxan.DetectNarrative, "az", rising), crowd(r, 3, qalxan.DetectEdit, "ru", rising)...)
	before := Standings(cases, qalxan.Calibration{})
	after := Cross(cases, qalxan.Calibration{Curves: Learn(cases)})
	if len(before) != 4 || len(after) != 4 {
		t.Fatalf("%d and %d standings", len(before), len(after))
	}
	for i, s := range before {
		if s.Likelihood != nil || s.Error != nil {
			t.Errorf("nothing was learnt, and yet: %+v", s)
		}
		if enough := s.Detector == qalxan.DetectNarrative; (after[i].Likelihood != nil) != enough || (after[i].Error != nil) != enough {
			t.Errorf("%+v", after[i])
		}
		if s.Confirmed+s.Dismissed != map[qalxan.Detector]int{qalxan.DetectNarrative: 100, qalxan.DetectEdit: 3}[s.Detector] {
			t.Errorf("%+v", s)
		}
	}
}

// The intervals are those of published tables of Wilson's.
func TestRate(t *testing.T) {
	for _, tt := range []struct {
		hits, n   int
		low, high float64
	}{{0, 10, 0, 0.2775}, {10, 10, 0.7225, 1}, {5, 10, 0.2366, 0.7634}, {81, 263, 0.2553, 0.3662}} {
		got := RateOf(tt.hits, tt.n)
		if math.Abs(got.Low-tt.low) > 1e-4 || math.Abs(got.High-tt.high) > 1e-4 {
			t.Errorf("%d of %d: %+v", tt.hits, tt.n, got)
		}
	}
}

func TestError(t *testing.T) {
	if got := Error(nil); got != 0 {
		t.Errorf("of nothing: %g", got)
	}
	// 0.9 is said of four, of which two come; 1.0 is in the last bin too.
	got := Error([]Outcome{{0.9, true}, {0.9, true}, {0.9, false}, {1, false}, {0.1, false}})
	if want := (1.7 + 0.1) / 5; math.Abs(got-want) > 1e-9 {
		t.Errorf("%g, want %g", got, want)
	}
}
