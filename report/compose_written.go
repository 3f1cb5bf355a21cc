package report

import (
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/paper"
	"github.com/qalxan/qalxan/report/say"
	"github.com/qalxan/qalxan/report/xlsx"
)

// part begins a part of a brief: its heading, what a person wrote, and that
// what follows filled itself.
func (c *composer) part(key string, part qalxan.BriefPart, texts []qalxan.BriefText) {
	c.heading(3, c.say(key))
	for _, t := range texts {
		if t.Part != part {
			continue
		}
		c.note(c.each(func(v *say.Voice) string { return v.Say("brief.written", "by", clip(t.By), "time", v.Minute(t.Time)) }))
		var said []string
		for _, v := range c.voices {
			text, in := t.In(v.Code())
			if !slices.Contains(said, in) {
				said = append(said, in)
				c.paragraphs(text, in)
			}
		}
		c.note(c.say("brief.filled"))
	}
}

// paragraphs tells the lines of a text, each by itself.
func (c *composer) paragraphs(text, language string) {
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			c.add(paper.Block{Kind: paper.Quote, Language: language, Words: paper.Same(paper.Run{Text: l})})
		}
	}
}

// briefs holds what people wrote for campaigns, a text a row.
func (b book) briefs(d Document) xlsx.Sheet {
	s := xlsx.Sheet{Name: "briefs", Columns: b.heads(22, "campaign", "part", "language", "text", "written_by", "written")}
	s.Columns[3].Width = 100
	for _, campaign := range d.Campaigns {
		for _, t := range d.Briefs[campaign.ID] {
			for _, code := range t.Languages() {
				s.Rows = append(s.Rows, []any{campaign.ID, string(t.Part), code, t.Texts[code], t.By, t.Time})
			}
		}
	}
	return s
}
