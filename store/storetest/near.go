package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// testClaimants: one finding of each campaign of a claim is found, and those in
// none, however they came there; and those that name one without spreading.
func testClaimants(t *testing.T, s store.Store) {
	about := func(identity string, at int, stance qalxan.Stance, campaign string) qalxan.Item {
		i := itemAt(identity, start.Add(time.Duration(at)*time.Minute), nil)
		g := makes(i, "one")
		g.Stance = stance
		e := entry(i)
		e.Signals, e.Findings = []qalxan.Signal{g}, []qalxan.Finding{finding(i, qalxan.LevelSignal)}
		e.Findings[0].CampaignID = campaign
		if campaign != "" {
			e.Campaigns = []qalxan.Campaign{{ID: campaign, First: start, Last: start, Updated: start}}
		}
		commit(t, s, e)
		return i
	}
	reach := store.Reach{Narratives: []string{"one", "two"}, From: start, Before: start.Add(10 * time.Minute)}
	near := func(limit int) (all []string) {
		for _, c := range must(s.Claimants(t.Context(), reach, limit))(t) {
			all = append(all, fmt.Sprint(c.Identity, " ", c.CampaignID, c.Narratives))
		}
		return all
	}
	about("before", -1, qalxan.StanceSpreads, "c-1")
	about("a", 0, qalxan.StanceSpreads, "c-1")
	about("b", 1, qalxan.StanceSpreads, "c-1")
	c := about("c", 2, qalxan.StanceSpreads, "c-2")
	about("old", 3, qalxan.StanceSpreads, "")
	about("young", 4, qalxan.StanceSpreads, "")
	reports := about("reports", 5, qalxan.StanceReports, "c-3")
	about("after", 10, qalxan.StanceSpreads, "c-4")
	same(t, "near", near(9), []string{"a c-1[one]", "c c-2[one]", "old [one]", "young [one]"})
	same(t, "at most one of each", near(1), []string{"a c-1[one]", "young [one]"})

	two := makes(reports, "two")
	two.Stance = qalxan.StanceSpreads
	commit(t, s, store.Entry{Signals: []qalxan.Signal{two}})
	gone := makes(c, "one")
	gone.Stance = qalxan.StanceRefutes
	commit(t, s, store.Entry{Signals: []qalxan.Signal{gone}})
	ok(t, s.Rule(t.Context(), ruling(qalxan.RulingSplit, "c-1", "c-5", qalxan.FindingID("b")), qalxan.Campaign{ID: "c-5"}))
	same(t, "after changes", near(9), []string{"a c-1[one]", "b c-5[one]", "old [one]", "young [one]", "reports c-3[two]"})

	tie := signal(c, qalxan.DetectDuplicate, "copy")
	tie.Compared = qalxan.ItemID("old", 1)
	commit(t, s, store.Entry{Signals: []qalxan.Signal{tie}})
	naming := func(identity string, by ...qalxan.Detector) []string {
		return must(s.Naming(t.Context(), identity, by, reach, 9))(t)
	}
	same(t, "names it", naming("old", qalxan.DetectDuplicate), []string{"c"})
	same(t, "names another", naming("young", qalxan.DetectDuplicate), nil)
	same(t, "not by these", naming("old", qalxan.DetectHarm), nil)
	if faults := must(s.Check(t.Context()))(t); len(faults) > 0 {
		t.Error(faults)
	}
}

// testSourcesSince: only what was written after a turn is read again.
func testSourcesSince(t *testing.T, s store.Store) {
	save := func(id, name string) { ok(t, s.SaveSource(t.Context(), qalxan.Source{ID: id, Name: name})) }
	turn := int64(0)
	news := func() (all []string) {
		sources, now, err := s.SourcesSince(t.Context(), turn)
		ok(t, err)
		for _, one := range sources {
			all = append(all, one.Name)
		}
		turn = now
		return all
	}
	same(t, "none", news(), nil)
	save("a", "A")
	save("b", "B")
	same(t, "both", news(), []string{"A", "B"})
	same(t, "nothing new", news(), nil)
	save("b", "Beta")
	same(t, "one", news(), []string{"Beta"})
}
