package say

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
)

// slot is a place in a reason that a fact fills: {name}, or {name|form}.
var slot = regexp.MustCompile(`\{(\w+)(?:\|(\w+))?\}`)

// Reason says why in this language: from the reason's code and facts where the
// catalogue knows the code, in English otherwise.
//
// The sentence of a code stands under reason.CODE, or of all codes of a
// detector under reason.DETECTOR. Sentences that are said only where a fact is
// there, or has a value, stand under the same key with ?FACT or ?FACT=VALUE.
func (v *Voice) Reason(r qalxan.Reason) string {
	detector, _, _ := strings.Cut(r.Code, ".")
	for _, key := range []string{"reason." + r.Code, "reason." + detector} {
		e, known := v.messages[key]
		if !known {
			continue
		}
		texts := []string{e.text}
		for _, clause := range v.clauses {
			if condition, of := strings.CutPrefix(clause, key+"?"); of && holds(condition, r.Facts) {
				texts = append(texts, v.messages[clause].text)
			}
		}
		if text, ok := v.fill(strings.TrimSpace(strings.Join(texts, " ")), r.Facts); ok {
			return text
		}
		return r.Text
	}
	return r.Text
}

func holds(condition string, facts map[string]string) bool {
	name, want, exact := strings.Cut(condition, "=")
	got, there := facts[name]
	return there && got != "" && (!exact || got == want)
}

// fill puts the facts in their places; false where one is missing or nothing
// is said.
func (v *Voice) fill(text string, facts map[string]string) (string, bool) {
	whole := text != ""
	out := slot.ReplaceAllStringFunc(text, func(s string) string {
		parts := slot.FindStringSubmatch(s)
		fact, there := facts[parts[1]]
		whole = whole && there
		return v.fact(fact, parts[2])
	})
	return out, whole
}

// fact writes a fact in a form: duration, date, decimal, technique, names (of
// behaviours, parted by commas), or counted in a unit.
func (v *Voice) fact(fact, form string) string {
	switch form {
	case "":
		return fact
	case "duration":
		if d, err := time.ParseDuration(fact); err == nil {
			return v.Duration(d)
		}
	case "date":
		if t, err := time.Parse(time.RFC3339, fact); err == nil {
			return v.Minute(t)
		}
	case "decimal":
		if f, err := strconv.ParseFloat(fact, 64); err == nil {
			return v.Decimal(f)
		}
	case "technique":
		return v.Word("technique", fact)
	case "names":
		var names []string
		for name := range strings.SplitSeq(fact, ", ") {
			names = append(names, v.Word("behaviour", name))
		}
		return strings.Join(names, ", ")
	default:
		if n, err := strconv.Atoi(fact); err == nil {
			return v.Say("unit."+form, "count", n)
		}
	}
	return fact
}
