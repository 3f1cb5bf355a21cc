package figures

import (
	"time"

	"github.com/qalxan/qalxan"
)

// Campaign is what is known of a campaign's members, in the order of ABCDE
// (J. Pamment, The EU's Role in Fighting Disinformation, Carnegie 2020) without
// the A: who acts is nothing that can be counted.
type Campaign struct {
	Behaviours []Tally // detectors of behaviour
	Techniques []Tally // DISARM ids
	Claims     []Tally // narratives that are spread
	Surfaces   []Tally // kinds of source
	Languages  []Tally
	Sources    []Tally // ids
	Reached    []Tally // sources' reach, where it is known
	Lasted     time.Duration
	Harms      []qalxan.Signal // one for each kind
	Decided    int             // findings that a person confirmed, dismissed or escalated
}

// OfCampaign counts the members of a campaign.
func OfCampaign(members []Case) Campaign {
	c := Campaign{
		Behaviours: Tallies(members, behaviours),
		Techniques: Tallies(members, techniques),
		Claims:     Tallies(members, claims),
		Surfaces:   Tallies(members, One(func(c Case) string { return string(c.Source.Kind) })),
		Languages:  Tallies(members, One(Language)),
		Sources:    Tallies(members, One(func(c Case) string { return c.Finding.SourceID })),
		Reached:    Tallies(members, One(func(c Case) string { return string(c.Source.Reach) })),
	}
	var first, last time.Time
	seen := map[string]bool{}
	for _, m := range members {
		when := m.Item.When()
		if first.IsZero() || when.Before(first) {
			first = when
		}
		if when.After(last) {
			last = when
		}
		if m.Finding.Status != qalxan.StatusNew {
			c.Decided++
		}
		for _, s := range m.Finding.Signals {
			if s.Detector == qalxan.DetectHarm && !seen[s.Key] {
				seen[s.Key] = true
				c.Harms = append(c.Harms, s)
			}
		}
	}
	c.Lasted = last.Sub(first)
	return c
}

// Language is the code of a case's language.
func Language(c Case) string { return c.Item.Language.Code }

// Detectors are the detectors of a case's signals.
func Detectors(c Case) []string {
	return fromSignals(c, func(s qalxan.Signal) []string { return []string{string(s.Detector)} })
}

// behaviours are what is done with texts, as the criteria take it; signals that
// were taken back are left out.
func behaviours(c Case) []string {
	return fromSignals(c, func(s qalxan.Signal) []string {
		switch s.Detector {
		case qalxan.DetectDuplicate, qalxan.DetectEdit, qalxan.DetectCoordination, qalxan.DetectLookalike:
			return []string{string(s.Detector)}
		}
		return nil
	})
}

func techniques(c Case) []string {
	return fromSignals(c, func(s qalxan.Signal) []string { return s.Techniques })
}

func claims(c Case) []string {
	return fromSignals(c, func(s qalxan.Signal) []string {
		if s.Detector != qalxan.DetectNarrative || s.Stance != qalxan.StanceSpreads {
			return nil
		}
		return []string{s.Key}
	})
}

// fromSignals gathers values of the signals that stand: one that was taken back
// has a score of 0.
func fromSignals(c Case, values func(qalxan.Signal) []string) []string {
	var out []string
	for _, s := range c.Finding.Signals {
		if s.Score > 0 {
			out = append(out, values(s)...)
		}
	}
	return out
}
