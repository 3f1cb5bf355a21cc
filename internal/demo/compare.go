package demo

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/internal/fakeweb"
)

func host(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// compare writes into the account where it parts from the truth.
func (d *Demo) compare(a *Account) {
	by := map[string]Flagged{}
	for _, f := range a.Findings {
		by[f.URL] = f
	}
	for _, want := range d.Truth.Findings {
		if lack := lacks(want, by); lack != "" {
			a.Missing = append(a.Missing, fmt.Sprintf("%s %s (%s)", want.URL, lack, want.Why))
		}
	}
	for _, never := range d.Truth.Forbidden {
		if f, ok := by[never.URL]; ok && offends(f, never) {
			a.Wrong = append(a.Wrong, fmt.Sprintf("%s was flagged as %s: %s (%s)", never.URL, f.Level, f.Why, never.Why))
		}
	}
	d.compareUnexpected(a)
	d.compareCampaign(a)
}

func lacks(want fakeweb.Expected, by map[string]Flagged) string {
	f, ok := by[want.URL]
	if !ok {
		return "was not flagged"
	}
	if f.Level != want.Level {
		return fmt.Sprintf("has level %s and not %s", f.Level, want.Level)
	}
	for _, detector := range want.Detectors {
		if !hit(f, []qalxan.Detector{detector}) {
			return fmt.Sprintf("has no signal of the %s detector", detector)
		}
	}
	return ""
}

// offends reports whether a finding is what must not be.
func offends(f Flagged, never fakeweb.Forbidden) bool {
	return !never.Level.Above(f.Level) || hit(f, never.Detectors)
}

// hit reports whether one of the detectors signalled.
func hit(f Flagged, detectors []qalxan.Detector) bool {
	return slices.ContainsFunc(f.Signals, func(s SignalShort) bool { return slices.Contains(detectors, s.Detector) })
}

// compareUnexpected holds every finding that the truth does not name to be
// wrong: ordinary news is most of the web.
func (d *Demo) compareUnexpected(a *Account) {
	for _, f := range a.Findings {
		named := slices.ContainsFunc(d.Truth.Findings, func(e fakeweb.Expected) bool { return e.URL == f.URL }) ||
			slices.ContainsFunc(d.Truth.Forbidden, func(n fakeweb.Forbidden) bool { return n.URL == f.URL })
		if !named {
			a.Wrong = append(a.Wrong, fmt.Sprintf("%s was flagged as %s and nothing is wrong with it: %s", f.URL, f.Level, f.Why))
		}
	}
}

// compareCampaign holds the campaign that the seed began to its members.
func (d *Demo) compareCampaign(a *Account) {
	i := slices.IndexFunc(a.Campaigns, func(c Campaign) bool { return slices.Contains(c.Members, d.Truth.First) })
	if i < 0 {
		a.Missing = append(a.Missing, "no campaign holds the seed "+d.Truth.First)
		return
	}
	c := a.Campaigns[i]
	if c.First != d.Truth.First {
		a.Wrong = append(a.Wrong, fmt.Sprintf("the campaign begins with %s and not with the seed %s", c.First, d.Truth.First))
	}
	for _, member := range d.Truth.Campaign.Members {
		if !slices.Contains(c.Members, member) {
			a.Missing = append(a.Missing, member+" is not in the campaign")
		}
	}
	for _, member := range c.Members {
		if !slices.Contains(d.Truth.Campaign.Members, member) {
			a.Wrong = append(a.Wrong, member+" is in the campaign and does not belong there")
		}
	}
}
