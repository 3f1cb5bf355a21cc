package report

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/figures"
	"github.com/qalxan/qalxan/report/html"
	"github.com/qalxan/qalxan/report/markdown"
	"github.com/qalxan/qalxan/report/paper"
	"github.com/qalxan/qalxan/report/pdf"
	"github.com/qalxan/qalxan/report/say"
)

func writeHTML(w io.Writer, d Document) error {
	return onPaper(d, func(p *paper.Paper) error { return html.Write(w, p, d.Template) })
}

func writePDF(w io.Writer, d Document) error {
	return onPaper(d, func(p *paper.Paper) error { return pdf.Write(w, p) })
}

func writeMarkdown(w io.Writer, d Document) error {
	return onPaper(d, func(p *paper.Paper) error {
		if d.Template != "" {
			return markdown.WriteOwn(w, p, d.Template)
		}
		return markdown.Write(w, p)
	})
}

func onPaper(d Document, write func(*paper.Paper) error) error {
	p, err := compose(d)
	if err != nil {
		return err
	}
	if err := write(p); errors.Is(err, html.ErrTemplate) || errors.Is(err, markdown.ErrTemplate) {
		return fmt.Errorf("%w: %w", ErrRequest, err)
	} else if err != nil {
		return err
	}
	return nil
}

// composer puts a document on paper, in the words of one or two voices.
type composer struct {
	voices []*say.Voice
	paper  *paper.Paper
}

const mostLanguages = 2

func compose(d Document) (*paper.Paper, error) {
	voices, err := voicesOf(d)
	if err != nil {
		return nil, err
	}
	c := &composer{voices: voices, paper: &paper.Paper{Title: d.Title, Generated: d.Generated, Criteria: d.Criteria, Marking: d.Marking}}
	for _, v := range voices {
		c.paper.Languages = append(c.paper.Languages, v.Code())
	}
	c.paper.Foot = c.foot(d)
	c.paper.Page = func(page, pages int) string { return c.voices[0].Say("report.page", "page", page, "pages", pages) }
	return c.paper, c.body(d)
}

// Heading is what stands on top: the title, or where there is none what kind of
// report it is. For a language that nobody speaks it returns an error that is
// ErrRequest.
func (d Document) Heading() (string, error) {
	if d.Title != "" {
		return d.Title, nil
	}
	voices, err := voicesOf(d)
	if err != nil {
		return "", err
	}
	var names []string
	for _, v := range voices {
		names = append(names, v.Say("report.title."+string(cmp.Or(d.Kind, KindFindings))))
	}
	return strings.Join(names, " · "), nil
}

// catalogue is the words of every language, read once.
var catalogue = sync.OnceValues(say.New)

// voicesOf are the voices in which the document is to be said.
func voicesOf(d Document) ([]*say.Voice, error) {
	words, err := catalogue()
	if err != nil {
		return nil, err
	}
	codes := d.Languages
	if len(codes) == 0 {
		codes = []string{"en"}
	}
	if len(codes) > mostLanguages {
		return nil, fmt.Errorf("%w: a report is in one or two languages, not in %d", ErrRequest, len(codes))
	}
	var out []*say.Voice
	for _, code := range codes {
		v, err := words.For(code)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrRequest, err)
		}
		if !slices.ContainsFunc(out, func(o *say.Voice) bool { return o.Code() == v.Code() }) {
			out = append(out, v.With(say.Watched(d.Narratives)))
		}
	}
	return out, nil
}

func (c *composer) body(d Document) error {
	c.timeliness(d)
	switch d.Kind {
	case KindFindings, "":
		c.findings(d)
	case KindBrief:
		c.briefs(d)
	case KindWeekly:
		c.weekly(d)
	default:
		return fmt.Errorf("%w: kind %q is not one of findings, brief, weekly", ErrRequest, d.Kind)
	}
	c.method()
	return nil
}

func (c *composer) foot(d Document) paper.Words {
	return c.each(func(v *say.Voice) string {
		text := "Qalxan · " + v.Say("report.made", "time", v.Minute(d.Generated))
		if d.Criteria != "" {
			text += " · " + v.Say("report.criteria", "version", d.Criteria)
		}
		return text + " · " + d.Title
	})
}

// each says something in every voice.
func (c *composer) each(words func(*say.Voice) string) paper.Words {
	var lines []paper.Line
	for _, v := range c.voices {
		lines = append(lines, paper.Plain(words(v)))
	}
	return paper.Both(lines...)
}

// title is that of a campaign in every voice, once where all say the same.
func (c *composer) title(campaign qalxan.Campaign) paper.Words {
	first := c.voices[0].Title(campaign)
	for _, v := range c.voices {
		if v.Title(campaign) != first {
			return c.each(func(v *say.Voice) string { return clip(v.Title(campaign)) })
		}
	}
	return paper.Same(paper.Run{Text: clip(first)})
}

func (c *composer) say(key string, args ...any) paper.Words {
	return c.each(func(v *say.Voice) string { return v.Say(key, args...) })
}

func (c *composer) add(b paper.Block) { c.paper.Blocks = append(c.paper.Blocks, b) }

func (c *composer) heading(level int, words paper.Words) {
	c.add(paper.Block{Kind: paper.Heading, Level: level, Words: words})
}

func (c *composer) text(words paper.Words) { c.add(paper.Block{Kind: paper.Text, Words: words}) }
func (c *composer) note(words paper.Words) { c.add(paper.Block{Kind: paper.Note, Words: words}) }

// method says how to read the report.
func (c *composer) method() {
	c.heading(2, c.say("report.method"))
	for _, key := range []string{"levels", "scores", "people", "evidence"} {
		c.text(c.say("report.method." + key))
	}
}

// address is a link where the address may be one, and text otherwise.
func address(url, shown string) paper.Run {
	return paper.Run{Text: paper.Clean(clip(cmp.Or(shown, url))), Link: Link(url)}
}

// clip keeps a text that stands in a line or a cell short.
func clip(text string) string {
	const most = 300
	if len(text) <= most {
		return text
	}
	n := 0
	for i := range text {
		if n++; n > most {
			return text[:i] + "…"
		}
	}
	return text
}

func name(s qalxan.Source) string { return paper.Isolated(clip(cmp.Or(s.Name, s.ID))) }

func cases(entries []Entry) []figures.Case {
	var out []figures.Case
	for _, e := range entries {
		out = append(out, figures.Case{Finding: e.Finding, Item: e.Item, Source: e.Source})
	}
	return out
}

// sourceNames are the names of sources by their ids.
func sourceNames(entries []Entry) map[string]string {
	out := map[string]string{}
	for _, e := range entries {
		out[e.Finding.SourceID] = cmp.Or(name(e.Source), e.Finding.SourceID)
	}
	return out
}
