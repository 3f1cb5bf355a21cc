package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// CampaignView is a campaign with its members and how it spread.
type CampaignView struct {
	Campaign qalxan.Campaign `json:"campaign"`
	// Members are in order of time: the first published first.
	Members []Member `json:"members"`
	// Timeline counts the members by Unit, from the first to the last, times
	// without members left out.
	Timeline  []Bucket      `json:"timeline"`
	Unit      string        `json:"unit" enum:"hour,day"`
	Sources   []store.Count `json:"sources"`
	Languages []store.Count `json:"languages"`
	// Path is the way from the first member to every other, in order of time.
	Path []Hop `json:"path"`
	// Rulings are what people decided about it, oldest first.
	Rulings []qalxan.Ruling `json:"rulings"`
}

// Member is a finding of a campaign.
type Member struct {
	FindingEntry
	// Delay is the time after the first member, in whole seconds.
	Delay int64 `json:"delay_seconds"`
}

// Bucket is one hour or day, in UTC.
type Bucket struct {
	Start time.Time `json:"start"`
	Count int       `json:"count"`
}

// CampaignList is one page of campaigns.
type CampaignList struct {
	Campaigns []qalxan.Campaign `json:"campaigns"`
	Next      string            `json:"next,omitempty"` // cursor of the next page
}

// Campaigns lists campaigns, last updated first.
func (l *Library) Campaigns(ctx context.Context, p store.Page) (CampaignList, error) {
	campaigns, next, err := l.store.Campaigns(ctx, p)
	if err != nil {
		return CampaignList{}, fmt.Errorf("list campaigns: %w", err)
	}
	for i := range campaigns {
		campaigns[i].Narratives = filled(campaigns[i].Narratives)
	}
	return CampaignList{filled(campaigns), next}, nil
}

// Campaign returns one campaign, by its id.
func (l *Library) Campaign(ctx context.Context, id string) (CampaignView, error) {
	campaign, err := l.campaign(ctx, id)
	if err != nil {
		return CampaignView{}, err
	}
	members, err := l.members(ctx, campaign.ID)
	if err != nil {
		return CampaignView{}, err
	}
	view := CampaignView{Campaign: campaign, Members: members}
	view.Sources = tally(members, func(m Member) string { return m.Item.SourceID })
	view.Languages = tally(members, func(m Member) string { return m.Item.Language })
	view.Unit, view.Timeline = timeline(members)
	kinds, err := l.kinds(ctx, view.Sources)
	if err != nil {
		return CampaignView{}, err
	}
	view.Path = path(members, kinds)
	rulings, err := l.store.Rulings(ctx, campaign.ID)
	view.Rulings = filled(rulings)
	return view, err
}

// kinds are those of sources that the record knows, by id.
func (l *Library) kinds(ctx context.Context, sources []store.Count) (map[string]qalxan.Kind, error) {
	kinds := map[string]qalxan.Kind{}
	for _, s := range sources {
		source, err := optional(l.store.Source(ctx, s.Value))
		if err != nil {
			return nil, fmt.Errorf("read source %s: %w", s.Value, err)
		}
		if source != nil {
			kinds[s.Value] = source.Kind
		}
	}
	return kinds, nil
}

func (l *Library) campaign(ctx context.Context, id string) (qalxan.Campaign, error) {
	campaign, err := l.store.Campaign(ctx, id)
	if err != nil {
		return campaign, fmt.Errorf("campaign %s: %w", id, err)
	}
	campaign.Narratives = filled(campaign.Narratives)
	return campaign, nil
}

// members lists the findings of a campaign in order of time.
func (l *Library) members(ctx context.Context, id string) ([]Member, error) {
	members, entry := []Member{}, l.entries()
	for f, err := range l.findings(ctx, store.Filter{Campaigns: []string{id}}) {
		if err != nil {
			return nil, fmt.Errorf("read the members of campaign %s: %w", id, err)
		}
		e, err := entry(ctx, f)
		if err != nil {
			return nil, err
		}
		members = append(members, Member{FindingEntry: e})
	}
	slices.SortStableFunc(members, func(a, b Member) int {
		return cmp.Or(a.Item.When.Compare(b.Item.When), cmp.Compare(a.Finding.ID, b.Finding.ID))
	})
	for i := range members {
		members[i].Delay = int64(members[i].Item.When.Sub(members[0].Item.When) / time.Second)
	}
	return members, nil
}

// hourly is how long a campaign may last and still be counted by the hour.
const hourly = 3 * 24 * time.Hour

// timeline counts members, sorted by time, by the hour or by the day.
func timeline(members []Member) (unit string, buckets []Bucket) {
	unit, step, buckets := "hour", time.Hour, []Bucket{}
	if n := len(members); n > 0 && members[n-1].Item.When.Sub(members[0].Item.When) > hourly {
		unit, step = "day", 24*time.Hour
	}
	for _, m := range members {
		start := m.Item.When.UTC().Truncate(step)
		if last := len(buckets) - 1; last >= 0 && buckets[last].Start.Equal(start) {
			buckets[last].Count++
			continue
		}
		buckets = append(buckets, Bucket{start, 1})
	}
	return unit, buckets
}

// tally counts members by value: counts fall, ties are in order of value.
func tally(members []Member, value func(Member) string) []store.Count {
	counts := make(map[string]int)
	for _, m := range members {
		counts[value(m)]++
	}
	out := []store.Count{}
	for v, n := range counts {
		out = append(out, store.Count{Value: v, Count: n})
	}
	slices.SortFunc(out, func(a, b store.Count) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	})
	return out
}
