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
		why := s.why(i)
		e.Levels = append(e.Levels, qalxan.ExplainedLevel{
			Level: l.level, Met: l.met, Text: fmt.Sprintf("%s: %s — %s.", l.level, yesNo(l.met), why.Text), Why: why, Rules: l.explain(),
		})
	}
	e.Reason = s.reason()
	if e.Level == "" {
		lowest := s.why(0)
		e.Reason = qalxan.Reason{Code: CodeNothing, Facts: lowest.Facts, Text: "Nothing here reaches a level: " + lowest.Text + "."}
	}
	e.Text = e.Reason.Text
	return e
}

func (in seen) explain() qalxan.ExplainedFeature {
	e := qalxan.ExplainedFeature{ID: in.ID, Met: in.met, Family: in.Family, Kind: string(in.kind), Text: in.Said.Means, Means: in.Said.all()}
	for _, g := range in.signals {
		e.Signals = append(e.Signals, g.ID)
	}
	switch {
	case in.fault != nil:
		e.Text = "it could not be evaluated: " + in.fault.Error()
	case in.met:
	case len(in.signals) == 0:
		e.Text = "no signal of " + either(detectors(in.Of)) + "; it would mean: " + in.Said.Means
	default:
		e.Text = fmt.Sprintf("the signals do not meet “%s”; it would mean: %s", in.When, in.Said.Means)
	}
	return e
}

func (l reach) explain() []qalxan.ExplainedFeature {
	var all []qalxan.ExplainedFeature
	for _, r := range l.rules {
		e := qalxan.ExplainedFeature{ID: r.ID, Met: r.met, Text: r.Said.Means, Means: r.Said.all()}
		switch {
		case r.fault != nil:
			e.Text = "it could not be evaluated: " + r.fault.Error()
		case !r.met:
			e.Text = fmt.Sprintf("“%s” does not hold; it would mean: %s", r.When, r.Said.Means)
		}
		all = append(all, e)
	}
	return all
}

// The codes of why a level is reached or is not.
const (
	CodeNothing   = "criteria.nothing"   // no level at all
	CodeMet       = "criteria.met"       // rules hold
	CodeNone      = "criteria.none"      // no rule holds
	CodeShortfall = "criteria.shortfall" // indicators are missing
	CodeEvidence  = "criteria.evidence"  // nothing was captured
	CodeIncident  = "criteria.incident_first"
)

// why says why the level at a place is met or is not.
func (s *sight) why(place int) qalxan.Reason {
	l := s.levels[place]
	why := qalxan.Reason{Code: CodeMet, Facts: map[string]string{}}
	if l.met {
		met := s.met(l.level)
		tell(why.Facts, "rules", met)
		why.Text = strings.Join(meanings(met), "; ")
		return why
	}
	switch {
	case l.level == qalxan.LevelIncident && !s.manipulates():
		return s.shortfall()
	case l.level == qalxan.LevelIncident && !s.facts.Evidence:
		why.Code, why.Text = CodeEvidence, "the indicators suffice, but no answer from the web was captured that proves them"
		return why
	case l.level == qalxan.LevelCritical && !s.levels[place-1].met:
		why.Code, why.Text = CodeIncident, "only an incident can be critical"
		return why
	}
	var lacking []wording
	for _, r := range l.rules {
		lacking = append(lacking, r.Said)
	}
	tell(why.Facts, "rules", lacking)
	why.Code, why.Text = CodeNone, "none of this is so: "+strings.Join(meanings(lacking), "; ")
	return why
}

// shortfall says what an incident lacks of indicators.
func (s *sight) shortfall() qalxan.Reason {
	facts := map[string]string{"have": strconv.Itoa(len(s.families)), "want": strconv.Itoa(s.wantFamilies)}
	if len(s.families) > 0 {
		facts["seen"] = strings.Join(s.families, ", ")
	}
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
		facts["without"], facts["families"] = string(behaviour), strings.Join(s.others(behaviour), ", ")
	}
	if n := s.wantFamilies - len(s.families); n > 0 && len(lacking) == 0 {
		others := append(s.others(circumstance), s.others(behaviour)...)
		lacking = append(lacking, "another indicator ("+either(others)+")")
		facts["without"], facts["families"] = "another", strings.Join(others, ", ")
	}
	return qalxan.Reason{Code: CodeShortfall, Facts: facts, Text: have + "; missing: " + strings.Join(lacking, " and ")}
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
