package desk

import (
	"cmp"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/store"
)

// brief is a campaign in the order of the ABCDE framework (J. Pamment, The EU's
// Role in Fighting Disinformation, Carnegie 2020): actors, behaviour, content,
// degree and effect, as far as the record knows them.
type brief struct {
	Actors     []actor
	Behaviours []store.Count // detectors that saw behaviour, with how many publications
	Techniques []string      // DISARM ids
	Claims     []api.NarrativeView
	Crossings  []string // platforms and languages that it crossed into
	Stakes     []qalxan.Reason
	Critical   int // publications
}

// actor is who published, never who is behind it.
type actor struct {
	Source       qalxan.Source
	Publications int
	First        bool
}

func newBrief(view api.CampaignView, sources map[string]qalxan.Source, claims []api.NarrativeView) brief {
	b := brief{}
	for _, n := range claims {
		if slices.Contains(view.Campaign.Narratives, n.Narrative.ID) {
			b.Claims = append(b.Claims, n)
		}
	}
	for _, c := range view.Sources {
		source := sources[c.Value]
		source.ID = c.Value
		b.Actors = append(b.Actors, actor{source, c.Count, len(view.Members) > 0 && view.Members[0].Item.SourceID == c.Value})
	}
	behaviours := map[qalxan.Detector]int{}
	for _, m := range view.Members {
		b.see(m, behaviours)
	}
	for d, n := range behaviours {
		b.Behaviours = append(b.Behaviours, store.Count{Value: string(d), Count: n})
	}
	slices.SortFunc(b.Behaviours, func(x, y store.Count) int { return cmp.Or(y.Count-x.Count, cmp.Compare(x.Value, y.Value)) })
	slices.Sort(b.Techniques)
	b.Techniques = slices.Compact(b.Techniques)
	return b
}

// see adds what one publication shows.
func (b *brief) see(m api.Member, behaviours map[qalxan.Detector]int) {
	seen := map[qalxan.Detector]bool{}
	for _, s := range m.Finding.Signals {
		if s.Score <= 0 {
			continue
		}
		b.Techniques = append(b.Techniques, s.Techniques...)
		switch {
		case s.Detector == qalxan.DetectHarm:
			b.Stakes = append(b.Stakes, s.Reason)
		case s.Detector != qalxan.DetectNarrative && !seen[s.Detector]:
			seen[s.Detector] = true
			behaviours[s.Detector]++
		}
	}
	if m.Finding.Level == qalxan.LevelCritical {
		b.Critical++
	}
}
