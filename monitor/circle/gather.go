package circle

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/store"
)

// maxTies bounds how many identities a signal may name, how many campaigns of a
// claim are looked at, and how many findings about it that are in none.
const maxTies = 200

// tied lists the identities that a signal names.
func (c *Circle) tied(ctx context.Context, s qalxan.Signal) ([]string, error) {
	named := strings.Fields(s.Reason.Facts[campaign.FactIdentities])
	named = named[:min(len(named), maxTies)]
	if s.Compared == "" {
		return named, nil
	}
	other, err := c.of.record.Item(ctx, s.Compared)
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

// gather brings in what may belong with a member: findings about what it
// is tied to or about the same claims, and the campaigns of all of them.
func (c *Circle) gather(ctx context.Context, m campaign.Member) error {
	for _, identity := range m.Tied {
		if err := c.bringOf(ctx, identity); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	if len(m.Narratives) > 0 {
		if err := c.gatherClaimants(ctx, m); err != nil {
			return err
		}
	}
	return c.gatherCampaigns(ctx)
}

// gatherClaimants brings in findings that spread what a member spreads: as far
// as they are needed to place it, for the campaign of thousands has one that
// stands for it. What is about the claim without spreading it belongs here where
// it names the member.
func (c *Circle) gatherClaimants(ctx context.Context, m campaign.Member) error {
	window := c.of.placing.Window()
	reach := store.Reach{Narratives: m.Narratives, From: m.When.Add(-window), Before: m.When.Add(window)}
	near, err := c.of.record.Claimants(ctx, reach, maxTies)
	if err != nil {
		return err
	}
	for _, n := range near {
		if _, ok := c.member[n.Identity]; !ok {
			c.member[n.Identity] = campaign.Member{
				FindingID: n.FindingID, Identity: n.Identity, SourceID: n.SourceID, Title: n.Title, When: n.When,
				CampaignID: n.CampaignID, Narratives: n.Narratives,
			}
		}
	}
	naming, err := c.of.record.Naming(ctx, m.Identity, campaign.Tying(), reach, maxTies)
	if err != nil {
		return err
	}
	for _, identity := range naming {
		if err := c.bringOf(ctx, identity); err != nil {
			return err
		}
	}
	return nil
}

func (c *Circle) gatherCampaigns(ctx context.Context) error {
	for _, m := range c.member {
		if _, ok := c.known[m.CampaignID]; ok || m.CampaignID == "" {
			continue
		}
		known, err := c.of.record.Campaign(ctx, m.CampaignID)
		if err != nil {
			return fmt.Errorf("reading campaign %s: %w", m.CampaignID, err)
		}
		c.known[known.ID] = known
	}
	return nil
}

// bringAll brings in the findings that a filter lets through, at most limit of
// them; 0 for all.
func (c *Circle) bringAll(ctx context.Context, filter store.Filter, limit int) error {
	for page := (store.Page{Limit: limit}); ; {
		findings, next, err := c.of.record.Findings(ctx, filter, page)
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

// bringOf brings in the finding about an identity; store.ErrNotFound where there
// is none.
func (c *Circle) bringOf(ctx context.Context, identity string) error {
	if c.found[identity] != nil {
		return nil
	}
	f, err := c.of.record.FindingOf(ctx, identity)
	if err != nil {
		return err
	}
	return c.bring(ctx, f)
}

// bring brings in a whole finding, as it must be where it is written.
func (c *Circle) bring(ctx context.Context, f qalxan.Finding) error {
	if c.found[f.Identity] != nil {
		return nil
	}
	item, err := c.of.record.Item(ctx, f.ItemID)
	if err != nil {
		return fmt.Errorf("reading %s: %w", f.ItemID, err)
	}
	return c.place(ctx, item, f, f.Signals)
}
