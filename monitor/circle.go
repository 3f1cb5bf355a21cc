package monitor

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/store"
)

// maxTies bounds how many findings about the same claim are looked at. One of
// them that is in the campaign is enough to find it.
const maxTies = 200

// circle is the findings of one entry and those of the record that may belong
// with them, while campaigns are formed.
type circle struct {
	record store.Reader
	rule   campaignRule
	fresh  []string                   // identities whose finding is written anyway
	moved  []string                   // identities whose finding changes its campaign only
	found  map[string]*qalxan.Finding // by identity
	member map[string]campaign.Member // by identity
	item   map[string]qalxan.Item     // by identity: what its finding is about
	signal map[string][]qalxan.Signal // by identity
	known  map[string]qalxan.Campaign // by id
	formed map[string]bool            // ids of campaigns to be written
	gone   []store.Absorption         // campaigns that are part of another now
}

// campaignRule says which findings belong together.
type campaignRule struct {
	*campaign.Campaigns
	claims func() map[string]string // of the narratives that are watched now, by id
	now    func() time.Time
}

func newCircle(r store.Reader, rule campaignRule) *circle {
	return &circle{
		record: r, rule: rule, found: map[string]*qalxan.Finding{}, member: map[string]campaign.Member{},
		item: map[string]qalxan.Item{}, signal: map[string][]qalxan.Signal{},
		known: map[string]qalxan.Campaign{}, formed: map[string]bool{},
	}
}

// add takes a finding that will be written.
func (c *circle) add(ctx context.Context, item qalxan.Item, f qalxan.Finding, signals []qalxan.Signal) error {
	c.fresh = append(c.fresh, f.Identity)
	return c.place(ctx, item, f, signals)
}

func (c *circle) place(ctx context.Context, item qalxan.Item, f qalxan.Finding, signals []qalxan.Signal) error {
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

// tied lists the identities that a signal names.
func (c *circle) tied(ctx context.Context, s qalxan.Signal) ([]string, error) {
	named := strings.Fields(s.Reason.Facts[campaign.FactIdentities])
	named = named[:min(len(named), maxTies)]
	if s.Compared == "" {
		return named, nil
	}
	other, err := c.record.Item(ctx, s.Compared)
	switch {
	case errors.Is(err, store.ErrNotFound):
		// The item of this very entry is not in the record yet; it is tied from
		// its own side.
		return named, nil
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", s.Compared, err)
	}
	return append(named, other.Identity), nil
}

// close forms the campaigns of all findings that were added.
func (c *circle) close(ctx context.Context) error {
	for _, identity := range slices.Clone(c.fresh) {
		if err := c.gather(ctx, c.member[identity]); err != nil {
			return err
		}
		apart, err := c.record.Apart(ctx, slices.Collect(maps.Keys(c.known)))
		if err != nil {
			return err
		}
		known := campaign.Known{
			Others: slices.Collect(maps.Values(c.member)), Campaigns: slices.Collect(maps.Values(c.known)), Apart: apart,
			Claims: c.rule.claims(), Now: c.rule.now(),
		}
		if p, ok := c.rule.Place(c.member[identity], known); ok {
			if err := c.take(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// gather brings in what may belong with a member: findings about what it
// is tied to or about the same claims, and the campaigns of all of them.
func (c *circle) gather(ctx context.Context, m campaign.Member) error {
	for _, identity := range m.Tied {
		f, err := c.record.FindingOf(ctx, identity)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if err := c.bring(ctx, f); err != nil {
			return err
		}
	}
	if len(m.Narratives) > 0 {
		filter := store.Filter{
			Narratives: m.Narratives, After: m.When.Add(-c.rule.Window()), Before: m.When.Add(c.rule.Window()),
		}
		if err := c.bringAll(ctx, filter, maxTies); err != nil {
			return err
		}
	}
	return c.gatherCampaigns(ctx)
}

func (c *circle) gatherCampaigns(ctx context.Context) error {
	for _, m := range c.member {
		if _, ok := c.known[m.CampaignID]; ok || m.CampaignID == "" {
			continue
		}
		known, err := c.record.Campaign(ctx, m.CampaignID)
		if err != nil {
			return fmt.Errorf("reading campaign %s: %w", m.CampaignID, err)
		}
		c.known[known.ID] = known
	}
	return nil
}

// bringAll brings in the findings that a filter lets through, at most limit of
// them; 0 for all.
func (c *circle) bringAll(ctx context.Context, filter store.Filter, limit int) error {
	for page := (store.Page{Limit: limit}); ; {
		findings, next, err := c.record.Findings(ctx, filter, page)
		if err != nil {
			return err
		}
		for _, f := range findings {
			if err := c.bring(ctx, f); err != nil {
				return err
			}
		}
		if page.Cursor = next; next == "" || limit > 0 {
			return nil
		}
	}
}

func (c *circle) bring(ctx context.Context, f qalxan.Finding) error {
	if _, ok := c.member[f.Identity]; ok {
		return nil
	}
	item, err := c.record.Item(ctx, f.ItemID)
	if err != nil {
		return fmt.Errorf("reading %s: %w", f.ItemID, err)
	}
	return c.place(ctx, item, f, f.Signals)
}

// take carries a placement over to the findings that it is about.
func (c *circle) take(ctx context.Context, p campaign.Placement) error {
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
		m.CampaignID = id
		c.member[identity], c.found[identity].CampaignID = m, id
		if !slices.Contains(c.fresh, identity) && !slices.Contains(c.moved, identity) {
			c.moved = append(c.moved, identity)
		}
	}
	return nil
}

// findings are those to be written.
func (c *circle) findings() []qalxan.Finding {
	var list []qalxan.Finding
	for _, identity := range append(slices.Clone(c.fresh), c.moved...) {
		list = append(list, *c.found[identity])
	}
	return list
}

// campaigns are those to be written.
func (c *circle) campaigns() []qalxan.Campaign {
	var list []qalxan.Campaign
	for _, id := range slices.Sorted(maps.Keys(c.formed)) {
		list = append(list, c.known[id])
	}
	return list
}
