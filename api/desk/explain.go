package desk

import (
	"cmp"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/criteria"
)

// because says why a level is reached or not, where the rules below it do not
// say it already.
func (w *words) because(l qalxan.ExplainedLevel) string {
	if l.Met || l.Why.Code == criteria.CodeNone {
		return ""
	}
	return w.voice.Reason(l.Why)
}

// means says what a rule or an indicator means, in this language where the
// criteria have it, without the expression behind it.
func (w *words) means(f qalxan.ExplainedFeature) string {
	return cmp.Or(f.Means[w.tag.String()], f.Means["en"], f.Text)
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
