package api

import (
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/breakout"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/store"
)

// Hop is one step of the way that a campaign took.
type Hop struct {
	From  string       `json:"from"` // id of the earlier finding
	To    string       `json:"to"`
	Tie   campaign.Tie `json:"tie" enum:"signal,narrative,ruling"`
	Delay int64        `json:"delay_seconds"`
	// Platform and Language are set where the step crossed from one to another.
	Platform string `json:"platform,omitempty"`
	Language string `json:"language,omitempty"`
}

// maxVersions is how many versions of a member are looked for in signals.
const maxVersions = 20

// path is the way that the members of a campaign took. Rows tell of each, and
// sources, by id, of what kind theirs is: a wiki is no other page of the web.
func path(findings []qalxan.Finding, rows []store.Spread, sources map[string]qalxan.Source) []Hop {
	identities, byFinding := versions(findings), map[string]store.Spread{}
	for _, r := range rows {
		byFinding[r.FindingID] = r
	}
	var tied []campaign.Member
	for _, f := range findings {
		tied = append(tied, tiesOf(f, byFinding[f.ID].When, identities))
	}
	platform := func(r store.Spread) string { return breakout.PlatformOf(sources[r.SourceID].Kind, r.URL) }
	hops := []Hop{}
	for _, h := range campaign.Path(tied) {
		hop := Hop{From: h.From, To: h.To, Tie: h.Tie, Delay: int64(h.Delay / time.Second)}
		from, to := byFinding[h.From], byFinding[h.To]
		if to.Language != from.Language {
			hop.Language = to.Language
		}
		if there := platform(to); there != platform(from) {
			hop.Platform = there
		}
		hops = append(hops, hop)
	}
	return hops
}

// versions are the identities of findings, by the ids of their versions.
func versions(findings []qalxan.Finding) map[string]string {
	identities := map[string]string{}
	for _, f := range findings {
		for v := 1; v <= maxVersions; v++ {
			identities[qalxan.ItemID(f.Identity, v)] = f.Identity
		}
	}
	return identities
}

func tiesOf(f qalxan.Finding, when time.Time, identities map[string]string) campaign.Member {
	t := campaign.Member{FindingID: f.ID, Identity: f.Identity, When: when}
	for _, s := range f.Signals {
		switch {
		case s.Score <= 0:
		case s.Detector == qalxan.DetectNarrative && s.Stance == qalxan.StanceSpreads:
			t.Narratives = append(t.Narratives, s.Key)
		case campaign.Ties(s.Detector):
			t.Tied = append(t.Tied, strings.Fields(s.Reason.Facts[campaign.FactIdentities])...)
			if identity := identities[s.Compared]; identity != "" {
				t.Tied = append(t.Tied, identity)
			}
		}
	}
	return t
}
