package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// gathered is a campaign with findings about identities, a minute apart.
func gathered(t *testing.T, s store.Store, id string, identities ...string) qalxan.Campaign {
	t.Helper()
	c := qalxan.Campaign{
		ID: id, Title: "Title of " + id, Narratives: []string{"one"}, First: start, Last: start, Updated: start,
		Breakout: qalxan.Breakout{Category: 1, Steps: []qalxan.BreakoutStep{{Category: 1, Item: "i-1", Time: start, Why: "First seen."}}},
	}
	e := store.Entry{Campaigns: []qalxan.Campaign{c}}
	for n, identity := range identities {
		i := itemAt(identity, start.Add(time.Duration(n)*time.Minute), nil)
		f := finding(i, qalxan.LevelIncident)
		f.CampaignID = id
		e.Items, e.Findings = append(e.Items, store.ItemEntry{Item: i}), append(e.Findings, f)
	}
	commit(t, s, e)
	return c
}

func members(t *testing.T, s store.Store, id string) []string {
	t.Helper()
	var all []string
	for _, m := range must(s.Spread(t.Context(), id, 100))(t) {
		all = append(all, m.Identity)
	}
	return all
}

func ruling(kind qalxan.RulingKind, campaign, other string, findings ...string) qalxan.Ruling {
	return qalxan.Ruling{
		Time: start.Add(time.Hour), By: "aygun", Kind: kind, Reason: "Read all of it.",
		CampaignID: campaign, OtherID: other, Findings: findings,
	}
}

func testSpread(t *testing.T, s store.Store) {
	c := gathered(t, s, "c-1", "a", "b", "c")
	same(t, "campaign", must(s.Campaign(t.Context(), "c-1"))(t), c)
	rows := must(s.Spread(t.Context(), "c-1", 2))(t)
	same(t, "members", rows, []store.Spread{
		{
			FindingID: qalxan.FindingID("a"), Identity: "a", ItemID: qalxan.ItemID("a", 1), SourceID: "wire",
			URL: "https://wire.example/a", Title: itemAt("a", start, nil).Title, Language: "az", Level: qalxan.LevelIncident, When: start,
		},
		{
			FindingID: qalxan.FindingID("b"), Identity: "b", ItemID: qalxan.ItemID("b", 1), SourceID: "wire",
			URL: "https://wire.example/b", Title: itemAt("b", start, nil).Title, Language: "az", Level: qalxan.LevelIncident, When: start.Add(time.Minute),
		},
	})
}

// testMerge: all findings move, the old id leads on, also over a second merge,
// and what was kept apart is kept apart from the campaign that stays.
func testMerge(t *testing.T, s store.Store) {
	gathered(t, s, "c-1", "a")
	gathered(t, s, "c-2", "b", "c")
	gathered(t, s, "c-3", "d")
	ok(t, s.Rule(t.Context(), ruling(qalxan.RulingSplit, "c-2", "c-4", qalxan.FindingID("c")), qalxan.Campaign{ID: "c-4", Title: "Split off"}))
	ok(t, s.Rule(t.Context(), ruling(qalxan.RulingMerge, "c-1", "c-2")))
	same(t, "members", members(t, s, "c-1"), []string{"a", "b"})
	same(t, "apart", must(s.Apart(t.Context(), []string{"c-1", "c-2", "c-4"}))(t), [][2]string{{"c-1", "c-4"}})
	commit(t, s, store.Entry{Findings: moved(t, s, "c-3", "a", "b"), Absorbed: []store.Absorption{{ID: "c-1", Into: "c-3"}}})
	for _, id := range []string{"c-1", "c-2", "c-3"} {
		same(t, "where "+id+" leads", must(s.Campaign(t.Context(), id))(t).ID, "c-3")
	}
	same(t, "rulings", len(must(s.Rulings(t.Context(), "c-3"))(t)), 2)
	ok(t, s.Rule(t.Context(), ruling(qalxan.RulingMerge, "c-3", "c-4")))
	same(t, "apart after a person joined them", must(s.Apart(t.Context(), []string{"c-3", "c-4"}))(t), nil)
	same(t, "all", members(t, s, "c-3"), []string{"d", "a", "b", "c"})
}

// moved are findings as they are in another campaign.
func moved(t *testing.T, s store.Store, campaign string, identities ...string) []qalxan.Finding {
	t.Helper()
	var all []qalxan.Finding
	for _, identity := range identities {
		f := must(s.FindingOf(t.Context(), identity))(t)
		f.CampaignID = campaign
		all = append(all, f)
	}
	return all
}

// testSplit: the findings go, both are kept apart, the ruling stays, and one
// that cannot be changes nothing.
func testSplit(t *testing.T, s store.Store) {
	gathered(t, s, "c-1", "a", "b", "c")
	r := ruling(qalxan.RulingSplit, "c-1", "c-2", qalxan.FindingID("b"))
	ok(t, s.Rule(t.Context(), r, qalxan.Campaign{ID: "c-2", Title: "Split off"}))
	same(t, "stay", members(t, s, "c-1"), []string{"a", "c"})
	same(t, "leave", members(t, s, "c-2"), []string{"b"})
	same(t, "rulings", must(s.Rulings(t.Context(), "c-2"))(t), []qalxan.Ruling{r})
	same(t, "apart", must(s.Apart(t.Context(), []string{"c-2", "c-1"}))(t), [][2]string{{"c-1", "c-2"}})
	same(t, "searchable", must(s.SearchableByID(t.Context(), []string{qalxan.ItemID("b", 1)}))(t)[0].CampaignID, "c-2")

	bad := ruling(qalxan.RulingSplit, "c-1", "c-3", qalxan.FindingID("a"), qalxan.FindingID("b"))
	if err := s.Rule(t.Context(), bad, qalxan.Campaign{ID: "c-3"}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a finding of another campaign: %v", err)
	}
	bad.By = ""
	if err := s.Rule(t.Context(), bad); err == nil {
		t.Error("a ruling of nobody was taken")
	}
	same(t, "after", members(t, s, "c-1"), []string{"a", "c"})
	same(t, "rulings after", len(must(s.Rulings(t.Context(), "c-1"))(t)), 1)
}
