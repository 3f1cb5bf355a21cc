package criteria

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
)

// reason says in one sentence why the level was reached.
func (s *sight) reason() qalxan.Reason {
	level := s.reached()
	if level == "" {
		return qalxan.Reason{}
	}
	claims, clauses := s.claims(), s.clauses()
	facts := map[string]string{}
	if len(claims) > 0 {
		facts["narratives"] = strings.Join(claims, ", ")
	}
	if len(s.behaviours) > 0 {
		facts["behaviour"] = strings.Join(s.behaviours, ", ")
	}
	text := s.sentence(claims, clauses)
	if level == qalxan.LevelCritical {
		rules := s.met(level)
		facts["critical"] = strings.Join(names(rules), ", ")
		text += " It is critical: " + strings.Join(meanings(rules), "; ") + "."
	}
	return qalxan.Reason{Code: "criteria." + string(level), Facts: facts, Text: text}
}

func (s *sight) sentence(claims, clauses []string) string {
	switch {
	case len(claims) > 0 && len(clauses) > 0:
		return "It spreads " + named(claims) + ", and beside that: " + strings.Join(clauses, "; ") + "."
	case len(claims) > 0:
		return "It spreads " + named(claims) + "; no manipulation was seen beside that."
	case len(clauses) > 0:
		return strings.Join(clauses, "; ") + "."
	}
	return capital(strings.Join(meanings(s.met(s.reached())), "; ")) + "."
}

// met lists the rules of a level that hold.
func (s *sight) met(level qalxan.Level) []*rule {
	var met []*rule
	for _, l := range s.levels {
		for _, r := range l.rules {
			if l.level == level && r.met {
				met = append(met, r.rule)
			}
		}
	}
	return met
}

func names(rules []*rule) []string {
	var all []string
	for _, r := range rules {
		all = append(all, r.ID)
	}
	return all
}

func meanings(rules []*rule) []string {
	var all []string
	for _, r := range rules {
		all = append(all, r.Means)
	}
	return all
}

// claims are the ids of the watched narratives that are spread, sorted.
func (s *sight) claims() []string {
	var ids []string
	for _, in := range s.indicators {
		for _, g := range in.signals {
			if in.met && g.Detector == qalxan.DetectNarrative && g.Stance == qalxan.StanceSpreads {
				ids = append(ids, g.Key)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// clauses say what behaviour was seen, one for each family.
func (s *sight) clauses() []string {
	var clauses, told []string
	for _, in := range s.indicators {
		if !in.met || in.kind != behaviour || slices.Contains(told, in.Family) {
			continue
		}
		told = append(told, in.Family)
		clauses = append(clauses, in.clause())
	}
	return clauses
}

// clause is the reason of the strongest signal that meets the indicator by
// itself, without the full stop.
func (in seen) clause() string {
	for _, g := range in.signals {
		if alone, _ := in.ask.holds(signsOf([]qalxan.Signal{g})); alone && g.Reason.Text != "" {
			return strings.TrimSuffix(g.Reason.Text, ".")
		}
	}
	return in.Means
}

func named(claims []string) string {
	if len(claims) == 1 {
		return "the watched narrative " + claims[0]
	}
	return "the watched narratives " + strings.Join(claims, ", ")
}

func capital(text string) string {
	_, size := utf8.DecodeRuneInString(text)
	return strings.ToUpper(text[:size]) + text[size:]
}
