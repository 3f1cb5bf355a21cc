package report

import (
	"strconv"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/figures"
	"github.com/qalxan/qalxan/report/paper"
	"github.com/qalxan/qalxan/report/say"
)

// briefs tells every campaign in ABCDE order, from what its members hold.
func (c *composer) briefs(d Document) {
	if len(d.Campaigns) == 0 {
		c.text(c.say("report.none"))
	}
	for _, campaign := range d.Campaigns {
		c.brief(campaign, members(campaign, d.Findings), d.Briefs[campaign.ID])
	}
}

func (c *composer) brief(campaign qalxan.Campaign, members []Entry, texts []qalxan.BriefText) {
	f := figures.OfCampaign(cases(members))
	c.add(paper.Block{Kind: paper.Heading, Level: 2, Anchor: campaign.ID, Words: c.each(func(v *say.Voice) string {
		return v.Say("brief.title", "title", clip(v.Title(campaign)))
	})})
	c.note(paper.Same(paper.Run{Text: campaign.ID, Code: true}))
	c.note(c.say("report.campaigns.some"))
	c.part("brief.actor", qalxan.BriefActors, texts)
	c.text(c.say("brief.actor.none"))
	names := sourceNames(members)
	c.tally("report.source", f.Sources, func(_ *say.Voice, id string) string { return names[id] })
	c.part("brief.behaviour", qalxan.BriefBehaviour, texts)
	c.behaviour(f)
	c.part("brief.content", qalxan.BriefContent, texts)
	c.content(f, members)
	c.part("brief.degree", qalxan.BriefDegree, texts)
	c.degree(campaign, f, members)
	c.part("brief.effect", qalxan.BriefEffect, texts)
	c.effect(f, len(members))
}

func (c *composer) behaviour(f figures.Campaign) {
	if len(f.Behaviours) == 0 {
		c.text(c.say("brief.behaviour.none"))
		return
	}
	c.bars("brief.behaviour.of", f.Behaviours, detectorWord)
	if len(f.Techniques) > 0 {
		c.tally("brief.techniques", f.Techniques, func(_ *say.Voice, id string) string { return id })
	}
}

func detectorWord(v *say.Voice, detector string) string { return v.Word("detector", detector) }

// content lists the claims with the first sentence in which each was seen.
func (c *composer) content(f figures.Campaign, members []Entry) {
	if len(f.Claims) == 0 {
		c.text(c.say("brief.content.none"))
		return
	}
	c.text(c.say("brief.content.claims"))
	var items []paper.Words
	for _, claim := range f.Claims {
		reason := firstReason(members, claim.Value)
		items = append(items, c.each(func(v *say.Voice) string {
			return v.Claim(claim.Value) + " (" + v.Say("unit.publication", "count", claim.Count) + "). " + v.Reason(reason)
		}))
	}
	c.add(paper.Block{Kind: paper.List, Items: items})
}

func firstReason(members []Entry, claim string) qalxan.Reason {
	for _, m := range members {
		for _, s := range m.Finding.Signals {
			if s.Detector == qalxan.DetectNarrative && s.Key == claim && s.Stance == qalxan.StanceSpreads {
				return s.Reason
			}
		}
	}
	return qalxan.Reason{}
}

func (c *composer) degree(campaign qalxan.Campaign, f figures.Campaign, members []Entry) {
	c.text(c.each(func(v *say.Voice) string {
		return v.Say("brief.degree.reach", "publications", v.Say("unit.publication", "count", len(members)),
			"sources", v.Say("unit.source", "count", len(f.Sources)), "within", v.Duration(f.Lasted))
	}))
	c.text(c.each(func(v *say.Voice) string {
		return v.Say("brief.breakout", "category", v.Word("breakout", strconv.Itoa(campaign.Breakout.Category)))
	}))
	if by := campaign.Breakout.SetBy; by != "" {
		c.note(c.say("brief.breakout.set", "by", clip(by), "why", clip(campaign.Breakout.Why)))
	}
	c.steps(campaign.Breakout.Steps)
	c.tally("brief.degree.surfaces", append(f.Surfaces, f.Reached...), func(v *say.Voice, value string) string {
		if word := v.Word("kind", value); word != value {
			return word
		}
		return v.Word("reach", value)
	})
	c.tally("brief.degree.languages", f.Languages, (*say.Voice).Language)
	c.spread(members)
}

func (c *composer) steps(steps []qalxan.BreakoutStep) {
	if len(steps) == 0 {
		return
	}
	c.heading(4, c.say("brief.breakout.steps"))
	var items []paper.Words
	for _, s := range steps {
		items = append(items, c.each(func(v *say.Voice) string {
			return v.Minute(s.Time) + ": " + v.Word("breakout", strconv.Itoa(s.Category)) + ". " + clip(v.Reason(s.Reason()))
		}))
	}
	c.add(paper.Block{Kind: paper.List, Items: items})
}

// effect says what is known, which is little, and that it is little.
func (c *composer) effect(f figures.Campaign, findings int) {
	c.text(c.say("brief.effect.unknown"))
	c.text(c.say("brief.effect.review", "decided", f.Decided, "findings", findings))
	if len(f.Harms) == 0 {
		c.text(c.say("brief.effect.harm.none"))
		return
	}
	c.text(c.say("brief.effect.harm"))
	var items []paper.Words
	for _, s := range f.Harms {
		items = append(items, c.each(func(v *say.Voice) string { return v.Reason(s.Reason) }))
	}
	c.add(paper.Block{Kind: paper.List, Items: items})
}

// weekly tells what happened in a period.
func (c *composer) weekly(d Document) {
	defer c.platforms(d.Platforms)
	c.heading(2, c.say("report.summary"))
	if len(d.Findings) == 0 {
		c.text(c.say("report.none"))
		return
	}
	p := figures.OfPeriod(cases(d.Findings))
	c.text(c.each(func(v *say.Voice) string { return v.Say("weekly.span", "first", v.Day(p.First), "last", v.Day(p.Last)) }))
	c.measures(p, len(d.Findings), len(d.Campaigns))
	same := func(_ *say.Voice, value string) string { return value }
	names := sourceNames(d.Findings)
	for _, chart := range []struct {
		key     string
		tallies []figures.Tally
		word    func(*say.Voice, string) string
	}{
		{"report.level", p.Levels, func(v *say.Voice, value string) string { return v.Word("level", value) }},
		{"report.review", p.Statuses, func(v *say.Voice, value string) string { return v.Word("status", value) }},
		{"weekly.days", p.Days, same},
		{"report.language", p.Languages, (*say.Voice).Language},
		{"report.source", p.Sources, func(_ *say.Voice, id string) string { return names[id] }},
		{"brief.behaviour.of", p.Detectors, detectorWord},
	} {
		c.heading(3, c.say(chart.key))
		c.bars(chart.key, chart.tallies, chart.word)
	}
}

// measures are the counts and times of the period.
func (c *composer) measures(p figures.Period, findings, campaigns int) {
	number := func(n int) paper.Words { return c.each(func(v *say.Voice) string { return v.Number(n) }) }
	time := func(m figures.Median) paper.Words {
		return c.each(func(v *say.Voice) string {
			if m.N == 0 {
				return v.Say("weekly.nodata")
			}
			return v.Say("weekly.enough", "duration", v.Duration(m.Duration), "count", v.Say("unit.finding", "count", m.N))
		})
	}
	c.add(paper.Block{
		Kind: paper.Table, Shares: []float64{0.6, 0.4}, Columns: []paper.Words{c.say("weekly.measure"), c.say("report.value")},
		Rows: [][]paper.Words{
			{c.say("report.findings"), number(findings)},
			{c.say("report.campaigns"), number(campaigns)},
			{c.say("weekly.undecided"), number(p.Undecided)},
			{c.say("weekly.detect"), time(p.Detect)},
			{c.say("weekly.decide"), time(p.Decide)},
		},
	})
}
