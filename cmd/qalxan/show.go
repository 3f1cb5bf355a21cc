package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/control"
)

type showCmd struct {
	ID      string `arg:"" help:"The id of a finding, item, campaign, source or narrative."`
	Explain bool   `help:"Say by which criteria a finding or item is flagged, and why not more or not at all."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by --help.
func (showCmd) Help() string {
	return "Examples:\n  qalxan show f-0123456789abcdef\n  qalxan show c-0123 --json\n  qalxan show i-0123456789abcdef --explain"
}

// Run shows one thing.
func (c showCmd) Run(a *app) error {
	if c.ID == "" {
		return usagef("the id is empty: name a finding, item, campaign, source or narrative")
	}
	s, err := a.openRecord()
	if err != nil {
		return err
	}
	defer s.close()
	if c.Explain {
		return c.explain(a, s)
	}
	var answer control.Shown
	if err := s.get(a, "/control/show/"+url.PathEscape(c.ID), &answer); err != nil {
		return err
	}
	if c.JSON {
		_, err := fmt.Fprintf(a.out, "%s\n", answer.View)
		return err
	}
	return printShown(a, answer)
}

func printShown(a *app, s control.Shown) error {
	switch s.Noun {
	case api.NounFinding:
		return decoded(s.View, a.printFinding)
	case api.NounItem:
		return decoded(s.View, a.printItem)
	case api.NounCampaign:
		return decoded(s.View, a.printCampaign)
	case api.NounSource:
		return decoded(s.View, a.printSource)
	default:
		return decoded(s.View, a.printNarrative)
	}
}

func decoded[T any](raw json.RawMessage, print func(T)) error {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	print(v)
	return nil
}

const stamp = "2006-01-02 15:04 UTC"

func (a *app) printf(format string, args ...any) { fmt.Fprintf(a.out, format, args...) }

func (a *app) printFinding(v api.FindingView) {
	f := v.Finding
	a.printf("%s  %s, %s (criteria %s)\n", f.ID, f.Level, f.Status, plain(f.Criteria))
	if d, ok := f.Override(); ok {
		a.printf("level set by %s: %s\n", plain(d.By), plain(d.Reason))
	}
	a.printf("%s\n%s\n%s\n\n", plain(v.Item.Title), plain(v.Item.URL), plain(f.Reason.Text))
	for i, s := range f.Signals {
		a.printf("%d. %s, score %.2f, likelihood %s\n   %s\n", i+1, s.Detector, s.Score, likelihood(s), plain(s.Reason.Text))
		for _, t := range s.Techniques {
			a.printf("   DISARM %s\n", plain(t))
		}
	}
	for _, c := range v.Compared {
		a.printf("compared with %s  %s  %s\n", c.ID, c.When.UTC().Format(stamp), plain(c.URL))
	}
	if v.Campaign != nil {
		a.printf("campaign %s  %s\n", v.Campaign.ID, plain(v.Campaign.Title))
	}
	a.printCaptures(v.Captures)
	for _, d := range f.Decisions {
		a.printf("decision %s: %s by %s: %s\n", d.Time.UTC().Format(stamp), change(d), plain(d.By), plain(d.Reason))
	}
	a.printText(v.Item)
}

func likelihood(s qalxan.Signal) string {
	if s.Likelihood == nil {
		return "not enough data"
	}
	return fmt.Sprintf("%.0f %%", 100**s.Likelihood)
}

func (a *app) printItem(v api.ItemView) {
	i := v.Item
	a.printf("%s  version %d of %d  %s  %s\n", i.ID, i.Version, len(v.Versions), plain(i.Language.Code), i.SourceID)
	a.printf("%s\n%s\n", plain(i.Title), plain(i.URL))
	for _, d := range i.Dates {
		a.printf("%s %s (%s)\n", d.Kind, d.Time.UTC().Format(stamp), plain(d.Origin))
	}
	a.printf("seen %s\n", i.Seen.UTC().Format(stamp))
	if v.Finding != nil {
		a.printf("finding %s: %s, %s\n", v.Finding.ID, v.Finding.Level, v.Finding.Status)
	}
	a.printCaptures(v.Captures)
	a.printText(i)
}

// printText prints the text of an item, and why there is none or not all of it.
func (a *app) printText(i qalxan.Item) {
	if i.Withheld != nil {
		a.printf("\n%s\n", plain(i.Withheld.Reason().Text))
	}
	if i.Withheld == nil || i.Text != "" {
		a.printf("\n%s\n", paragraphs(i.Text))
	}
}

func (a *app) printCaptures(captures []qalxan.Capture) {
	for _, c := range captures {
		a.printf("evidence %s  status %d  sha256 %s  %s at %d\n", c.Time.UTC().Format(stamp), c.Status, plain(c.SHA256), plain(c.Location.File), c.Location.Offset)
	}
}

func (a *app) printCampaign(v api.CampaignView) {
	c := v.Campaign
	a.printf("%s  %s\n", c.ID, plain(c.Title))
	a.printf("%s to %s, %d findings on %d sources in %d languages\n",
		c.First.UTC().Format(stamp), c.Last.UTC().Format(stamp), v.Size, len(v.Sources), len(v.Languages))
	a.printBreakout(c.Breakout)
	for _, r := range v.Rulings {
		a.printRuling(r)
	}
	for _, m := range v.Members {
		a.printf("%s  +%-9s %s  %s  [%s, %s]\n    %s\n", m.Item.When.UTC().Format(stamp),
			time.Duration(m.Delay)*time.Second, plain(m.Item.Language), plain(m.Item.SourceName), m.Finding.Level, m.Finding.ID, plain(m.Item.Title))
	}
	if more := v.Size - len(v.Members); more > 0 {
		a.printf("and %d more, later ones\n", more)
	}
}

func (a *app) printNarrative(v api.NarrativeView) {
	n := v.Narrative
	a.printf("%s  %s\n%d items hold it\n", n.ID, plain(n.Claim), v.Items)
	for _, lang := range sortedKeys(n.Wordings) {
		for _, w := range n.Wordings[lang] {
			a.printf("%s: %s\n", plain(lang), plain(w))
		}
	}
}
