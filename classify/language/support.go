package language

import (
	"strings"

	"github.com/abadojack/whatlanggo"
)

// What makes the models' answer believable.
const (
	// supportShare is the share of function words that a text in a language
	// has at the very least, and sparseShare that in languages which say with
	// endings what others say with words. A text in another language has fewer
	// by chance.
	supportShare = 0.12
	sparseShare  = 0.05
	// leadShare is how much larger the share of another language must be for
	// it to be preferred without a second opinion.
	leadShare = 0.15
	// minModel is the models' figure below which two languages are equally
	// likely in a text too short to check.
	minModel = 0.4
)

// byModel asks the models and then looks for support.
func (d *Detector) byModel(s sample, shares map[string]float64) (string, float64) {
	code, confidence := d.model(s)
	foreign := s.foreign(code) > foreignShare
	if other, lead := d.leader(shares, code); lead > 0 && d.agrees(s, other, lead) {
		return other, sureSecond
	}
	switch {
	case code == "":
		return "", 0
	case len(s.words) < checkWords:
		return short(code, confidence, foreign)
	case shares[code] >= floor(code) && !foreign:
		return code, min(confidence, sureSupported)
	case secondOpinion(s) == code:
		return code, min(confidence, sureSecond)
	}
	return "", 0
}

func floor(code string) float64 {
	switch code {
	case "en", "de", "fr", "ar", "fa":
		return supportShare
	}
	return sparseShare
}

// short decides where there are too few words to check: the models are
// believed unless they waver or the letters speak against them.
func short(code string, confidence float64, foreign bool) (string, float64) {
	if foreign || confidence < minModel {
		return "", 0
	}
	return code, min(confidence, sureShort)
}

// leader is the language with the largest share of function words, a
// configured one among equals, and how far it leads the one given.
func (d *Detector) leader(shares map[string]float64, code string) (string, float64) {
	best := code
	for _, other := range d.words.codes {
		if shares[other] > shares[best] || shares[other] == shares[best] && best != code && d.known[other] && !d.known[best] {
			best = other
		}
	}
	return best, shares[best] - shares[code]
}

// agrees reports whether a second witness speaks for the language that leads:
// the other classifier, or a clear lead of a configured language whose
// alphabet fits.
func (d *Detector) agrees(s sample, code string, lead float64) bool {
	if lead >= leadShare && d.known[code] && s.foreign(code) <= foreignShare {
		return true
	}
	return secondOpinion(s) == code
}

// secondOpinion asks a classifier that was trained on other texts and knows
// other languages. Where two are equal there it answers with either; that is
// no opinion.
func secondOpinion(s sample) string {
	info := whatlanggo.Detect(strings.Join(s.words, " "))
	switch {
	case info.Confidence == 0 || info.Lang < 0:
		return ""
	case info.Lang == whatlanggo.Pes:
		return "fa" // it has no two-letter code there
	}
	return info.Lang.Iso6391()
}
