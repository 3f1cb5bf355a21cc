package api

import (
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/breakout"
	"github.com/qalxan/qalxan/classify/campaign"
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

// path is the way that the members of a campaign took. Kinds are those of their
// sources, by id: a wiki is no other page of the web.
func path(members []Member, kinds map[string]qalxan.Kind) []Hop {
	identities, byFinding := versions(members), map[string]Member{}
	var tied []campaign.Member
	for _, m := range members {
		byFinding[m.Finding.ID] = m
		tied = append(tied, tiesOf(m, identities))
	}
	hops := []Hop{}
	for _, h := range campaign.Path(tied) {
		hop := Hop{From: h.From, To: h.To, Tie: h.Tie, Delay: int64(h.Delay / time.Second)}
		from, to := byFinding[h.From].Item, byFinding[h.To].Item
		if to.Language != from.Language {
			hop.Language = to.Language
		}
		if platform := breakout.PlatformOf(kinds[to.SourceID], to.URL); platform != breakout.PlatformOf(kinds[from.SourceID], from.URL) {
			hop.Platform = platform
		}
		hops = append(hops, hop)
	}
	return hops
}

// versions are the identities of the members, by the ids of their versions.
func versions(members []Member) map[string]string {
	identities := map[string]string{}
	for _, m := range members {
		for v := 1; v <= maxVersions; v++ {
			identities[qalxan.ItemID(m.Finding.Identity, v)] = m.Finding.Identity
		}
	}
	return identities
}

func tiesOf(m Member, identities map[string]string) campaign.Member {
	t := campaign.Member{FindingID: m.Finding.ID, Identity: m.Finding.Identity, When: m.Item.When}
	for _, s := range m.Finding.Signals {
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
