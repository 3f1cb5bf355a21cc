package api

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// CampaignView is a campaign with its members and how it spread.
type CampaignView struct {
	Campaign qalxan.Campaign `json:"campaign"`
	// Size is how many members there are; Members are a page of them in order of
	// time: the first published first.
	Size    int      `json:"size"`
	Members []Member `json:"members"`
	Next    string   `json:"next,omitempty"` // cursor of the next page of members
	// Counted is how many members, the first ones, Timeline, Sources and
	// Languages count: all up to 10,000.
	Counted int `json:"counted"`
	// Timeline counts the members by Unit, from the first to the last, times
	// without members left out.
	Timeline  []Bucket      `json:"timeline"`
	Unit      string        `json:"unit" enum:"hour,day"`
	Sources   []store.Count `json:"sources"`
	Languages []store.Count `json:"languages"`
	// Path is the way from the first member to every other of the first ones, in
	// order of time. Mapped is how many these are: all up to 300.
	Path   []Hop `json:"path"`
	Mapped int   `json:"mapped"`
	// Rulings are what people decided about it, oldest first.
	Rulings []qalxan.Ruling `json:"rulings"`

	// Early are the members that the path is about.
	Early []Early `json:"-"`
	// Carriers are the members that brought it to another step of the Breakout
	// Scale, by the ids of the steps' items.
	Carriers map[string]Member `json:"-"`

	sources map[string]qalxan.Source // all that are known
	digest  *digest
}

// Early is a member as far as a drawing of the spread shows it.
type Early struct {
	FindingID, Source, Title string
	When                     time.Time
}

// SourceName is the name of a source, or its id where it has none.
func (v CampaignView) SourceName(id string) string { return cmp.Or(v.sources[id].Name, id) }

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

// membersPage is how many members of a campaign are listed unless fewer are
// asked for.
const membersPage = 1000

// Campaign returns one campaign, by its id, with its first members.
func (l *Library) Campaign(ctx context.Context, id string) (CampaignView, error) {
	return l.CampaignPage(ctx, id, store.Page{Limit: membersPage})
}

// CampaignPage returns one campaign, by its id, with a page of its members.
func (l *Library) CampaignPage(ctx context.Context, id string, p store.Page) (CampaignView, error) {
	campaign, err := l.campaign(ctx, id)
	if err != nil {
		return CampaignView{}, err
	}
	view := CampaignView{Campaign: campaign}
	if view.sources, err = l.known(ctx); err != nil {
		return CampaignView{}, err
	}
	if view.digest, err = l.digest(ctx, campaign.ID, view.sources); err != nil {
		return CampaignView{}, err
	}
	d := view.digest
	view.Size, view.Counted, view.Mapped = d.shown.Members, d.counted, d.mapped
	view.Timeline, view.Unit, view.Sources, view.Languages, view.Path = d.timeline, d.unit, d.sources, d.languages, d.path
	if err := l.people(ctx, &view, p); err != nil {
		return CampaignView{}, fmt.Errorf("read the members of campaign %s: %w", id, err)
	}
	rulings, err := l.store.Rulings(ctx, campaign.ID)
	view.Rulings = filled(rulings)
	return view, err
}

// people adds what is read anew each time: members with their words.
func (l *Library) people(ctx context.Context, view *CampaignView, p store.Page) error {
	rows, err := l.store.Spread(ctx, view.Campaign.ID, maxMapped)
	if err != nil {
		return err
	}
	for _, r := range rows {
		view.Early = append(view.Early, Early{r.FindingID, view.SourceName(r.SourceID), r.Title, r.When})
	}
	found, next, err := l.store.Members(ctx, view.Campaign.ID, p)
	if err != nil {
		return err
	}
	view.Members, view.Next = []Member{}, next
	entry := l.entries()
	for _, f := range found {
		e, err := entry(ctx, f)
		if err != nil {
			return err
		}
		view.Members = append(view.Members, view.member(e))
	}
	view.Carriers = map[string]Member{}
	for _, s := range view.Campaign.Breakout.Steps {
		if err := l.carrier(ctx, view, s.Item); err != nil {
			return err
		}
	}
	return nil
}

func (v CampaignView) member(e FindingEntry) Member {
	return Member{e, int64(e.Item.When.Sub(v.digest.first) / time.Second)}
}

// carrier adds the member that is about an item, if it is one still.
func (l *Library) carrier(ctx context.Context, view *CampaignView, itemID string) error {
	item, err := optional(l.store.Item(ctx, itemID))
	if err != nil || item == nil {
		return err
	}
	f, err := optional(l.store.FindingOf(ctx, item.Identity))
	if err != nil || f == nil || f.CampaignID != view.Campaign.ID || f.ItemID != itemID {
		return err
	}
	e, err := l.entries()(ctx, *f)
	view.Carriers[itemID] = view.member(e)
	return err
}

// known are all sources that the record knows, by id.
func (l *Library) known(ctx context.Context) (map[string]qalxan.Source, error) {
	all, err := l.standing(ctx)
	sources := make(map[string]qalxan.Source, len(all))
	for _, s := range all {
		sources[s.Source.ID] = s.Source
	}
	return sources, err
}

func (l *Library) campaign(ctx context.Context, id string) (qalxan.Campaign, error) {
	campaign, err := l.store.Campaign(ctx, id)
	if err != nil {
		return campaign, fmt.Errorf("campaign %s: %w", id, err)
	}
	campaign.Narratives = filled(campaign.Narratives)
	return campaign, nil
}
