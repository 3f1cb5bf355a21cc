package say

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/paper"
)

// slot is a place in a reason that a fact fills: {name}, or {name|form}.
var slot = regexp.MustCompile(`\{(\w+)(?:\|(\w+))?\}`)

// Reason says why in this language: from the reason's code and facts where the
// catalogue knows the code, in English otherwise. In English it is the reason's
// own text where it has one.
//
// The sentence of a code stands under reason.CODE, or of all codes of a
// detector under reason.DETECTOR. Sentences that are said only where a fact is
// there, or has a value, stand under the same key with ?FACT or ?FACT=VALUE.
func (v *Voice) Reason(r qalxan.Reason) string {
	if slices.Contains(levels, r.Code) {
		return v.judged(r)
	}
	if v.Code() == "en" && r.Text != "" {
		return r.Text
	}
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

// levels are the codes of the criteria's reasons for a level.
var levels = []string{"criteria.signal", "criteria.incident", "criteria.critical"}

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
		if own := facts[parts[1]+"."+v.Code()]; own != "" {
			return own
		}
		if claim := v.known(facts["narrative"]); parts[2] == "claim" && claim != "" {
			return strings.TrimSuffix(claim, ".")
		}
		return v.fact(fact, parts[2])
	})
	return out, whole
}

// fact writes a fact in a form: duration, date, decimal, technique, names (of
// behaviours, parted by commas), language, platform, state,
// rating, fault (a sentence of the crawler), claim, or counted in a unit.
func (v *Voice) fact(fact, form string) string {
	switch form {
	case "":
		return paper.Isolated(fact)
	case "duration":
		if d, err := time.ParseDuration(fact); err == nil {
			return v.Duration(d)
		}
	case "date":
		if t, err := time.Parse(time.RFC3339, fact); err == nil {
			return v.Minute(t)
		}
		if t, err := time.Parse(time.DateOnly, fact); err == nil {
			return v.Day(t)
		}
	case "decimal":
		if f, err := strconv.ParseFloat(fact, 64); err == nil {
			return v.Decimal(f)
		}
	case "technique":
		return v.Word("technique", fact)
	case "names":
		return v.behaviours(fact)
	case "language":
		return v.Language(fact)
	case "platform", "state", "rating":
		return v.Word(form, fact)
	case "fault":
		return strings.TrimRight(v.Fault(fact), ".")
	case "claim":
		return strings.TrimRight(fact, ".")
	default:
		if n, err := strconv.Atoi(fact); err == nil {
			return v.Say("unit."+form, "count", n)
		}
	}
	return fact
}
