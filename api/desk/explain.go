package desk

import (
	"strings"
	"time"

	"github.com/qalxan/qalxan"
)

// because says why a level is reached or not, where the rules below it do not
// say it already.
func (w *words) because(l qalxan.ExplainedLevel) string {
	_, text, _ := strings.Cut(strings.TrimSuffix(l.Text, "."), " — ")
	switch {
	case l.Met, strings.HasPrefix(text, "none of this is so"):
		return ""
	case strings.Contains(text, " independent indicators"):
		if short, err := w.say("reason.shortfall"); err == nil {
			return short
		}
	}
	return w.means(text)
}

// means says what a rule or an indicator means, without the expression behind
// it. Criteria are the operator's: a sentence that the catalogue does not know
// stays as it is.
func (w *words) means(text string) string {
	if _, meaning, unmet := strings.Cut(text, "it would mean: "); unmet {
		text = meaning
	}
	if said, err := w.say("reason.means." + text); err == nil {
		return said
	}
	return text
}

// tick writes the label of a time axis in the order of the language.
func (w *words) tick(label string) string {
	if t, err := time.Parse("01-02 15:04", label); err == nil {
		return t.Format(w.known("form", "tick"))
	}
	if t, err := time.Parse(time.DateOnly, label); err == nil {
		return w.day(t)
	}
	return label
}
