package report

import (
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/drawing"
	"github.com/qalxan/qalxan/report/figures"
	"github.com/qalxan/qalxan/report/paper"
	"github.com/qalxan/qalxan/report/say"
	"github.com/qalxan/qalxan/report/timeline"
)

// findings tells every finding, those of a campaign together.
func (c *composer) findings(d Document) {
	c.summary(d)
	if len(d.Campaigns) > 0 {
		c.heading(2, c.say("report.campaigns"))
		c.note(c.say("report.campaigns.some"))
	}
	for _, campaign := range d.Campaigns {
		c.add(paper.Block{Kind: paper.Heading, Level: 3, Anchor: campaign.ID, Words: c.title(campaign)})
		c.note(paper.Same(paper.Run{Text: campaign.ID, Code: true}, paper.Run{Text: " · " + strings.Join(campaign.Narratives, ", ")}))
		c.spread(members(campaign, d.Findings))
	}
	if len(d.Findings) > 0 {
		c.heading(2, c.say("report.findings"))
	}
	for _, e := range ordered(d) {
		c.finding(e)
	}
}

func (c *composer) summary(d Document) {
	c.heading(2, c.say("report.summary"))
	if d.Query != "" {
		c.note(c.each(func(v *say.Voice) string { return v.Say("report.query") + " " + clip(d.Query) }))
	}
	if len(d.Findings) == 0 {
		c.text(c.say("report.none"))
		return
	}
	var first, last time.Time
	for _, e := range d.Findings {
		when := e.Item.When()
		if first.IsZero() || when.Before(first) {
			first = when
		}
		if when.After(last) {
			last = when
		}
	}
	c.text(c.each(func(v *say.Voice) string {
		return v.Say("report.span", "findings", v.Say("unit.finding", "count", len(d.Findings)), "first", v.Day(first), "last", v.Day(last))
	}))
	p := figures.OfPeriod(cases(d.Findings))
	c.bars("report.level", p.Levels, func(v *say.Voice, value string) string { return v.Word("level", value) })
	c.tally("report.review", p.Statuses, func(v *say.Voice, value string) string { return v.Word("status", value) })
	names := sourceNames(d.Findings)
	c.tally("report.source", p.Sources, func(_ *say.Voice, value string) string { return names[value] })
	c.tally("report.language", p.Languages, (*say.Voice).Language)
}

// mostTold is how many values a line of counts names.
const mostTold = 20

// tally says counts in a line, without those that are 0.
func (c *composer) tally(key string, tallies []figures.Tally, word func(*say.Voice, string) string) {
	c.note(c.each(func(v *say.Voice) string {
		var parts []string
		for _, t := range tallies {
			if len(parts) == mostTold {
				parts = append(parts, "…")
				break
			}
			if t.Count > 0 {
				parts = append(parts, word(v, t.Value)+" "+v.Number(t.Count))
			}
		}
		return v.Say(key) + ": " + strings.Join(parts, ", ")
	}))
}

// bars draws counts and lists them below.
func (c *composer) bars(key string, tallies []figures.Tally, word func(*say.Voice, string) string) {
	var counts []drawing.Count
	var rows [][]paper.Words
	for _, t := range tallies {
		value := c.each(func(v *say.Voice) string { return word(v, t.Value) })
		counts = append(counts, drawing.Count{Name: word(c.voices[0], t.Value), N: t.Count, Said: c.voices[0].Number(t.Count)})
		rows = append(rows, []paper.Words{value, c.each(func(v *say.Voice) string { return v.Number(t.Count) })})
	}
	if len(rows) == 0 {
		return
	}
	c.add(paper.Block{Kind: paper.Picture, Drawing: drawing.Bars(c.voices[0].Say(key), counts)})
	c.add(paper.Block{Kind: paper.Table, Shares: []float64{0.7, 0.3}, Columns: []paper.Words{c.say(key), c.say("report.count")}, Rows: rows})
}

// spread draws who published when and lists it below.
func (c *composer) spread(members []Entry) {
	if len(members) == 0 {
		return
	}
	var events []timeline.Event
	var rows [][]paper.Words
	first := members[0].Item.When()
	for i, m := range members {
		when := m.Item.When()
		events = append(events, timeline.Event{Time: when, Lane: paper.Clean(name(m.Source)), Title: paper.Clean(clip(m.Item.Title))})
		delay := c.each(func(v *say.Voice) string { return v.Duration(when.Sub(first)) })
		if i == 0 {
			delay = c.say("report.first")
		}
		title := address("", m.Item.Title)
		if m.Item.Title == "" {
			title = address("", m.Item.URL)
		}
		title.Link = "#" + m.Finding.ID
		rows = append(rows, []paper.Words{
			c.each(func(v *say.Voice) string { return v.Minute(when) }), delay, paper.Same(paper.Run{Text: name(m.Source)}), paper.Same(title),
		})
	}
	more := func(n int) string { return c.voices[0].Say("unit.more", "count", n) }
	c.add(paper.Block{Kind: paper.Picture, Drawing: drawing.Timeline(c.voices[0].Say("report.timeline"), timeline.New(events), more)})
	c.add(paper.Block{
		Kind: paper.Table, Shares: []float64{0.24, 0.16, 0.2, 0.4}, Rows: rows,
		Columns: []paper.Words{c.say("report.time"), c.say("report.delay"), c.say("report.source"), c.say("report.publication")},
	})
}

// about is the line of facts below a finding's title.
func (c *composer) about(e Entry) paper.Words {
	return c.each(func(v *say.Voice) string {
		parts := []string{
			v.Word("level", string(e.Finding.Level)), v.Word("status", string(e.Finding.Status)), name(e.Source),
			v.Say("report.grade", "grade", string(e.Source.Grade)), v.Language(e.Item.Language.Code),
			v.Say("report.version", "number", strconv.Itoa(e.Item.Version)), v.Say("report.seen", "time", v.Minute(e.Item.Seen)),
		}
		return strings.Join(parts, " · ")
	})
}

// dates are what the page claims.
func (c *composer) dates(dates []qalxan.Date) {
	if len(dates) == 0 {
		return
	}
	c.note(c.each(func(v *say.Voice) string {
		var parts []string
		for _, d := range dates[:min(len(dates), mostTold)] {
			parts = append(parts, v.Word("date", string(d.Kind))+" "+v.Minute(d.Time)+" ("+clip(d.Origin)+")")
		}
		return v.Say("report.dates") + " " + strings.Join(parts, "; ")
	}))
}
