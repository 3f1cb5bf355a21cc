package report

import (
	"errors"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
)

// TestNoWordIsMissing writes every kind in every language.
func TestNoWordIsMissing(t *testing.T) {
	d := document()
	d.Campaigns[0].Breakout = qalxan.Breakout{Category: 4, SetBy: "Aysel", Why: "read in print", Steps: []qalxan.BreakoutStep{{Category: 2, Time: morning, Why: "A second site."}}}
	d.Findings[0].Finding.Signals = append(d.Findings[0].Finding.Signals, qalxan.Signal{Detector: qalxan.DetectHarm, Key: "life", Score: 0.7})
	for _, kind := range Kinds() {
		for _, languages := range [][]string{{"az"}, {"en"}, {"ru"}, {"az", "ru"}} {
			d.Kind, d.Languages = kind, languages
			if text := string(written(t, Markdown, d)); strings.Contains(text, "⟦") {
				t.Errorf("%s in %v lacks words: %s", kind, languages, text[strings.Index(text, "⟦"):][:60])
			}
		}
	}
}

// TestBriefFillsItself looks for what a brief must say, and must not.
func TestBriefFillsItself(t *testing.T) {
	d := document()
	d.Kind, d.Marking = KindBrief, "TLP:AMBER"
	d.Campaigns[0].Breakout.Category = 2
	text := string(written(t, HTML, d))
	for _, want := range []string{
		"A · Actor", "Not attributed.", "B · Behaviour", "Copied text", "DISARM techniques: T0022 1", "C · Content", "bridge-closed (1 publication).",
		"D · Degree", "2 publications in 2 sources within 1 hour 35 minutes.", "2 of 6", "Azerbaijani 2", "E · Effect", "was not measured", "Reviewed by people: 2 of 2.", "TLP:AMBER",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the brief does not say %q", want)
		}
	}
}

func TestWeeklyCounts(t *testing.T) {
	d := document()
	d.Kind = KindWeekly
	d.Findings[0].Finding.Decisions = nil
	text := string(written(t, HTML, d))
	for _, want := range []string{"20 minutes (2 findings)", "1 hour (1 finding)", "<td>confirmed</td><td>2</td>", "<td>2026-11-20</td><td>2</td>", "<rect class=\"bar\""} {
		if !strings.Contains(text, want) {
			t.Errorf("the summary does not say %q", want)
		}
	}
	for i := range d.Findings {
		d.Findings[i].Finding.Decisions, d.Findings[i].Item.Dates = nil, nil
	}
	if text := string(written(t, HTML, d)); strings.Count(text, "no data") != 2 {
		t.Error("without dates and decisions the summary does not say “no data” twice")
	}
}

func TestTwoLanguagesStandSideBySide(t *testing.T) {
	d := document()
	d.Languages = []string{"az", "en"}
	text := string(written(t, HTML, d))
	for _, want := range []string{`<p lang="az">`, `<p lang="en">`, `<span class="second" lang="en">/ Findings</span>`, "20 noyabr 2026, 08:30 UTC"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
}

func TestWhatCannotBeMade(t *testing.T) {
	for name, change := range map[string]func(*Document){
		"kind":     func(d *Document) { d.Kind = "poem" },
		"language": func(d *Document) { d.Languages = []string{"xx"} },
		"three":    func(d *Document) { d.Languages = []string{"az", "en", "ru"} },
		"syntax":   func(d *Document) { d.Template = "{{" },
		"field":    func(d *Document) { d.Template = "{{.Secret}}" },
		"endless": func(d *Document) {
			d.Template = `{{define "x"}}{{template "x"}}{{end}}{{template "x"}}`
		},
	} {
		d := document()
		change(&d)
		var out strings.Builder
		if err := Write(&out, HTML, d); !errors.Is(err, ErrRequest) || out.Len() > 0 {
			t.Errorf("%s: %v and %d bytes, want ErrRequest and none", name, err, out.Len())
		}
	}
}

// TestOwnTemplate shows that a template of an agency escapes as ours does.
func TestOwnTemplate(t *testing.T) {
	d := attacked("<script>alert(1)</script>")
	d.Template = `<!doctype html><title>{{.Title}}</title><h1>Agency</h1>{{range .Blocks}}{{range .Words}}{{range .}}<p title="{{.Text}}">{{.Text}}</p>{{end}}{{end}}{{end}}`
	text := string(written(t, HTML, d))
	if strings.Contains(text, "<script>") || !strings.Contains(text, "<h1>Agency</h1>") || !strings.Contains(text, "&lt;script&gt;") {
		t.Error("the template was not used, or did not escape")
	}
}

func TestZeroTimes(t *testing.T) {
	for _, as := range Formats() {
		if text := string(written(t, as, Document{Title: "x"})); strings.Contains(text, "0001") && as != XLSX && as != PDF {
			t.Errorf("%s shows the year 1", as)
		}
	}
}
