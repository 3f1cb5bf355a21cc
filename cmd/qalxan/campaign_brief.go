package main

import (
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/monitor/watchlist"
)

type campaignShowCmd struct {
	ID   string `arg:"" help:"The campaign; the beginning of its id is enough."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (campaignShowCmd) Help() string { return "Example:\n  qalxan campaign show c-0123" }

// Run shows a campaign.
func (c campaignShowCmd) Run(a *app) error { return showCmd{ID: c.ID, JSON: c.JSON}.Run(a) }

type campaignBriefCmd struct {
	ID       string `arg:"" help:"The campaign; the beginning of its id is enough."`
	Part     string `enum:",actors,behaviour,content,degree,effect" default:"" help:"The part to write: actors, behaviour, content, degree or effect."`
	Language string `default:"en" help:"The code of the language of the text. The texts in other languages stay."`
	Text     string `placeholder:"FILE" help:"A file with the text, plain; - for standard input."`
	Fill     bool   `help:"Let the part fill itself again."`
	By       string `env:"QALXAN_REVIEWER" help:"Who writes."`
	Reason   string `help:"Why, in a sentence. It is kept."`
	JSON     bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (campaignBriefCmd) Help() string {
	return "Without --part it prints the brief in ABCDE order.\nExample:\n  qalxan campaign brief c-0123 --part effect --language az --text effect.txt --by leyla"
}

// Run shows a brief or writes a part.
func (c campaignBriefCmd) Run(a *app) error {
	switch {
	case c.Part == "" && (c.Text != "" || c.Fill):
		return usagef("say which part to write with --part")
	case c.Part != "" && c.By == "":
		return usagef("say who writes with --by")
	case c.Part != "" && (c.Text == "") != c.Fill:
		return usagef("give the text with --text, or let the part fill itself with --fill")
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	path := "/control/campaigns/" + url.PathEscape(c.ID) + "/brief"
	if c.Part == "" && c.JSON {
		return s.copyJSON(a, path)
	}
	var b api.Summary
	if err := s.get(a, path, &b); err != nil {
		return err
	}
	if c.Part == "" {
		a.printBrief(b)
		return nil
	}
	change, err := c.change(a, b)
	if err != nil {
		return err
	}
	return written{c.By, c.Reason, c.JSON}.send(a, s, "/control/briefs", change, "kept:")
}

// change is what the part becomes.
func (c campaignBriefCmd) change(a *app, b api.Summary) (watchlist.BriefChange, error) {
	part, _ := b.Part(qalxan.BriefPart(c.Part))
	change := watchlist.BriefChange{
		Author:   watchlist.Author{By: c.By, Why: c.Reason, Seen: part.Seen()},
		Campaign: b.Campaign, Text: qalxan.BriefText{Part: part.Part, Facts: part.Facts}, Filled: c.Fill,
	}
	if c.Fill {
		return change, nil
	}
	text, err := c.read(a)
	if err != nil {
		return change, err
	}
	change.Text.Texts = map[string]string{}
	if part.Text != nil {
		maps.Copy(change.Text.Texts, part.Text.Texts)
	}
	change.Text.Texts[c.Language] = text
	return change, nil
}

func (c campaignBriefCmd) read(a *app) (string, error) {
	from := a.in
	if c.Text != "-" {
		file, err := os.Open(c.Text)
		if err != nil {
			return "", usageError{err}
		}
		defer file.Close()
		from = file
	}
	data, err := io.ReadAll(io.LimitReader(from, maxWritten))
	return strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n")), err
}

func (a *app) printBrief(b api.Summary) {
	for _, p := range b.Parts {
		a.printf("%s\n", strings.ToUpper(string(p.Part)))
		if p.Text != nil {
			a.printf("  written by %s, %s\n", plain(p.Text.By), p.Text.Time.UTC().Format(stamp))
			for _, lang := range p.Text.Languages() {
				a.printf("  %s: %s\n", lang, strings.ReplaceAll(paragraphs(p.Text.Texts[lang]), "\n", "\n      "))
			}
			if p.Changed {
				a.printf("  the record knows other things now than when this was written\n")
			}
		}
		for _, line := range known(b, p.Part) {
			a.printf("  %s\n", plain(line))
		}
	}
}

// known is what the record knows of a part, a line each.
func known(b api.Summary, part qalxan.BriefPart) (lines []string) {
	switch part {
	case qalxan.BriefActors:
		lines = append(lines, "who is behind it is not known from here; these published:")
		for _, actor := range b.Actors {
			lines = append(lines, fmt.Sprintf("%s, %d publications, grade %s", actor.Source.ID, actor.Publications, actor.Source.Grade))
		}
	case qalxan.BriefBehaviour:
		for _, seen := range b.Behaviours {
			lines = append(lines, fmt.Sprintf("%s in %d publications", seen.Value, seen.Count))
		}
	case qalxan.BriefContent:
		for _, claim := range b.Claims {
			lines = append(lines, claim.Narrative.ID+": "+claim.Narrative.Claim)
		}
	case qalxan.BriefDegree:
		r := b.Reached
		lines = append(lines, fmt.Sprintf("%d publications in %d sources and %d languages, breakout %d", r.Publications, r.Sources, r.Languages, r.Breakout))
	case qalxan.BriefEffect:
		for _, stake := range b.Stakes {
			lines = append(lines, stake.Text)
		}
	}
	return lines
}
