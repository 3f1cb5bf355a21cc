package report

import (
	"github.com/qalxan/qalxan/report/figures"
	"github.com/qalxan/qalxan/report/paper"
	"github.com/qalxan/qalxan/report/say"
)

// timeliness says which period the report is made for, and whether it is late.
func (c *composer) timeliness(d Document) {
	if !d.Before.IsZero() {
		c.note(c.each(func(v *say.Voice) string {
			return v.Say("report.period", "after", v.Minute(d.After), "before", v.Minute(d.Before))
		}))
	}
	if !d.Due.IsZero() {
		c.note(c.each(func(v *say.Voice) string { return v.Say("report.late", "due", v.Minute(d.Due)) }))
	}
}

// platforms tells what became of what people reported to platforms.
func (c *composer) platforms(all []figures.Platform) {
	if len(all) == 0 {
		return
	}
	c.heading(3, c.say("platforms"))
	c.note(c.say("platforms.note"))
	var columns []paper.Words
	for _, key := range []string{"platform", "sent", "waiting", "overdue", "outcomes", "median"} {
		columns = append(columns, c.say("platforms."+key))
	}
	var rows [][]paper.Words
	for _, p := range all {
		rows = append(rows, c.platform(p))
	}
	c.add(paper.Block{Kind: paper.Table, Shares: []float64{0.2, 0.1, 0.12, 0.12, 0.28, 0.18}, Columns: columns, Rows: rows})
}

func (c *composer) platform(p figures.Platform) []paper.Words {
	number := func(n int) paper.Words { return c.each(func(v *say.Voice) string { return v.Number(n) }) }
	outcomes := c.each(func(v *say.Voice) string {
		text := ""
		for i, o := range p.Outcomes {
			if i > 0 {
				text += ", "
			}
			text += v.Word("outcome", o.Value) + " " + v.Number(o.Count)
		}
		return text
	})
	median := c.each(func(v *say.Voice) string {
		if p.Answered == 0 {
			return v.Say("weekly.nodata")
		}
		return v.Say("platforms.days", "days", v.Decimal(p.MedianDays), "count", v.Number(p.Answered))
	})
	name := c.each(func(v *say.Voice) string { return v.Word("platform", p.Name) })
	return []paper.Words{name, number(p.Sent), number(p.Waiting), number(p.Overdue), outcomes, median}
}
