package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"text/tabwriter"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
)

type campaignCmd struct {
	List     campaignListCmd     `cmd:"" default:"withargs" help:"List campaigns."`
	Show     campaignShowCmd     `cmd:"" help:"Show a campaign."`
	Brief    campaignBriefCmd    `cmd:"" help:"Show the brief of a campaign, or write a part of it."`
	Merge    campaignMergeCmd    `cmd:"" help:"Make two campaigns one."`
	Split    campaignSplitCmd    `cmd:"" help:"Make findings of a campaign one of their own."`
	Breakout campaignBreakoutCmd `cmd:"" help:"Set the Breakout category of a campaign."`
}

type campaignListCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by --help.
func (campaignListCmd) Help() string { return "Example:\n  qalxan campaign list" }

// Run lists campaigns.
func (c campaignListCmd) Run(a *app) error {
	return list(a, "/api/v1/campaigns", c.JSON, func(w *tabwriter.Writer, l api.CampaignList) {
		fmt.Fprintln(w, "CAMPAIGN\tFIRST\tLAST\tBREAKOUT\tTITLE")
		for _, c := range l.Campaigns {
			fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\n", c.ID, c.First.UTC().Format(stamp), c.Last.UTC().Format(stamp), c.Breakout.Category, plain(c.Title))
		}
	})
}

// ruler is who rules about a campaign, and why.
type ruler struct {
	Reason string `required:"" placeholder:"WORDS" help:"Why, in a sentence. It is kept."`
	By     string `required:"" placeholder:"NAME" env:"QALXAN_REVIEWER" help:"Who decides."`
	JSON   bool   `help:"Print the campaign as JSON."`
}

// rule sends a ruling and prints what came of it.
func (r ruler) rule(a *app, ruling qalxan.Ruling, say string) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	ruling.By, ruling.Reason = r.By, r.Reason
	var c qalxan.Campaign
	if err := s.call(a, http.MethodPost, "/control/campaigns/"+url.PathEscape(ruling.CampaignID)+"/rulings", ruling, &c); err != nil {
		return err
	}
	if r.JSON {
		return json.NewEncoder(a.out).Encode(c)
	}
	a.printf("%s %s  %s (breakout %d), by %s: %s\n", say, c.ID, plain(c.Title), c.Breakout.Category, plain(r.By), plain(r.Reason))
	return nil
}

type campaignMergeCmd struct {
	Stays string `arg:"" help:"The campaign that stays."`
	Goes  string `arg:"" help:"The campaign that becomes a part of it. Its id leads to the other from then on."`
	ruler
}

// Help is shown by --help.
func (campaignMergeCmd) Help() string {
	return "Example:\n  qalxan campaign merge c-0123 c-4567 --by leyla --reason 'the same accounts push both'"
}

// Run merges two campaigns.
func (c campaignMergeCmd) Run(a *app) error {
	return c.rule(a, qalxan.Ruling{Kind: qalxan.RulingMerge, CampaignID: c.Stays, OtherID: c.Goes}, "merged into")
}

type campaignSplitCmd struct {
	ID       string   `arg:"" help:"The campaign."`
	Findings []string `arg:"" help:"The findings that leave it together. They are never joined to it again but by a person."`
	ruler
}

// Help is shown by --help.
func (campaignSplitCmd) Help() string {
	return "Example:\n  qalxan campaign split c-0123 f-89ab f-cdef --by leyla --reason 'satire that only mentions the claim'"
}

// Run splits a campaign.
func (c campaignSplitCmd) Run(a *app) error {
	return c.rule(a, qalxan.Ruling{Kind: qalxan.RulingSplit, CampaignID: c.ID, Findings: c.Findings}, "split off as")
}

type campaignBreakoutCmd struct {
	ID       string `arg:"" help:"The campaign."`
	Category int    `arg:"" help:"1 to 6 on the Breakout Scale, of which only people set 6; 0 for the one that is computed."`
	ruler
}

// Help is shown by --help.
func (campaignBreakoutCmd) Help() string {
	return "Example:\n  qalxan campaign breakout c-0123 6 --by leyla --reason 'the ministry closed the waterworks because of it'"
}

// Run sets the Breakout category.
func (c campaignBreakoutCmd) Run(a *app) error {
	return c.rule(a, qalxan.Ruling{Kind: qalxan.RulingBreakout, CampaignID: c.ID, Category: c.Category}, "breakout set of")
}
