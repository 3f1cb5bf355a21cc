// Package criteria says which signals make a finding, and of which level, by
// rules that stand in a file.
//
// What the file cannot change is in the code: an incident needs manipulative
// behaviour, indicators that are independent of each other, and captured
// evidence; only an incident can be critical. What somebody says, how, how
// often and how much is at stake is no behaviour, so opinion alone never makes
// an incident.
package criteria

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/coordination"
)

// Criteria judges. It is read only and safe for concurrent use.
type Criteria struct {
	file    *file
	version string
}

// New reads a criteria file; name stands for it in errors, which tell line and
// rule. A file by which opinion alone could make an incident is refused.
func New(name string, data []byte) (*Criteria, error) {
	f, err := read(name, data)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	return &Criteria{file: f, version: f.Version + "@" + hex.EncodeToString(sum[:4])}, nil
}

// Version names the criteria in every finding: the file's version, and a digest
// of all that stands in it.
func (c *Criteria) Version() string { return c.version }

// Verdict is what the criteria make of the signals of one identity.
type Verdict struct {
	Level   qalxan.Level // empty where none is reached
	Reason  qalxan.Reason
	Grounds qalxan.Grounds
}

// Judge returns the level that the signals of one identity reach, and why. The
// order of the signals does not matter. Signals with score 0 were withdrawn and
// do not count.
func (c *Criteria) Judge(signals []qalxan.Signal, f Facts) Verdict {
	s := c.see(signals, f)
	v := Verdict{Level: s.reached(), Grounds: qalxan.Grounds{Level: s.reached(), Facts: f.strings()}}
	for _, in := range s.indicators {
		if in.met {
			v.Grounds.Indicators = append(v.Grounds.Indicators, in.ID)
		}
	}
	for _, l := range s.levels {
		for _, r := range l.rules {
			if l.met && r.met {
				v.Grounds.Rules = append(v.Grounds.Rules, string(l.level)+"."+r.ID)
			}
		}
	}
	v.Reason = s.reason()
	return v
}

// sight is all that was looked at.
type sight struct {
	indicators []seen
	levels     []reach // lowest first
	facts      Facts
	families   []string // that count, and were seen
	behaviours []string // those of them that are behaviour
	// wanted are how many of each an incident asks for.
	wantFamilies, wantBehaviours int
}

// seen is an indicator, and the signals that it looked at.
type seen struct {
	*indicator
	met     bool
	fault   error
	signals []qalxan.Signal
}

// reach is a level and its rules.
type reach struct {
	level qalxan.Level
	met   bool
	rules []ruled
}

type ruled struct {
	*rule
	met   bool
	fault error
}

func (c *Criteria) see(signals []qalxan.Signal, f Facts) *sight {
	s := &sight{facts: f, wantFamilies: *c.file.Levels.Incident.Families, wantBehaviours: *c.file.Levels.Incident.Behaviours}
	names := f.values()
	for i := range c.file.Indicators {
		in := look(&c.file.Indicators[i], signals)
		s.indicators = append(s.indicators, in)
		if names[in.ID] = in.met; in.met && !in.retells(signals) {
			s.count(in)
		}
	}
	names["families"], names["behaviours"] = len(s.families), len(s.behaviours)
	s.levels = []reach{
		follow(qalxan.LevelSignal, c.file.Levels.Signal.Rules, names, true),
		follow(qalxan.LevelIncident, c.file.Levels.Incident.Rules, names, s.manipulates() && f.Evidence),
	}
	s.levels = append(s.levels, follow(qalxan.LevelCritical, c.file.Levels.Critical.Rules, names, s.levels[1].met))
	return s
}

// look asks an indicator about the signals of its detectors.
func look(in *indicator, signals []qalxan.Signal) seen {
	v := seen{indicator: in}
	for _, s := range signals {
		if s.Score > 0 && slices.Contains(in.Of, s.Detector) {
			v.signals = append(v.signals, s)
		}
	}
	slices.SortFunc(v.signals, func(a, b qalxan.Signal) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Key, b.Key))
	})
	v.signals = v.signals[:min(len(v.signals), maxSignals)]
	if len(v.signals) > 0 {
		v.met, v.fault = in.ask.holds(signsOf(v.signals))
	}
	return v
}

// retells reports whether an indicator says once more what copies say: that the
// same texts were shared together. It is no indicator of its own beside them.
func (in seen) retells(signals []qalxan.Signal) bool {
	copied := func(g qalxan.Signal) bool { return g.Detector == qalxan.DetectDuplicate && g.Score > 0 }
	if !slices.Contains(in.Of, qalxan.DetectCoordination) || !slices.ContainsFunc(signals, copied) {
		return false
	}
	return !slices.ContainsFunc(in.signals, func(g qalxan.Signal) bool {
		alone, _ := in.ask.holds(signsOf([]qalxan.Signal{g}))
		return alone && !(g.Detector == qalxan.DetectCoordination && strings.HasPrefix(g.Key, string(coordination.KindText)+":"))
	})
}

// count takes a met indicator into account. What is at stake indicates nothing.
func (s *sight) count(in seen) {
	if in.kind == stakes || slices.Contains(s.families, in.Family) {
		return
	}
	s.families = append(s.families, in.Family)
	if in.kind == behaviour {
		s.behaviours = append(s.behaviours, in.Family)
	}
}

// manipulates is the guard of incidents that no file can lift.
func (s *sight) manipulates() bool {
	return len(s.families) >= max(s.wantFamilies, minFamilies) && len(s.behaviours) >= max(s.wantBehaviours, minBehaviours)
}

// follow asks the rules of a level. A rule that fails counts as not met.
func follow(l qalxan.Level, rules []rule, names map[string]any, allowed bool) reach {
	r := reach{level: l}
	for i := range rules {
		met, err := rules[i].ask.holds(names)
		r.rules = append(r.rules, ruled{&rules[i], met, err})
		r.met = r.met || allowed && met
	}
	return r
}

// reached is the highest level that is met.
func (s *sight) reached() qalxan.Level {
	for _, l := range slices.Backward(s.levels) {
		if l.met {
			return l.level
		}
	}
	return ""
}
