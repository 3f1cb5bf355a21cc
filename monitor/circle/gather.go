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

// maxTies bounds how many findings about the same claim are looked at. One of
// them that is in the campaign is enough to find it.
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
		f, err := c.of.record.FindingOf(ctx, identity)
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
	if window := c.of.placing.Window(); len(m.Narratives) > 0 {
		filter := store.Filter{
			Narratives: m.Narratives, After: m.When.Add(-window), Before: m.When.Add(window),
		}
		if err := c.bringAll(ctx, filter, maxTies); err != nil {
			return err
		}
	}
	return c.gatherCampaigns(ctx)
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

func (c *Circle) bring(ctx context.Context, f qalxan.Finding) error {
	if _, ok := c.member[f.Identity]; ok {
		return nil
	}
	item, err := c.of.record.Item(ctx, f.ItemID)
	if err != nil {
		return fmt.Errorf("reading %s: %w", f.ItemID, err)
	}
	return c.place(ctx, item, f, f.Signals)
}
