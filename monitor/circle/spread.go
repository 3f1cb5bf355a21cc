package circle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/breakout"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/store"
)

// maxSpread bounds how many members of a campaign are looked at for its spread.
const maxSpread = 10_000

// Facts are what the criteria are told of an item beside its signals; the
// campaign is that of its finding, empty for none.
func (s *Campaigns) Facts(ctx context.Context, item qalxan.Item, campaignID string) (criteria.Facts, error) {
	f := criteria.Facts{Evidence: item.CaptureID != ""}
	if campaignID == "" {
		return f, nil
	}
	c, err := s.record.Campaign(ctx, campaignID)
	if errors.Is(err, store.ErrNotFound) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	members, err := s.rosters.ask(ctx, s.record, campaignID)
	if err != nil {
		return f, err
	}
	e := s.extents.ask(campaignID, members)
	f.Breakout, f.Members, f.Sources, f.Doubled = c.Breakout.Category, e.members, e.sources, e.doubled
	return f, nil
}

func spreadFacts(c qalxan.Campaign, members []breakout.Member) criteria.Facts {
	sources := map[string]bool{}
	for _, m := range members {
		sources[m.SourceID] = true
	}
	return criteria.Facts{Breakout: c.Breakout.Category, Members: len(members), Sources: len(sources), Doubled: breakout.Doubled(members)}
}

// widen computes how far the campaigns of the circle spread and judges their
// findings by it: those of the entry, and the incidents among the others where
// the campaign reached a higher category or is critical from now on. It returns
// how many findings that raises.
func (c *Circle) widen(ctx context.Context) (raised int, err error) {
	for _, id := range slices.Sorted(maps.Keys(c.formed)) {
		members, err := c.spread(ctx, id)
		if err != nil {
			return 0, err
		}
		campaign := c.known[id]
		was := campaign.Breakout
		campaign.Breakout = spreadTo(was, breakout.Compute(members))
		c.known[id] = campaign
		shared := spreadFacts(campaign, members)
		fresh, critical := c.rejudge(id, c.fresh, shared)
		raised += fresh
		if campaign.Breakout.Category <= was.Category && !critical {
			continue
		}
		others, err := c.incidents(ctx, id)
		if err != nil {
			return 0, err
		}
		higher, _ := c.rejudge(id, others, shared)
		raised += higher
	}
	return raised, nil
}

// spreadTo is the breakout after it was computed anew; the category that a
// person set stays.
func spreadTo(was, computed qalxan.Breakout) qalxan.Breakout {
	if was.SetBy != "" {
		computed.Category, computed.SetBy, computed.Why = was.Category, was.SetBy, was.Why
	}
	return computed
}

// rejudge judges those of the identities that are in a campaign by its facts.
// It returns how many that raises, and whether any is critical.
func (c *Circle) rejudge(campaignID string, identities []string, shared criteria.Facts) (raised int, critical bool) {
	for _, identity := range identities {
		f, item := c.found[identity], c.item[identity]
		if f.CampaignID != campaignID {
			continue
		}
		shared.Evidence = item.CaptureID != ""
		before := f.Level
		if c.of.options.Judge(f, item, c.signal[identity], shared) && before != "" {
			raised++
		}
		critical = critical || f.Level == qalxan.LevelCritical
		if !slices.Contains(c.fresh, identity) && !slices.Contains(c.moved, identity) {
			c.moved = append(c.moved, identity)
		}
	}
	return raised, critical
}

// incidents brings in the findings of a campaign that are incidents, with their
// decisions, and lists their identities, without those of the entry.
func (c *Circle) incidents(ctx context.Context, campaignID string) ([]string, error) {
	filter := store.Filter{Campaigns: []string{campaignID}, Levels: []string{string(qalxan.LevelIncident)}}
	if err := c.bringAll(ctx, filter, maxTies); err != nil {
		return nil, err
	}
	var identities []string
	for identity, f := range c.found {
		if f.CampaignID != campaignID || f.Level != qalxan.LevelIncident || slices.Contains(c.fresh, identity) {
			continue
		}
		whole, err := c.of.record.FindingOf(ctx, identity)
		if err != nil {
			return nil, fmt.Errorf("reading the finding about %s: %w", identity, err)
		}
		f.Decisions = whole.Decisions
		identities = append(identities, identity)
	}
	slices.Sort(identities)
	return identities, nil
}

// spread lists the members of a campaign: those of the record, as the circle
// changes them.
func (c *Circle) spread(ctx context.Context, campaignID string) ([]breakout.Member, error) {
	known, err := c.of.rosters.ask(ctx, c.of.record, campaignID)
	if err != nil {
		return nil, err
	}
	outlets, err := c.of.outlets.ask(ctx, c.of.record)
	if err != nil {
		return nil, fmt.Errorf("reading sources: %w", err)
	}
	members := make([]breakout.Member, 0, len(known.rows)+len(c.found))
	for _, r := range known.rows {
		if c.found[r.Identity] == nil {
			members = append(members, spreadMember(r, outlets[r.SourceID]))
		}
	}
	for identity, f := range c.found {
		if item := c.item[identity]; f.CampaignID == campaignID {
			members = append(members, spreadMember(store.Spread{
				ItemID: item.ID, SourceID: f.SourceID, URL: item.URL, Language: item.Language.Code, When: item.When(),
			}, outlets[f.SourceID]))
		}
	}
	return members, nil
}

// spreadMember adds to a row what its source says.
func spreadMember(r store.Spread, o outlet) breakout.Member {
	return breakout.Member{
		ItemID: r.ItemID, SourceID: r.SourceID, Source: cmp.Or(o.name, r.SourceID),
		Platform: breakout.PlatformOf(o.kind, r.URL), Language: r.Language, Reach: o.reach, When: r.When,
	}
}
