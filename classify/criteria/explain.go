package criteria

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/qalxan/qalxan"
)

// Explain says for every indicator, rule and level whether it is met, and why
// not, in words.
func (c *Criteria) Explain(signals []qalxan.Signal, f Facts) qalxan.Explanation {
	s := c.see(signals, f)
	e := qalxan.Explanation{Criteria: c.version, Level: s.reached(), Facts: f.strings()}
	for _, in := range s.indicators {
		e.Indicators = append(e.Indicators, in.explain())
	}
	for i, l := range s.levels {
		e.Levels = append(e.Levels, qalxan.ExplainedLevel{
			Level: l.level, Met: l.met, Text: fmt.Sprintf("%s: %s — %s.", l.level, yesNo(l.met), s.why(i)), Rules: l.explain(),
		})
	}
	e.Text = s.reason().Text
	if e.Level == "" {
		e.Text = "Nothing here reaches a level: " + s.why(0) + "."
	}
	return e
}

func (in seen) explain() qalxan.ExplainedFeature {
	e := qalxan.ExplainedFeature{ID: in.ID, Met: in.met, Family: in.Family, Kind: string(in.kind), Text: in.Means}
	for _, g := range in.signals {
		e.Signals = append(e.Signals, g.ID)
	}
	switch {
	case in.fault != nil:
		e.Text = "it could not be evaluated: " + in.fault.Error()
	case in.met:
	case len(in.signals) == 0:
		e.Text = "no signal of " + either(detectors(in.Of)) + "; it would mean: " + in.Means
	default:
		e.Text = fmt.Sprintf("the signals do not meet “%s”; it would mean: %s", in.When, in.Means)
	}
	return e
}

func (l reach) explain() []qalxan.ExplainedFeature {
	var all []qalxan.ExplainedFeature
	for _, r := range l.rules {
		e := qalxan.ExplainedFeature{ID: r.ID, Met: r.met, Text: r.Means}
		switch {
		case r.fault != nil:
			e.Text = "it could not be evaluated: " + r.fault.Error()
		case !r.met:
			e.Text = fmt.Sprintf("“%s” does not hold; it would mean: %s", r.When, r.Means)
		}
		all = append(all, e)
	}
	return all
}

// why says why the level at a place is met or is not.
func (s *sight) why(place int) string {
	l := s.levels[place]
	if l.met {
		return strings.Join(meanings(s.met(l.level)), "; ")
	}
	switch {
	case l.level == qalxan.LevelIncident && !s.manipulates():
		return s.shortfall()
	case l.level == qalxan.LevelIncident && !s.facts.Evidence:
		return "the indicators suffice, but no answer from the web was captured that proves them"
	case l.level == qalxan.LevelCritical && !s.levels[place-1].met:
		return "only an incident can be critical"
	}
	var lacking []string
	for _, r := range l.rules {
		lacking = append(lacking, r.Means)
	}
	return "none of this is so: " + strings.Join(lacking, "; ")
}

// shortfall says what an incident lacks of indicators.
func (s *sight) shortfall() string {
	have := numeral(len(s.families))
	if len(s.families) < s.wantFamilies {
		have += " of " + numeral(s.wantFamilies)
	}
	have += " independent indicators"
	if len(s.families) > 0 {
		have += ": " + strings.Join(s.families, ", ")
	}
	var lacking []string
	if n := s.wantBehaviours - len(s.behaviours); n > 0 {
		lacking = append(lacking, "manipulative behaviour ("+either(s.others(behaviour))+")")
	}
	if n := s.wantFamilies - len(s.families); n > 0 && len(lacking) == 0 {
		lacking = append(lacking, "another indicator ("+either(append(s.others(circumstance), s.others(behaviour)...))+")")
	}
	return have + "; missing: " + strings.Join(lacking, " and ")
}

// others are the families of a kind that were not seen.
func (s *sight) others(k kind) []string {
	var all []string
	for _, in := range s.indicators {
		if in.kind == k && !slices.Contains(s.families, in.Family) && !slices.Contains(all, in.Family) {
			all = append(all, in.Family)
		}
	}
	return all
}

func detectors(of []qalxan.Detector) []string {
	var all []string
	for _, d := range of {
		all = append(all, string(d))
	}
	return all
}

func either(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + " or " + all[len(all)-1]
}

func numeral(n int) string {
	if small := []string{"none", "one", "two", "three", "four", "five"}; n < len(small) {
		return small[n]
	}
	return strconv.Itoa(n)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
