package report

import (
	"io"
	"strings"

	"github.com/qalxan/qalxan/report/say"
	"github.com/qalxan/qalxan/report/xlsx"
)

// writeXLSX writes a workbook of four sheets, and of one more where people
// wrote briefs. Its heads are those of the CSV form, so that programs know them
// in every language.
func writeXLSX(w io.Writer, d Document) error {
	voices, err := voicesOf(d)
	if err != nil {
		return err
	}
	voice := voices[0]
	sheets := []xlsx.Sheet{findingSheet(d, voice), signalSheet(d, voice), campaignSheet(d)}
	if briefs := briefSheet(d); len(briefs.Rows) > 0 {
		sheets = append(sheets, briefs)
	}
	return xlsx.Write(w, d.Title, d.Generated, append(sheets, aboutSheet(d, voice)))
}

func heads(width float64, names ...string) []xlsx.Column {
	var out []xlsx.Column
	for _, n := range names {
		out = append(out, xlsx.Column{Name: n, Width: width})
	}
	return out
}

func findingSheet(d Document, v *say.Voice) xlsx.Sheet {
	s := xlsx.Sheet{Name: "findings", Columns: heads(20, "finding", "level", "status", "why", "title", "url", "source", "source_name", "source_grade", "language", "published", "seen", "version", "campaign", "created", "updated", "decided_by", "sha256")}
	s.Columns[3].Width, s.Columns[4].Width, s.Columns[5].Width = 60, 50, 40
	for _, e := range d.Findings {
		f := e.Finding
		s.Rows = append(s.Rows, []any{
			f.ID, string(f.Level), string(f.Status), v.Reason(f.Reason), e.Item.Title, e.Item.URL, e.Source.ID, e.Source.Name, string(e.Source.Grade),
			e.Item.Language.Code, e.Item.Published(), e.Item.Seen, e.Item.Version, f.CampaignID, f.Created, f.Updated,
			each(f.Decisions, decider), each(e.Captures, captureHash),
		})
	}
	return s
}

func signalSheet(d Document, v *say.Voice) xlsx.Sheet {
	s := xlsx.Sheet{Name: "signals", Columns: heads(20, "finding", "item", "detector", "key", "score", "likelihood", "stance", "why", "techniques", "compared", "time")}
	s.Columns[7].Width = 80
	for _, e := range d.Findings {
		for _, g := range e.Finding.Signals {
			var likelihood any
			if g.Likelihood != nil {
				likelihood = *g.Likelihood
			}
			s.Rows = append(s.Rows, []any{
				e.Finding.ID, g.ItemID, string(g.Detector), g.Key, g.Score, likelihood, string(g.Stance), v.Reason(g.Reason),
				strings.Join(g.Techniques, " "), g.Compared, g.Time,
			})
		}
	}
	return s
}

func campaignSheet(d Document) xlsx.Sheet {
	s := xlsx.Sheet{Name: "campaigns", Columns: heads(22, "campaign", "title", "narratives", "findings", "first", "last", "breakout", "breakout_set_by")}
	s.Columns[1].Width = 60
	for _, c := range d.Campaigns {
		s.Rows = append(s.Rows, []any{
			c.ID, c.Title, strings.Join(c.Narratives, " "), len(members(c, d.Findings)), c.First, c.Last, c.Breakout.Category, c.Breakout.SetBy,
		})
	}
	return s
}

func aboutSheet(d Document, v *say.Voice) xlsx.Sheet {
	s := xlsx.Sheet{Name: "about", Columns: []xlsx.Column{{Name: "what", Width: 24}, {Name: "value", Width: 110}}}
	s.Rows = [][]any{
		{"title", d.Title},
		{"generated", d.Generated},
		{"query", d.Query},
		{"criteria", d.Criteria},
		{"marking", d.Marking},
		{"findings", len(d.Findings)},
		{"campaigns", len(d.Campaigns)},
	}
	for _, key := range []string{"levels", "scores", "people", "evidence"} {
		s.Rows = append(s.Rows, []any{key, v.Say("report.method." + key)})
	}
	return s
}
