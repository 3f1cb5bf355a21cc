package circle

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/store"
)

// Circle is the findings of one entry and those of the record that may belong
// with them, while campaigns are formed. It is used once, by one goroutine.
type Circle struct {
	of     *Campaigns
	fresh  []string                   // identities whose finding is written anyway
	moved  []string                   // identities whose finding changes its campaign only
	member map[string]campaign.Member // by identity
	found  map[string]*qalxan.Finding // by identity; those of the members that are here whole
	item   map[string]qalxan.Item     // by identity: what its finding is about
	signal map[string][]qalxan.Signal // by identity
	known  map[string]qalxan.Campaign // by id
	formed map[string]bool            // ids of campaigns to be written
	gone   []store.Absorption         // campaigns that are part of another now
}

// Open begins the circle of an entry.
func (s *Campaigns) Open() *Circle {
	return &Circle{
		of: s, found: map[string]*qalxan.Finding{}, member: map[string]campaign.Member{},
		item: map[string]qalxan.Item{}, signal: map[string][]qalxan.Signal{},
		known: map[string]qalxan.Campaign{}, formed: map[string]bool{},
	}
}

// Add takes a finding that will be written.
func (c *Circle) Add(ctx context.Context, item qalxan.Item, f qalxan.Finding, signals []qalxan.Signal) error {
	c.fresh = append(c.fresh, f.Identity)
	return c.place(ctx, item, f, signals)
}

func (c *Circle) place(ctx context.Context, item qalxan.Item, f qalxan.Finding, signals []qalxan.Signal) error {
	m := campaign.Member{
		FindingID: f.ID, Identity: f.Identity, SourceID: f.SourceID, Title: item.Title, When: item.When(), CampaignID: f.CampaignID,
	}
	for _, s := range signals {
		switch {
		case s.Detector == qalxan.DetectNarrative && s.Stance == qalxan.StanceSpreads:
			m.Narratives = append(m.Narratives, s.Key)
		case s.Score > 0 && campaign.Ties(s.Detector):
			tied, err := c.tied(ctx, s)
			if err != nil {
				return err
			}
			m.Tied = append(m.Tied, tied...)
		}
	}
	c.found[f.Identity], c.member[f.Identity] = &f, m
	c.item[f.Identity], c.signal[f.Identity] = item, signals
	return nil
}

// Close forms the campaigns of all findings that were added, and judges the
// findings by how far their campaigns spread. It returns how many findings that
// raises.
func (c *Circle) Close(ctx context.Context) (raised int, err error) {
	if err := c.form(ctx); err != nil {
		return 0, fmt.Errorf("forming campaigns: %w", err)
	}
	if raised, err = c.widen(ctx); err != nil {
		return 0, fmt.Errorf("judging by how far campaigns spread: %w", err)
	}
	return raised, nil
}

// form places every finding that was added.
func (c *Circle) form(ctx context.Context) error {
	for _, identity := range slices.Clone(c.fresh) {
		if err := c.gather(ctx, c.member[identity]); err != nil {
			return err
		}
		apart, err := c.of.record.Apart(ctx, slices.Collect(maps.Keys(c.known)))
		if err != nil {
			return err
		}
		known := campaign.Known{
			Others: slices.Collect(maps.Values(c.member)), Campaigns: slices.Collect(maps.Values(c.known)), Apart: apart,
			Claims: c.of.options.Claims(), Now: c.of.options.Now(),
		}
		if p, ok := c.of.placing.Place(c.member[identity], known); ok {
			if err := c.take(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// take carries a placement over to the findings that it is about.
func (c *Circle) take(ctx context.Context, p campaign.Placement) error {
	for _, merged := range p.Merged {
		if err := c.bringAll(ctx, store.Filter{Campaigns: []string{merged}}, 0); err != nil {
			return err
		}
		delete(c.known, merged)
		delete(c.formed, merged)
		c.gone = append(c.gone, store.Absorption{ID: merged, Into: p.Campaign.ID})
	}
	id := p.Campaign.ID
	c.known[id], c.formed[id] = p.Campaign, true
	for _, identity := range slices.Sorted(maps.Keys(c.member)) {
		m := c.member[identity]
		if !slices.Contains(p.Joined, m.FindingID) && !slices.Contains(p.Merged, m.CampaignID) {
			continue
		}
		if err := c.bringOf(ctx, identity); err != nil {
			return fmt.Errorf("reading the finding about %s: %w", identity, err)
		}
		m = c.member[identity]
		m.CampaignID = id
		c.member[identity], c.found[identity].CampaignID = m, id
		if !slices.Contains(c.fresh, identity) && !slices.Contains(c.moved, identity) {
			c.moved = append(c.moved, identity)
		}
	}
	return nil
}

// Write adds to an entry the findings, the campaigns, and those that are part
// of another now.
func (c *Circle) Write(e *store.Entry) {
	e.Findings, e.Campaigns, e.Absorbed = c.findings(), c.campaigns(), c.gone
}

// findings are those to be written.
func (c *Circle) findings() []qalxan.Finding {
	var list []qalxan.Finding
	for _, identity := range append(slices.Clone(c.fresh), c.moved...) {
		list = append(list, *c.found[identity])
	}
	return list
}

// campaigns are those to be written.
func (c *Circle) campaigns() []qalxan.Campaign {
	var list []qalxan.Campaign
	for _, id := range slices.Sorted(maps.Keys(c.formed)) {
		list = append(list, c.known[id])
	}
	return list
}
