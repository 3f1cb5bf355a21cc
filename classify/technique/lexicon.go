package technique

import (
	"embed"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/qalxan/qalxan/classify/technique/mask"
	"github.com/qalxan/qalxan/classify/technique/model"
	"github.com/qalxan/qalxan/index/analysis"
)

// lists hold a turn of phrase a line: a technique, a tab, words. A word that
// ends in * stands for all that begin so; three full stops stand for up to
// maxGap words.
//
//go:embed lexicons/*.txt
var lists embed.FS

const maxGap = 6

// lexicon holds the turns of phrase of each language.
type lexicon map[string][]phrase

type phrase struct {
	technique string
	words     []pattern
}

type pattern struct {
	text   string
	prefix bool
	gap    bool // up to maxGap words may stand before
}

func newLexicon() lexicon {
	found, _ := lists.ReadDir("lexicons") // embedded: reading cannot fail
	l := lexicon{}
	for _, file := range found {
		list, _ := lists.ReadFile(path.Join("lexicons", file.Name()))
		l[strings.TrimSuffix(file.Name(), ".txt")] = parsePhrases(string(list))
	}
	return l
}

func parsePhrases(list string) (phrases []phrase) {
	for line := range strings.Lines(list) {
		technique, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok {
			phrases = append(phrases, phrase{technique, parsePatterns(words)})
		}
	}
	return phrases
}

func parsePatterns(words string) (patterns []pattern) {
	gap := false
	for _, w := range strings.Fields(words) {
		if w == "..." {
			gap = true
			continue
		}
		text, prefix := strings.CutSuffix(w, "*")
		if folded := analysis.Fold(text); folded != "" {
			text = folded
		}
		patterns = append(patterns, pattern{text, prefix, gap})
		gap = false
	}
	return patterns
}

func (p pattern) matches(word string) bool {
	return word == p.text || p.prefix && strings.HasPrefix(word, p.text)
}

// match returns the word after the phrase that begins at i.
func (p phrase) match(words []string, i int) (int, bool) {
	for _, want := range p.words {
		skips := 0
		if want.gap {
			skips = maxGap
		}
		for ; skips > 0 && i < len(words) && !want.matches(words[i]); skips-- {
			i++
		}
		if i >= len(words) || !want.matches(words[i]) {
			return 0, false
		}
		i++
	}
	return i, true
}

// unmasked lists the words of a page; one in capitals, which the page may hold
// for a name, as it was written.
func unmasked(text string, p *model.Page) []string {
	words := slices.Clone(p.Words)
	for i, t := range p.Tokens {
		if t.Text == mask.Name {
			words[i] = analysis.Fold(text[t.From:t.To])
		}
	}
	return words
}

// analyse finds turns of phrase of a language.
func (l lexicon) analyse(text string, p *model.Page, language string) Analysis {
	places, words := map[string][]analysis.Span{}, unmasked(text, p)
	for i := range words {
		for _, phrase := range l[language] {
			if end, ok := phrase.match(words, i); ok {
				at := analysis.Span{From: p.Tokens[i].From, To: p.Tokens[end-1].To}
				places[phrase.technique] = append(places[phrase.technique], at)
			}
		}
	}
	var a Analysis
	for _, t := range Techniques() {
		if spans := places[t.ID]; len(spans) > 0 {
			a.Found = append(a.Found, Found{Technique: t, Score: cueScore(len(spans)), Places: spans})
			a.Score = max(a.Score, cueScore(len(spans)))
		}
	}
	a.Manipulative = slices.ContainsFunc(a.Found, func(f Found) bool { return len(f.Places) > 1 }) || len(a.Found) > 1
	return a
}

// How cues count: the first for a quarter, each further one for a quarter of
// what is missing, never more than four fifths.
const (
	cueWeight   = 0.25
	maxCueScore = 0.8
)

func cueScore(cues int) float64 {
	return min(maxCueScore, 1-math.Pow(1-cueWeight, float64(cues)))
}
