// Package criteria says which signals make a finding, and of which level. The
// rule judges behaviour: a claim that somebody makes is at most worth a look,
// however wrong or hostile it is; an incident needs manipulation beside it.
// Nothing here is ever critical: only people say so.
package criteria

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/edit"
)

// Version names this rule in every finding that it makes.
const Version = "simple-1"

// minSources is how many sources one unattributed text must stand in to be
// worth a look by itself.
const minSources = 3

// Criteria judges. It has no state and is safe for concurrent use.
type Criteria struct{}

// New makes the criteria.
func New() *Criteria { return &Criteria{} }

// Judge returns the level that the signals of one identity reach, and why; the
// empty level where they reach none. The order of the signals does not matter.
//
//	incident  a watched narrative is spread, and the text is copied without
//	          naming its origin (here or from here), or was silently changed
//	signal    one of these alone; copying only where it spans three sources
//
// A text that reports or refutes a narrative does not count for it, nor does
// an open reprint for copying, nor a signal with score 0, which was withdrawn.
func (c *Criteria) Judge(signals []qalxan.Signal) (qalxan.Level, qalxan.Reason) {
	e := gather(signals)
	switch {
	case len(e.narratives) > 0 && (e.copied != nil || e.edited != nil):
		return qalxan.LevelIncident, e.incident()
	case len(e.narratives) > 0:
		return qalxan.LevelSignal, e.narrative()
	case e.edited != nil:
		return qalxan.LevelSignal, alone("criteria.edit", *e.edited)
	case e.copied != nil && sources(*e.copied) >= minSources:
		return qalxan.LevelSignal, alone("criteria.duplicate", *e.copied)
	}
	return "", qalxan.Reason{}
}

// evidence is what counts among the signals.
type evidence struct {
	narratives []string // ids of those that are spread, sorted
	copied     *qalxan.Signal
	edited     *qalxan.Signal
}

func gather(signals []qalxan.Signal) evidence {
	var e evidence
	for _, s := range signals {
		switch {
		case s.Score <= 0:
		case s.Detector == qalxan.DetectNarrative && s.Stance == qalxan.StanceSpreads:
			e.narratives = append(e.narratives, s.Key)
		case s.Detector == qalxan.DetectDuplicate && s.Reason.Facts[duplicate.FactAttributed] != "yes":
			e.copied = stronger(e.copied, s)
		case s.Detector == qalxan.DetectEdit && s.Key == edit.KeySilent:
			e.edited = stronger(e.edited, s)
		}
	}
	slices.Sort(e.narratives)
	e.narratives = slices.Compact(e.narratives)
	return e
}

// stronger keeps the signal to name in the reason: more sources, then the
// higher score, then the lower id, so that order does not matter.
func stronger(kept *qalxan.Signal, s qalxan.Signal) *qalxan.Signal {
	if kept == nil {
		return &s
	}
	switch a, b := sources(*kept), sources(s); {
	case a != b:
		if a > b {
			return kept
		}
	case kept.Score != s.Score:
		if kept.Score > s.Score {
			return kept
		}
	case kept.ID <= s.ID:
		return kept
	}
	return &s
}

// sources is in how many sources the text of a duplicate signal stands.
func sources(s qalxan.Signal) int {
	n, err := strconv.Atoi(s.Reason.Facts[duplicate.FactSources])
	if err != nil {
		return 0
	}
	return n
}

func (e evidence) facts() map[string]string {
	return map[string]string{"narratives": strings.Join(e.narratives, ", ")}
}

func (e evidence) incident() qalxan.Reason {
	var behaviours, codes []string
	if e.copied != nil {
		behaviours, codes = append(behaviours, clause(*e.copied)), append(codes, "duplicate")
	}
	if e.edited != nil {
		behaviours, codes = append(behaviours, clause(*e.edited)), append(codes, "edit")
	}
	facts := e.facts()
	facts["behaviour"] = strings.Join(codes, ", ")
	return qalxan.Reason{
		Code:  "criteria.incident",
		Facts: facts,
		Text:  fmt.Sprintf("It spreads %s, and beside that: %s.", e.named(), strings.Join(behaviours, "; ")),
	}
}

func (e evidence) narrative() qalxan.Reason {
	return qalxan.Reason{
		Code:  "criteria.narrative",
		Facts: e.facts(),
		Text:  fmt.Sprintf("It spreads %s; no manipulation was seen beside that.", e.named()),
	}
}

func (e evidence) named() string {
	if len(e.narratives) == 1 {
		return "the watched narrative " + e.narratives[0]
	}
	return "the watched narratives " + strings.Join(e.narratives, ", ")
}

// clause is a signal's reason without the full stop.
func clause(s qalxan.Signal) string { return strings.TrimSuffix(s.Reason.Text, ".") }

func alone(code string, s qalxan.Signal) qalxan.Reason {
	return qalxan.Reason{Code: code, Facts: map[string]string{"signal": s.ID}, Text: clause(s) + "."}
}
