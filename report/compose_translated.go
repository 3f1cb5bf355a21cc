package report

import (
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/highlight"
	"github.com/qalxan/qalxan/report/paper"
	"github.com/qalxan/qalxan/report/say"
	"github.com/qalxan/qalxan/report/translate"
)

// translated quotes what a machine made of the passages of a finding, in those
// languages of the report in which there is a translation, and says that a
// machine did.
func (c *composer) translated(e Entry) {
	for _, v := range c.voices {
		t := translate.Into(e.Translations, v.Code())
		if t == nil || e.Item.Language.Code == v.Code() {
			continue
		}
		c.note(c.each(func(v *say.Voice) string {
			return v.Say("report.translated", "server", clip(t.Server), "time", v.Minute(t.Time))
		}))
		if title := strings.TrimSpace(t.Title); title != "" {
			c.machine(title, v.Code())
		}
		for _, p := range pointed(*t, highlight.Signals(e.Finding.Signals, e.Item.ID, qalxan.FieldText)) {
			c.machine(p.Text, v.Code())
		}
	}
}

func (c *composer) machine(text, language string) {
	letters := []rune(text)
	if len(letters) > quoteSpan {
		text = string(letters[:quoteSpan]) + "…"
	}
	c.add(paper.Block{Kind: paper.Quote, Language: language, Words: paper.Same(paper.Run{Text: text})})
}

// pointed are the parts that spans point at, as many as are quoted of a text.
func pointed(t qalxan.Translation, spans []highlight.Span) []qalxan.TranslatedPart {
	var out []qalxan.TranslatedPart
	for _, p := range t.Parts {
		for _, s := range spans {
			if s.From < p.To && p.From < s.To && len(out) < quotes && strings.TrimSpace(p.Text) != "" {
				out = append(out, p)
				break
			}
		}
	}
	return out
}
