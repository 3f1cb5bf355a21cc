package narrative

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/calibration"
	"github.com/qalxan/qalxan/internal/shareddata"
)

// matched are the scores of the claims ranked first to top behind each post,
// and whether the post repeats them.
func matched(t *testing.T, d *Detector, folder, set string, top int) (cases []calibration.Case) {
	for n, p := range posts(t, folder, set) {
		for _, m := range d.Match(p.text, "en", top) {
			cases = append(cases, calibration.Case{
				Finding: strconv.Itoa(n), Detector: qalxan.DetectNarrative, Language: "en",
				Score: m.Score, Confirmed: p.wanted[m.NarrativeID],
			})
		}
	}
	return cases
}

// TestLikelihood learns from train how likely a claim is the one behind a post,
// and holds what is said of dev to what is true there: of the claims ranked
// first, and of the first five. Over 197 posts even a likelihood that is exactly
// right shows an error of some 0.05 (docs/detection.md), so what is ranked first
// is held to what chance alone exceeds once in twenty times.
func TestLikelihood(t *testing.T) {
	folder := shareddata.Folder(t, "clef2020-claims")
	d := newDetector(t, claims(t, folder))
	of := calibration.Of{Detector: qalxan.DetectNarrative}
	for _, set := range []struct {
		name  string
		top   int
		bound float64
	}{{"first", 1, 0.073}, {"first five", 5, 0.05}} {
		train, dev := matched(t, d, folder, "train", set.top), matched(t, d, folder, "dev", set.top)
		learnt := qalxan.Calibration{Curves: calibration.Learn(train)}
		told := calibration.Told(learnt, dev)[of]
		off := calibration.Error(told)
		t.Logf("%s: calibration error %.4f over %d of dev, %.4f over train by cross-validation, %.4f of dev if exactly right",
			set.name, off, len(dev), calibration.Error(calibration.CrossValidated(train)[of]), chance(told))
		if off > set.bound {
			t.Errorf("%s: calibration error %.4f on dev, want %g at most", set.name, off, set.bound)
		}
	}
}

// chance is the mean calibration error of likelihoods that are exactly right,
// over 200 draws of what comes of them.
func chance(said []calibration.Outcome) (mean float64) {
	r, drawn := rand.New(rand.NewPCG(5, 7)), slices.Clone(said)
	for range 200 {
		for i := range drawn {
			drawn[i].Came = r.Float64() < drawn[i].Likelihood
		}
		mean += calibration.Error(drawn) / 200
	}
	return mean
}
