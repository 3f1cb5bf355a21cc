package circle

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/store"
)

// TestLightIsWhole: over records made up at random, what a circle reads lightly
// comes to the same campaigns as all findings about the same claims read whole.
func TestLightIsWhole(t *testing.T) {
	for seed := range uint64(3) {
		light, whole := chance(t, seed, false), chance(t, seed, true)
		if diff := cmp.Diff(whole, light); diff != "" {
			t.Errorf("seed %d: whole and light differ:\n%s", seed, diff)
		}
		if len(whole.Campaigns) == 0 {
			t.Errorf("seed %d has no campaign", seed)
		}
	}
}

// outcome is what campaigns came to.
type outcome struct {
	Findings  []qalxan.Finding
	Campaigns []qalxan.Campaign
}

// chance has pages published by chance, and now and then a ruling made.
func chance(t *testing.T, seed uint64, whole bool) outcome {
	x, by := open(t), rand.New(rand.NewPCG(seed, 1))
	for n := range 50 {
		item := x.version(page(by), by)
		signals := x.chanced(item, by)
		if by.IntN(3) == 0 {
			if err := x.record.Commit(t.Context(), store.Entry{Items: []store.ItemEntry{{Item: item}}, Signals: signals}); err != nil {
				t.Fatal(err)
			}
			continue
		}
		x.join(item, signals, whole)
		if n%10 == 9 {
			x.ruleBy(by, n)
		}
	}
	return x.outcome()
}

// page is the address of one of few pages, so that there are new versions and
// ties.
func page(by *rand.Rand) string {
	return fmt.Sprintf("https://site%d.example/?a&b=%d", by.IntN(5), by.IntN(5))
}

// TestNamedByTheOther: what only reports a claim belongs with a page that spreads
// it where it named that page before there was a finding about it.
func TestNamedByTheOther(t *testing.T) {
	x := open(t)
	page := func(name string, s qalxan.Signal, ties ...qalxan.Signal) (qalxan.Item, []qalxan.Signal) {
		address := "https://" + name + ".example/?a&b"
		i := qalxan.Item{ID: qalxan.ItemID(address, 1), Identity: address, Version: 1, URL: address, SourceID: name, Title: name, Hash: name, Seen: day}
		s.Detector, s.Key = qalxan.DetectNarrative, "bridge"
		signals := append(ties, s)
		for n := range signals {
			signals[n].ItemID, signals[n].Score, signals[n].Time = i.ID, 1, day
			signals[n].ID = qalxan.SignalID(i.ID, signals[n].Detector, signals[n].Key)
		}
		return i, signals
	}
	first, spreads := page("first", qalxan.Signal{Stance: qalxan.StanceSpreads})
	tie := qalxan.Signal{Detector: qalxan.DetectCoordination, Key: "together", Reason: qalxan.Reason{
		Facts: map[string]string{campaign.FactIdentities: first.Identity},
	}}
	for name, ties := range map[string][]qalxan.Signal{"names": {tie}, "reports": nil} {
		i, reports := page(name, qalxan.Signal{Stance: qalxan.StanceReports}, ties...)
		x.join(i, reports, false)
	}
	x.join(first, spreads, false)
	id := x.finding(first.Identity).CampaignID
	if names, reports := x.finding("https://names.example/?a&b"), x.finding("https://reports.example/?a&b"); id == "" || names.CampaignID != id || reports.CampaignID != "" {
		t.Errorf("the first is in %q, what names it in %q, what does not in %q", id, names.CampaignID, reports.CampaignID)
	}
}

// version is the next version of a page.
func (x town) version(address string, by *rand.Rand) qalxan.Item {
	known, err := x.record.Versions(x.Context(), address)
	if err != nil {
		x.Fatal(err)
	}
	n, when := len(known)+1, day.Add(-time.Duration(by.IntN(100*24))*time.Hour)
	return qalxan.Item{
		ID: qalxan.ItemID(address, n), Identity: address, Version: n, URL: address, SourceID: fmt.Sprint("source", by.IntN(4)),
		Title: fmt.Sprint("Title ", by.IntN(99)), Text: address, Hash: fmt.Sprint(address, n), Seen: when,
	}
}

// chanced are signals of an item: claims in any manner, and ties to pages that
// are there or not.
func (x town) chanced(item qalxan.Item, by *rand.Rand) []qalxan.Signal {
	var all []qalxan.Signal
	add := func(s qalxan.Signal) {
		s.ItemID, s.Score, s.Time = item.ID, float64(by.IntN(4)), item.Seen
		s.ID = qalxan.SignalID(s.ItemID, s.Detector, s.Key)
		all = append(all, s)
	}
	stances := []qalxan.Stance{qalxan.StanceSpreads, qalxan.StanceSpreads, qalxan.StanceReports, qalxan.StanceRefutes}
	for _, claim := range []string{"bridge", "dam", "wells", "grain"} {
		if by.IntN(4) == 0 {
			add(qalxan.Signal{Detector: qalxan.DetectNarrative, Key: claim, Stance: stances[by.IntN(len(stances))]})
		}
	}
	other := page(by)
	switch by.IntN(3) {
	case 0:
		add(qalxan.Signal{Detector: qalxan.DetectDuplicate, Key: "copy", Compared: qalxan.ItemID(other, 1)})
	case 1:
		add(qalxan.Signal{Detector: qalxan.DetectCoordination, Key: "together", Reason: qalxan.Reason{
			Facts: map[string]string{campaign.FactIdentities: "https://none.example/ " + other},
		}})
	}
	return all
}

// join commits an item with its finding, in a circle into which, where whole is
// asked for, all findings about the same claims were brought before.
func (x town) join(item qalxan.Item, signals []qalxan.Signal, whole bool) {
	x.Helper()
	f, err := x.record.FindingOf(x.Context(), item.Identity)
	if err != nil {
		f = qalxan.Finding{ID: qalxan.FindingID(item.Identity), Identity: item.Identity, Level: qalxan.LevelSignal, Status: qalxan.StatusNew, Created: item.Seen}
	}
	f.ItemID, f.SourceID, f.Updated = item.ID, item.SourceID, item.Seen
	said, err := x.record.Signals(x.Context(), item.Identity)
	if err != nil {
		x.Fatal(err)
	}
	c := x.Open()
	if err := c.Add(x.Context(), item, f, append(said, signals...)); err != nil {
		x.Fatal(err)
	}
	if whole {
		if err := c.bringClaims(x.Context(), c.member[f.Identity]); err != nil {
			x.Fatal(err)
		}
	}
	if _, err := c.Close(x.Context()); err != nil {
		x.Fatal(err)
	}
	e := store.Entry{Items: []store.ItemEntry{{Item: item}}, Signals: signals}
	c.Write(&e)
	if err := x.record.Commit(x.Context(), e); err != nil {
		x.Fatal(err)
	}
}

// bringClaims brings in all findings about the claims of a member.
func (c *Circle) bringClaims(ctx context.Context, m campaign.Member) error {
	if len(m.Narratives) == 0 {
		return nil
	}
	window := c.of.placing.Window()
	return c.bringAll(ctx, store.Filter{Narratives: m.Narratives, After: m.When.Add(-window), Before: m.When.Add(window)}, maxTies)
}

// ruleBy splits a campaign or merges two, where there are such.
func (x town) ruleBy(by *rand.Rand, n int) {
	x.Helper()
	all := x.outcome().Campaigns
	slices.SortFunc(all, func(a, b qalxan.Campaign) int { return a.First.Compare(b.First) })
	if len(all) == 0 {
		return
	}
	r := qalxan.Ruling{By: "leyla", Reason: "Read it.", Time: day.Add(time.Duration(n) * time.Minute), CampaignID: all[by.IntN(len(all))].ID}
	members, err := x.record.Spread(x.Context(), r.CampaignID, 100)
	if err != nil {
		x.Fatal(err)
	}
	switch other := all[by.IntN(len(all))].ID; {
	case len(members) > 2:
		r.Kind, r.Findings = qalxan.RulingSplit, []string{members[by.IntN(len(members))].FindingID}
	case other != r.CampaignID:
		r.Kind, r.OtherID = qalxan.RulingMerge, other
	default:
		return
	}
	if _, err := x.Rule(x.Context(), r); err != nil {
		x.Fatal(err)
	}
}

// outcome is what the record holds; it must be sound.
func (x town) outcome() outcome {
	x.Helper()
	findings, _, err := x.record.Findings(x.Context(), store.Filter{}, store.Page{Limit: 100})
	if err != nil {
		x.Fatal(err)
	}
	campaigns, _, err := x.record.Campaigns(x.Context(), store.Page{Limit: 100})
	if err != nil {
		x.Fatal(err)
	}
	if faults, err := x.record.Check(x.Context()); err != nil || len(faults) > 0 {
		x.Fatal(faults, err)
	}
	return outcome{findings, campaigns}
}
