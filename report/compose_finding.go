package report

import (
	"strconv"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/highlight"
	"github.com/qalxan/qalxan/report/paper"
	"github.com/qalxan/qalxan/report/say"
)

// finding tells one finding with its reasons, passages, evidence and decisions.
func (c *composer) finding(e Entry) {
	signals := e.Finding.Signals
	title := clip(e.Item.Title)
	if title == "" {
		title = clip(e.Item.URL)
	}
	marked := highlight.Cut(title, highlight.Signals(signals, e.Item.ID, qalxan.FieldTitle))
	c.add(paper.Block{
		Kind: paper.Heading, Level: 3, Anchor: e.Finding.ID, Tone: string(e.Finding.Level), Language: paper.Tag(e.Item.Language.Code),
		Words: paper.Same(runs(marked)...),
	})
	c.note(c.about(e))
	c.dates(e.Item.Dates)
	c.note(paper.Same(address(e.Item.URL, ""), paper.Run{Text: " · "}, paper.Run{Text: e.Finding.ID, Code: true}))
	c.text(c.each(func(v *say.Voice) string { return v.Reason(e.Finding.Reason) }))
	c.reasons(signals)
	if e.Item.Withheld != nil {
		c.note(c.each(func(v *say.Voice) string { return v.Reason(e.Item.Withheld.Reason()) }))
	}
	c.passages("report.passages", e.Item, highlight.Signals(signals, e.Item.ID, qalxan.FieldText))
	c.translated(e)
	c.compared(e)
	c.evidence(e.Captures)
	c.decisions(e.Finding.Decisions)
}

// reasons lists why, with what each signal is worth.
func (c *composer) reasons(signals []qalxan.Signal) {
	if len(signals) == 0 {
		return
	}
	var items []paper.Words
	for _, s := range signals {
		items = append(items, c.each(func(v *say.Voice) string { return v.Reason(s.Reason) + " (" + worth(v, s) + ")" }))
	}
	c.heading(4, c.say("report.reasons"))
	c.add(paper.Block{Kind: paper.List, Ordered: true, Items: items})
}

func worth(v *say.Voice, s qalxan.Signal) string {
	parts := []string{v.Word("detector", string(s.Detector)), v.Say("report.score", "score", v.Decimal(s.Score))}
	if s.Likelihood != nil {
		parts = append(parts, v.Say("report.likelihood", "percent", v.Percent(*s.Likelihood)))
	} else {
		parts = append(parts, v.Say("report.likelihood.none"))
	}
	if s.Stance != "" {
		parts = append(parts, v.Word("stance", string(s.Stance)))
	}
	if len(s.Techniques) > 0 {
		parts = append(parts, "DISARM "+strings.Join(s.Techniques, ", "))
	}
	return strings.Join(parts, " · ")
}

// Bounds of quotations, in code points: a report quotes, it does not republish.
const (
	quoteSpan   = 500 // of one span
	quoteAround = 80  // of what stands around it
	quotes      = 6   // passages of one text
)

// passages quotes the places of a text that spans point at.
func (c *composer) passages(key string, i qalxan.Item, spans []highlight.Span) {
	for n, s := range spans {
		spans[n].To = min(s.To, s.From+quoteSpan)
	}
	windows := highlight.Windows(i.Text, spans, quoteAround, quotes)
	if len(windows) > 0 && key != "" {
		c.heading(4, c.say(key))
	}
	for _, w := range windows {
		line := runs(highlight.Cut(w.Text, w.Spans))
		if w.Before {
			line = append([]paper.Run{{Text: "… "}}, line...)
		}
		if w.After {
			line = append(line, paper.Run{Text: " …"})
		}
		c.add(paper.Block{Kind: paper.Quote, Language: paper.Tag(i.Language.Code), Words: paper.Same(line...)})
	}
}

// runs turns the segments of a text into runs.
func runs(segments []highlight.Segment) []paper.Run {
	var out []paper.Run
	for _, s := range segments {
		r := paper.Run{Text: s.Text, Marked: len(s.Marks) > 0}
		var numbers []string
		for _, n := range s.Starts {
			if n > 0 { // what is shared with another text has no number
				numbers = append(numbers, strconv.Itoa(n))
			}
		}
		r.Number = strings.Join(numbers, ",")
		out = append(out, r)
	}
	return out
}

// compared quotes what the finding was compared with: what both share or, of
// an older version of the same item, what changed.
func (c *composer) compared(e Entry) {
	for n, other := range e.Compared {
		if n == 0 {
			c.heading(4, c.say("report.compared"))
		}
		places := highlight.Shared
		if other.Identity == e.Item.Identity {
			places = highlight.Changed
		}
		c.passages("", other, places(other.Text, e.Item.Text))
		when := c.voices[0].Minute(other.When())
		c.note(paper.Same(paper.Run{Text: paper.Isolated(clip(other.Title)) + " · " + when + " · "}, address(other.URL, "")))
	}
}

func (c *composer) evidence(captures []qalxan.Capture) {
	if len(captures) == 0 {
		return
	}
	var rows [][]paper.Words
	for _, k := range captures {
		place := clip(k.Location.File) + " " + strconv.FormatInt(k.Location.Offset, 10)
		rows = append(rows, []paper.Words{
			c.each(func(v *say.Voice) string { return v.Minute(k.Time) }),
			paper.Same(paper.Run{Text: clip(k.ID), Code: true}), paper.Same(paper.Run{Text: place, Code: true}), paper.Same(paper.Run{Text: k.SHA256, Code: true}),
		})
	}
	c.heading(4, c.say("report.evidence"))
	c.add(paper.Block{
		Kind: paper.Table, Shares: []float64{0.2, 0.24, 0.24, 0.32}, Rows: rows,
		Columns: []paper.Words{c.say("report.captured"), c.say("report.capture"), c.say("report.place"), paper.Same(paper.Run{Text: "SHA-256"})},
	})
}

func (c *composer) decisions(decisions []qalxan.Decision) {
	if len(decisions) == 0 {
		return
	}
	var items []paper.Words
	for _, d := range decisions {
		items = append(items, c.each(func(v *say.Voice) string { return v.Minute(d.Time) + ": " + decided(v, d) + ". " + clip(d.Reason) }))
	}
	c.heading(4, c.say("report.decisions"))
	c.add(paper.Block{Kind: paper.List, Items: items})
}

func decided(v *say.Voice, d qalxan.Decision) string {
	from, to := v.Word("status", string(d.From)), v.Word("status", string(d.To))
	if d.Level != "" {
		from, to = v.Word("level", string(d.FromLevel)), v.Word("level", string(d.Level))
	}
	return v.Say("report.decision", "from", from, "to", to, "by", clip(d.By))
}
