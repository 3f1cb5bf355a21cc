package report

import (
	"io"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/say"
	"github.com/qalxan/qalxan/report/xlsx"
)

// writeXLSX writes a workbook of four sheets, and of one more where people
// wrote briefs.
func writeXLSX(w io.Writer, d Document) error {
	voices, err := voicesOf(d)
	if err != nil {
		return err
	}
	b := book{voices}
	sheets := []xlsx.Sheet{b.findings(d), b.signals(d), b.campaigns(d)}
	if briefs := b.briefs(d); len(briefs.Rows) > 0 {
		sheets = append(sheets, briefs)
	}
	return xlsx.Write(w, d.Title, d.Generated, append(sheets, b.about(d)))
}

// book says what stands in a workbook. What is data stands in it once, whatever
// the languages; what is said stands in a cell in each of them.
type book struct{ voices []*say.Voice }

// said is a sentence in every language, once where all say the same.
func (b book) said(sentence func(*say.Voice) string) string {
	var lines []string
	for i, v := range b.voices {
		if text := sentence(v); i == 0 || text != lines[0] {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

func (b book) reason(r qalxan.Reason) string {
	return b.said(func(v *say.Voice) string { return v.Reason(r) })
}

// head is the name of a column. In one language it is that of the CSV form, so
// that programs know it; in two it is for people.
func (b book) head(name string) string {
	if len(b.voices) == 1 {
		return name
	}
	return b.said(func(v *say.Voice) string { return v.Say("column." + name) })
}

func (b book) heads(width float64, names ...string) []xlsx.Column {
	var out []xlsx.Column
	for _, n := range names {
		out = append(out, xlsx.Column{Name: b.head(n), Width: width})
	}
	return out
}

func (b book) findings(d Document) xlsx.Sheet {
	s := xlsx.Sheet{Name: "findings", Columns: b.heads(20, "finding", "level", "status", "why", "title", "url", "source", "source_name", "source_grade", "language", "published", "seen", "version", "campaign", "created", "updated", "decided_by", "sha256")}
	s.Columns[3].Width, s.Columns[4].Width, s.Columns[5].Width = 60, 50, 40
	for _, e := range d.Findings {
		f := e.Finding
		s.Rows = append(s.Rows, []any{
			f.ID, string(f.Level), string(f.Status), b.reason(f.Reason), e.Item.Title, e.Item.URL, e.Source.ID, e.Source.Name, string(e.Source.Grade),
			e.Item.Language.Code, e.Item.Published(), e.Item.Seen, e.Item.Version, f.CampaignID, f.Created, f.Updated,
			b.decisions(f.Decisions), each(e.Captures, captureHash),
		})
	}
	return s
}

func (b book) decisions(all []qalxan.Decision) string {
	if len(b.voices) == 1 {
		return each(all, decider)
	}
	return b.said(func(v *say.Voice) string {
		return each(all, func(d qalxan.Decision) string { return decided(v, d) + ": " + d.Reason })
	})
}

func (b book) signals(d Document) xlsx.Sheet {
	s := xlsx.Sheet{Name: "signals", Columns: b.heads(20, "finding", "item", "detector", "key", "score", "likelihood", "stance", "why", "techniques", "compared", "time")}
	s.Columns[7].Width = 80
	for _, e := range d.Findings {
		for _, g := range e.Finding.Signals {
			var likelihood any
			if g.Likelihood != nil {
				likelihood = *g.Likelihood
			}
			s.Rows = append(s.Rows, []any{
				e.Finding.ID, g.ItemID, string(g.Detector), g.Key, g.Score, likelihood, string(g.Stance), b.reason(g.Reason),
				strings.Join(g.Techniques, " "), g.Compared, g.Time,
			})
		}
	}
	return s
}

func (b book) campaigns(d Document) xlsx.Sheet {
	s := xlsx.Sheet{Name: "campaigns", Columns: b.heads(22, "campaign", "title", "narratives", "findings", "first", "last", "breakout", "breakout_set_by")}
	s.Columns[1].Width = 60
	for _, c := range d.Campaigns {
		s.Rows = append(s.Rows, []any{
			c.ID, b.said(func(v *say.Voice) string { return v.Title(c) }), strings.Join(c.Narratives, " "), len(members(c, d.Findings)), c.First, c.Last, c.Breakout.Category, c.Breakout.SetBy,
		})
	}
	return s
}

func (b book) about(d Document) xlsx.Sheet {
	s := xlsx.Sheet{Name: "about", Columns: []xlsx.Column{{Name: b.head("what"), Width: 24}, {Name: b.head("value"), Width: 110}}}
	s.Rows = [][]any{
		{b.head("title"), d.Title},
		{b.head("generated"), d.Generated},
		{b.head("query"), d.Query},
		{b.head("criteria"), d.Criteria},
		{b.head("marking"), d.Marking},
		{b.head("findings"), len(d.Findings)},
		{b.head("campaigns"), len(d.Campaigns)},
	}
	for _, key := range []string{"levels", "scores", "people", "evidence"} {
		s.Rows = append(s.Rows, []any{b.head(key), b.said(func(v *say.Voice) string { return v.Say("report.method." + key) })})
	}
	return s
}
