// Package language tells the language of a text: from its script where that is
// enough, then from letters that only one language has, then from trigram
// models of the configured languages, whose answer is believed only if
// function words or a second, independent classifier bear it out. What is left
// is "und".
package language

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pemistahl/lingua-go"

	"github.com/qalxan/qalxan"
)

// Default is the languages that are told apart unless others are configured.
func Default() []string {
	return []string{"az", "hy", "ka", "ru", "en", "tr", "fa", "uz", "uk", "kk", "ar", "de", "fr"}
}

// Detector tells languages. It is safe for concurrent use.
type Detector struct {
	models lingua.LanguageDetector
	known  map[string]bool
	words  lexicon
	kin    kin
}

// New makes a detector of languages given by ISO 639-1 codes; none means
// [Default]. It loads their models, 2 to 4 MB a language. Languages whose
// script or letters give them away are told without being configured.
func New(codes []string) (*Detector, error) {
	if len(codes) == 0 {
		codes = Default()
	}
	d := &Detector{known: map[string]bool{}, words: newLexicon(), kin: newKin()}
	var modelled []lingua.Language
	for _, code := range codes {
		language, ok := model(code)
		if !ok && !ownRules(code) {
			return nil, fmt.Errorf("language %q is not known; use ISO 639-1 codes such as az, ru or en", code)
		}
		d.known[code] = true
		if ok {
			modelled = append(modelled, language)
		}
	}
	if len(modelled) < 2 {
		return nil, fmt.Errorf("languages %s: name at least two that have models, such as az and en", strings.Join(codes, ", "))
	}
	d.models = lingua.NewLanguageDetectorBuilder().FromLanguages(modelled...).
		WithLowAccuracyMode().WithPreloadedLanguageModels().Build()
	return d, nil
}

func model(code string) (lingua.Language, bool) {
	iso := lingua.GetIsoCode639_1FromValue(strings.ToUpper(code))
	language := lingua.GetLanguageFromIsoCode639_1(iso)
	return language, language != lingua.Unknown && code != ""
}

func modelled(code string) bool {
	_, ok := model(code)
	return ok
}

func ownRules(code string) bool {
	return slices.ContainsFunc(alphabets, func(a alphabet) bool { return a.code == code }) ||
		slices.ContainsFunc(scripts, func(s script) bool { return s.code == code && code != "" })
}

// How sure each kind of evidence makes us at most. Models are certain even of
// languages that they have never seen, so their own figure only ever lowers
// these.
const (
	sureScript    = 1.0
	sureLetters   = 0.98
	sureSupported = 0.97 // model and function words
	sureSecond    = 0.85 // model and second opinion, or second opinion and function words
	sureShort     = 0.7  // model alone, in a text too short to check

	sureKin = 0.9 // likelihood from which letter sequences are believed
)

const (
	minLetters = 4  // fewer say nothing, but for scripts with one language
	minKin     = 20 // from here on letter sequences may speak for a language without a model
	checkWords = 12 // from here on an answer needs support
)

// Detect tells the language of a text from its first 300 letters. The code is
// [qalxan.Undetermined] where they are too few, in a language that is not
// known here, or in several. Confidence is 0 there.
func (d *Detector) Detect(text string) qalxan.Language {
	s := d.read(text)
	code, confidence := d.decide(s)
	if code == "" {
		code, confidence = qalxan.Undetermined, 0
	}
	return qalxan.Language{Code: code, Confidence: confidence, Script: s.script.tag}
}

// read reads a text, with the letters of a wrong code page put right where
// that makes likelier words.
func (d *Detector) read(text string) sample {
	s := read(text, lower)
	if !strings.ContainsAny(text, icelandic) {
		return s
	}
	if r := read(text, repaired); d.kin.fit(r) > d.kin.fit(s) {
		return r
	}
	return s
}

func (d *Detector) decide(s sample) (string, float64) {
	switch {
	case s.script.code != "":
		return s.script.code, sureScript
	case s.script.tag == "Hani":
		return "zh", sureLetters
	case s.letters < minLetters:
		return "", 0
	case s.schwa():
		return "az", sureLetters
	}
	shares := d.words.shares(s.words)
	if s.uzbek() && shares["uz"] >= shares["en"] {
		return "uz", sureLetters
	}
	if codes := s.byLetters(); len(codes) > 0 {
		return d.amongCovering(s, codes, shares)
	}
	if s.letters >= minKin {
		if code, likelihood := d.kin.likely(s, everyone); likelihood >= sureKin && !modelled(code) {
			return code, min(likelihood, sureSecond)
		}
	}
	return d.byModel(s, shares)
}

func everyone(string) bool { return true }

// amongCovering picks one of the languages whose alphabets fit equally well:
// by the sequences of their letters, then by function words, then the
// configured one.
func (d *Detector) amongCovering(s sample, codes []string, shares map[string]float64) (string, float64) {
	if len(codes) == 1 {
		return codes[0], sureLetters
	}
	among := func(code string) bool { return slices.Contains(codes, code) }
	if code, likelihood := d.kin.likely(s, among); likelihood >= sureKin {
		return code, min(likelihood, sureSupported)
	}
	slices.SortStableFunc(codes, func(a, b string) int { return cmp.Compare(shares[b], shares[a]) })
	if shares[codes[0]] > shares[codes[1]] {
		return codes[0], sureSupported
	}
	for _, code := range codes {
		if d.known[code] {
			return code, sureShort
		}
	}
	return "", 0
}

// model asks the trigram models. Their sums differ in the last bits from call
// to call, so figures are rounded and two languages that are equal to that
// precision are no answer.
func (d *Detector) model(s sample) (string, float64) {
	values := d.models.ComputeLanguageConfidenceValues(strings.Join(s.words, " "))
	first, second := round(values[0].Value()), round(values[1].Value())
	if first == second {
		return "", 0
	}
	code := strings.ToLower(values[0].Language().IsoCode639_1().String())
	if code == "tr" && d.known["az"] && s.notTurkish() {
		code = "az"
	}
	return code, first
}

func round(figure float64) float64 { return math.Round(figure*1e4) / 1e4 }
