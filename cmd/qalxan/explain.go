package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/qalxan/qalxan"
)

// explain prints why an item or a finding is flagged, and why not more.
func (c showCmd) explain(a *app, s *session) error {
	path := "/control/explain/" + url.PathEscape(c.ID)
	if c.JSON {
		return s.copyJSON(a, path)
	}
	var e qalxan.Explanation
	if err := s.get(a, path, &e); err != nil {
		return err
	}
	level := string(e.Level)
	if level == "" {
		level = "not flagged"
	}
	a.printf("%s (criteria %s)\n%s\n\n", level, plain(e.Criteria), plain(e.Text))
	if d := e.Override; d != nil {
		a.printf("level set to %s by %s on %s: %s\n\n", d.Level, plain(d.By), d.Time.UTC().Format(stamp), plain(d.Reason))
	}
	for _, l := range e.Levels {
		a.printf("%s\n", plain(l.Text))
	}
	a.printf("\nindicators\n")
	for _, in := range e.Indicators {
		a.printf("  %s  %-15s %-9s %s\n", mark(in.Met), plain(in.ID), in.Kind, plain(in.Text))
	}
	a.printf("\nfacts\n")
	for _, name := range sortedKeys(e.Facts) {
		a.printf("  %s = %s\n", name, plain(e.Facts[name]))
	}
	return nil
}

func mark(met bool) string {
	if met {
		return "+"
	}
	return "-"
}

// printBreakout says how far a campaign spread, and which item brought it there.
func (a *app) printBreakout(b qalxan.Breakout) {
	if b.Category == 0 {
		return
	}
	by := ""
	if b.SetBy != "" {
		by = fmt.Sprintf(", set by %s: %s", plain(b.SetBy), plain(b.Why))
	}
	a.printf("breakout %d%s\n", b.Category, by)
	for _, s := range b.Steps {
		a.printf("  %d  %s  %s  %s\n", s.Category, s.Time.UTC().Format(stamp), s.Item, plain(s.Why))
	}
}

// printRuling says what a person decided about a campaign.
func (a *app) printRuling(r qalxan.Ruling) {
	switch r.Kind {
	case qalxan.RulingMerge:
		a.printf("ruling %s: %s merged into %s", r.Time.UTC().Format(stamp), r.OtherID, r.CampaignID)
	case qalxan.RulingSplit:
		a.printf("ruling %s: %s split off from %s with %s", r.Time.UTC().Format(stamp), r.OtherID, r.CampaignID, strings.Join(r.Findings, " "))
	default:
		a.printf("ruling %s: breakout %d", r.Time.UTC().Format(stamp), r.Category)
	}
	a.printf(", by %s: %s\n", plain(r.By), plain(r.Reason))
}
