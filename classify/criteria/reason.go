package criteria

import (
	"slices"
	"strconv"
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
	for i, c := range clauses {
		c.keep(facts, i+1)
	}
	if len(claims) == 0 && len(clauses) == 0 {
		tell(facts, "rules", s.met(level))
	}
	if level == qalxan.LevelCritical {
		rules := s.met(level)
		tell(facts, "critical", rules)
		text += " It is critical: " + strings.Join(meanings(rules), "; ") + "."
	}
	return qalxan.Reason{Code: "criteria." + string(level), Facts: facts, Text: text}
}

func (s *sight) sentence(claims []string, clauses []clause) string {
	var texts []string
	for _, c := range clauses {
		texts = append(texts, strings.TrimSuffix(c.Text, "."))
	}
	switch {
	case len(claims) > 0 && len(clauses) > 0:
		return "It spreads " + named(claims) + ", and beside that: " + strings.Join(texts, "; ") + "."
	case len(claims) > 0:
		return "It spreads " + named(claims) + "; no manipulation was seen beside that."
	case len(clauses) > 0:
		return strings.Join(texts, "; ") + "."
	}
	return capital(strings.Join(meanings(s.met(s.reached())), "; ")) + "."
}

// met says what the rules of a level that hold mean.
func (s *sight) met(level qalxan.Level) []wording {
	var met []wording
	for _, l := range s.levels {
		for _, r := range l.rules {
			if l.level == level && r.met {
				met = append(met, r.Said)
			}
		}
	}
	return met
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
func (s *sight) clauses() []clause {
	var clauses []clause
	var told []string
	for _, in := range s.indicators {
		if !in.met || in.kind != behaviour || slices.Contains(told, in.Family) {
			continue
		}
		told = append(told, in.Family)
		clauses = append(clauses, in.clause())
	}
	return clauses
}

// clause is what one family of behaviour adds to the reason of a level.
type clause qalxan.Reason

// CodeMeans is the code of a clause that no signal gave: its fact means is what
// the indicator means.
const CodeMeans = "criteria.means"

// clause is the reason of the strongest signal that meets the indicator by
// itself.
func (in seen) clause() clause {
	for _, g := range in.signals {
		if alone, _ := in.ask.holds(signsOf([]qalxan.Signal{g})); alone && g.Reason.Text != "" {
			return clause(g.Reason)
		}
	}
	c := clause{Code: CodeMeans, Facts: map[string]string{}, Text: in.Said.Means}
	tell(c.Facts, "means", []wording{in.Said})
	return c
}

// maxFact bounds the facts that are kept of a clause, in bytes. What is longer
// stands with the signal.
const maxFact = 300

// keep puts the clause among the facts of a reason, as clause.NUMBER.text,
// clause.NUMBER.code and clause.NUMBER.fact.NAME.
func (c clause) keep(facts map[string]string, number int) {
	prefix := "clause." + strconv.Itoa(number) + "."
	facts[prefix+"code"], facts[prefix+"text"] = c.Code, c.Text
	for name, value := range c.Facts {
		if len(value) <= maxFact {
			facts[prefix+"fact."+name] = value
		}
	}
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
