package monitor

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
)

// story is a text long enough to be told from others by its words.
func story(topic string) string {
	var words []string
	for i := range 60 {
		words = append(words, fmt.Sprintf("%s%d", topic, i*7919%101))
	}
	return strings.Join(words, " ") + "."
}

// cases is a monitor to which pages are given one by one.
type cases struct {
	*testing.T
	*Monitor
	at time.Time
}

func openCases(t *testing.T) *cases {
	config := configs.Default()
	config.Data, config.Narratives = t.TempDir(), []qalxan.Narrative{
		watchedOpinion,
		{ID: "bridge", Claim: "The old bridge is closed in secret.", Wordings: map[string][]string{"en": {"The old bridge across the river is closed in secret"}}},
	}
	m, err := Open(t.Context(), config, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return &cases{t, m, time.Now().UTC().Truncate(time.Second).Add(-24 * time.Hour)}
}

const (
	taxes  = "The government raised taxes again and forgot ordinary people. "
	bridge = "The old bridge across the river is closed in secret. "
)

// publish takes a page of a source, and returns its identity.
func (c *cases) publish(name string, reach qalxan.Reach, text string) string {
	c.Helper()
	c.at = c.at.Add(time.Minute)
	s := qalxan.Source{ID: name, Name: name, Kind: qalxan.KindSite, URL: "https://" + name + ".example/", Reach: reach}
	if err := c.record.SaveSource(c.Context(), s); err != nil {
		c.Fatal(err)
	}
	h := source.Harvest{
		Result: frontier.Result{SourceID: name, URL: s.URL, State: frontier.StateDone, Status: 200, Time: c.at},
		Items: []qalxan.Item{{
			Identity: s.URL + "a", URL: s.URL + "a", SourceID: name, CaptureID: "urn:" + name, Title: name, Text: text, Seen: c.at,
		}},
	}
	if _, err := c.analyst.Take(c.Context(), s, h); err != nil {
		c.Fatal(err)
	}
	return s.URL + "a"
}

func (c *cases) finding(identity string) qalxan.Finding {
	c.Helper()
	f, err := c.record.FindingOf(c.Context(), identity)
	if err != nil {
		c.Fatal(err)
	}
	return f
}

func (c *cases) rule(r qalxan.Ruling) qalxan.Campaign {
	c.Helper()
	r.By, r.Reason = "leyla", "Read all of it."
	made, err := c.Rule(c.Context(), r)
	if err != nil {
		c.Fatal(err)
	}
	return made
}

// TestMainstreamMakesItCritical: the copy of a claim is an incident, and from
// three sources on so is its origin; once a mainstream outlet carries it, all
// of them are critical, with the item that caused it.
func TestMainstreamMakesItCritical(t *testing.T) {
	c := openCases(t)
	text := taxes + story("tax")
	first, second := c.publish("one", "", text), c.publish("two", "", text)
	if f := c.finding(second); f.Level != qalxan.LevelIncident || f.Grounds.Facts["breakout"] != "2" {
		t.Fatalf("before: %s, %+v", f.Level, f.Grounds)
	}
	tv := c.publish("television", qalxan.ReachMainstream, text)
	for _, identity := range []string{first, second, tv} {
		if f := c.finding(identity); f.Level != qalxan.LevelCritical || !strings.Contains(f.Reason.Text, "mainstream") {
			t.Errorf("%s is %s: %s", identity, f.Level, f.Reason.Text)
		}
	}
	campaign, err := c.record.Campaign(t.Context(), c.finding(first).CampaignID)
	if err != nil {
		t.Fatal(err)
	}
	last := campaign.Breakout.Steps[len(campaign.Breakout.Steps)-1]
	if campaign.Breakout.Category != 4 || last.Item != qalxan.ItemID(tv, 1) {
		t.Errorf("%+v", campaign.Breakout)
	}
}

// TestSplitStaysSplit splits a campaign, and then has a page come that ties
// both parts: they stay two, over a merge of others too.
func TestSplitStaysSplit(t *testing.T) {
	c := openCases(t)
	first, second := c.publish("one", "", taxes+story("one")), c.publish("two", "", taxes+bridge+story("two"))
	old := c.finding(first).CampaignID
	if old == "" || c.finding(second).CampaignID != old {
		t.Fatal("no campaign to split")
	}
	made := c.rule(qalxan.Ruling{Kind: qalxan.RulingSplit, CampaignID: old, Findings: []string{c.finding(second).ID}})
	if made.ID == old || c.finding(second).CampaignID != made.ID || c.finding(first).CampaignID != old {
		t.Fatalf("not split: %+v", made)
	}
	both := c.publish("three", "", taxes+bridge+story("three"))
	if got := c.finding(both).CampaignID; got != old {
		t.Errorf("what ties both is in %s, want the older %s", got, old)
	}
	c.publish("two", "", taxes+bridge+story("two")+" And one sentence more was written here.")
	if a, b := c.finding(first).CampaignID, c.finding(second).CampaignID; a != old || b != made.ID {
		t.Errorf("joined again: %s and %s", a, b)
	}
	merged := c.rule(qalxan.Ruling{Kind: qalxan.RulingMerge, CampaignID: made.ID, OtherID: old})
	if merged.ID != made.ID || c.finding(first).CampaignID != made.ID || c.finding(both).CampaignID != made.ID {
		t.Errorf("not merged: %+v", merged)
	}
	if after := c.publish("four", "", taxes+story("four")); c.finding(after).CampaignID != made.ID {
		t.Error("what comes after a merge is not in it")
	}
	if led, err := c.record.Campaign(t.Context(), old); err != nil || led.ID != made.ID {
		t.Errorf("the old id leads to %q, %v", led.ID, err)
	}
	rulings, err := c.record.Rulings(t.Context(), made.ID)
	if err != nil || len(rulings) != 2 || rulings[0].By != "leyla" || len(rulings[1].Findings) != 2 {
		t.Errorf("rulings %+v, %v", rulings, err)
	}
}

func TestRulingsThatCannotBe(t *testing.T) {
	c := openCases(t)
	first := c.publish("one", "", taxes+story("one"))
	second := c.publish("two", "", taxes+story("two"))
	id := c.finding(first).CampaignID
	for _, r := range []qalxan.Ruling{
		{Kind: qalxan.RulingMerge, CampaignID: id, OtherID: id},
		{Kind: qalxan.RulingSplit, CampaignID: id},
		{Kind: qalxan.RulingSplit, CampaignID: id, Findings: []string{"f-none"}},
		{Kind: qalxan.RulingSplit, CampaignID: id, Findings: []string{c.finding(first).ID, c.finding(second).ID}},
		{Kind: qalxan.RulingBreakout, CampaignID: id, Category: 7},
		{Kind: "praise", CampaignID: id},
	} {
		r.By, r.Reason = "leyla", "Because."
		if _, err := c.Rule(t.Context(), r); !errors.Is(err, ErrRequest) {
			t.Errorf("%+v: %v", r, err)
		}
	}
	if made := c.rule(qalxan.Ruling{Kind: qalxan.RulingBreakout, CampaignID: id, Category: 6}); made.Breakout.Category != 6 || made.Breakout.SetBy != "leyla" {
		t.Errorf("%+v", made.Breakout)
	}
	c.publish("three", "", taxes+story("three"))
	if kept, err := c.record.Campaign(t.Context(), id); err != nil || kept.Breakout.Category != 6 {
		t.Errorf("the person's category is gone: %+v, %v", kept.Breakout, err)
	}
	if made := c.rule(qalxan.Ruling{Kind: qalxan.RulingBreakout, CampaignID: id}); made.Breakout.Category == 6 || made.Breakout.SetBy != "" {
		t.Errorf("the computed category is not back: %+v", made.Breakout)
	}
}

// TestLevelOfAPersonStays: a level that a person set is not changed by what
// comes later, and the explanation names the person.
func TestLevelOfAPersonStays(t *testing.T) {
	c := openCases(t)
	text := taxes + story("tax")
	first := c.publish("one", "", text)
	c.publish("two", "", text)
	f := c.finding(first)
	decided, err := c.Decide(t.Context(), f.ID, qalxan.Decision{By: "leyla", Level: qalxan.LevelSignal, Reason: "One publisher."})
	if err != nil || decided.Level != qalxan.LevelSignal || decided.Status != qalxan.StatusNew {
		t.Fatalf("%+v, %v", decided, err)
	}
	c.publish("television", qalxan.ReachMainstream, text)
	f = c.finding(first)
	if f.Level != qalxan.LevelSignal || f.Grounds.Level != qalxan.LevelCritical {
		t.Errorf("%s, by the criteria %s", f.Level, f.Grounds.Level)
	}
	e, err := c.Explain(t.Context(), f.ID)
	if err != nil || e.Level != qalxan.LevelCritical || e.Override == nil || e.Override.By != "leyla" {
		t.Errorf("%+v, %v", e, err)
	}
	quiet := c.publish("quiet", "", story("weather"))
	if e, err = c.Explain(t.Context(), qalxan.ItemID(quiet, 1)); err != nil || e.Level != "" || e.Levels[0].Met {
		t.Errorf("a page that nothing was found about: %+v, %v", e, err)
	}
}
