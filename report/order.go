package report

import (
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
)

// ordered are the findings as they are told: those of each campaign together,
// in the order in which the campaign spread, and then the others as they come.
func ordered(d Document) []Entry {
	var out []Entry
	told := make(map[string]bool)
	for _, c := range d.Campaigns {
		if !told[c.ID] {
			told[c.ID] = true
			out = append(out, members(c, d.Findings)...)
		}
	}
	for _, e := range d.Findings {
		if !told[e.Finding.CampaignID] {
			out = append(out, e)
		}
	}
	return out
}

// members are the entries of a campaign in order of time.
func members(c qalxan.Campaign, entries []Entry) []Entry {
	var out []Entry
	for _, e := range entries {
		if e.Finding.CampaignID == c.ID {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int {
		if order := a.Item.When().Compare(b.Item.When()); order != 0 {
			return order
		}
		return strings.Compare(a.Finding.ID, b.Finding.ID)
	})
	return out
}
