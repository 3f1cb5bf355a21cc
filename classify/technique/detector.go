package technique

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/span"
	"github.com/qalxan/qalxan/classify/technique/model"
	"github.com/qalxan/qalxan/index/analysis"
)

// Options say what the detector works with.
type Options struct {
	// Weights is a file that make train wrote (package weights holds the one
	// that comes with this version); nil leaves the lists alone.
	Weights []byte
}

// Detector finds techniques. It is safe for concurrent use.
type Detector struct {
	model   *model.Model // nil without weights
	lexicon lexicon
}

// New makes a detector. It fails where the weights are not a file of this
// version (model.ErrFile).
func New(o Options) (*Detector, error) {
	d := &Detector{lexicon: newLexicon()}
	if o.Weights == nil {
		return d, nil
	}
	m, err := model.Read(o.Weights)
	if err != nil {
		return nil, fmt.Errorf("reading technique weights: %w", err)
	}
	d.model = m
	return d, nil
}

// Analysis is what was found in one text.
type Analysis struct {
	// Judged is false where there is no model for the language: what was found
	// then are turns of phrase, and scores count them.
	Judged       bool
	Manipulative bool
	Score        float64 // of manipulative, 0 to 1
	Found        []Found
}

// Found is one technique in a text.
type Found struct {
	Technique Technique
	Score     float64         // 0 to 1; a calibrated likelihood where judged
	Places    []analysis.Span // bytes, in order
}

// minWords is how many words a text needs before it is looked at.
const minWords = 3

// Analyse looks at a text of a language (ISO 639-1), at its first 64 KB. Text
// without words, or that is no text at all, has nothing to find.
func (d *Detector) Analyse(text, language string) Analysis {
	page := model.NewPage(text)
	if !readable(page, text) {
		return Analysis{}
	}
	if d.model != nil && (language == "uk" || language == "ru") {
		return judged(page, d.model.Judge(page))
	}
	return d.lexicon.analyse(text, page, language)
}

// readable reports whether a page holds words to judge.
func readable(p *model.Page, text string) bool {
	words := 0
	for _, t := range p.Tokens {
		if !t.Masked() && utf8.RuneCountInString(t.Text) > 1 {
			words++
		}
	}
	return words >= minWords && !binary(text)
}

// The look of what is no text: bytes that are not UTF-8, and control
// characters, more than one in eight.
const (
	probe      = 4 << 10
	maxUnclean = 8
)

func binary(text string) bool {
	unclean, all := 0, 0
	for _, c := range text[:min(len(text), probe)] {
		if c == utf8.RuneError || c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			unclean++
		}
		all++
	}
	return unclean*maxUnclean > all
}

// worthTelling is the likelihood from which on a technique is told to a reader.
// The thresholds of [Detector.Analyse] seek the best F1, which for a rare
// technique lies where nine of ten are wrong.
const worthTelling = 0.5

// Detect returns one signal for each technique in the item's text, and one,
// keyed Manipulative, where the model finds that the text manipulates. The
// likelihood is there where the model judged; what it holds for less likely
// than not is not told.
func (d *Detector) Detect(item qalxan.Item) []qalxan.Signal {
	a := d.Analyse(item.Text, item.Language.Code)
	var signals []qalxan.Signal
	if a.Judged {
		a.Found = slices.DeleteFunc(a.Found, func(f Found) bool { return f.Score < worthTelling })
	}
	if a.Judged && a.Manipulative && a.Score >= worthTelling {
		var places []analysis.Span
		for _, f := range a.Found {
			places = append(places, f.Places...)
		}
		whole := Found{Technique: byJudge(model.Manipulative), Score: a.Score, Places: places}
		signals = append(signals, signal(item, a, whole))
	}
	for _, f := range a.Found {
		signals = append(signals, signal(item, a, f))
	}
	return signals
}

func signal(item qalxan.Item, a Analysis, f Found) qalxan.Signal {
	s := qalxan.Signal{
		ID:         qalxan.SignalID(item.ID, qalxan.DetectTechnique, f.Technique.ID),
		ItemID:     item.ID,
		Detector:   qalxan.DetectTechnique,
		Key:        f.Technique.ID,
		Score:      f.Score,
		Spans:      span.Of(qalxan.FieldText, item.Text, f.Places),
		Reason:     reason(item, a, f),
		Techniques: f.Technique.DISARM,
		Time:       item.Seen,
	}
	if a.Judged {
		s.Likelihood = &f.Score
	}
	return s
}
