package circle

import (
	"context"
	"fmt"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/breakout"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/store"
)

// Rule carries out what a person decided about campaigns: a merge, a split, or a
// Breakout category. What is placed later keeps to it. It returns the campaign
// that stays, or for a split the new one. The error is qalxan.qalxan.ErrRequest where
// the ruling does not fit the campaigns. Nothing may be judged meanwhile.
func (s *Campaigns) Rule(ctx context.Context, r qalxan.Ruling) (qalxan.Campaign, error) {
	after, err := s.Open().outcome(ctx, &r)
	if err != nil {
		return qalxan.Campaign{}, err
	}
	if err := s.record.Rule(ctx, r, after...); err != nil {
		return qalxan.Campaign{}, err
	}
	for i := range after {
		if after[i], err = s.Open().reconsider(ctx, after[i].ID); err != nil {
			return qalxan.Campaign{}, err
		}
	}
	return after[len(after)-1], nil
}

// outcome is how the campaigns of a ruling stand after it; the one to answer
// with comes last. It completes the ruling.
func (c *Circle) outcome(ctx context.Context, r *qalxan.Ruling) ([]qalxan.Campaign, error) {
	members, err := c.assemble(ctx, &r.CampaignID)
	if err != nil {
		return nil, err
	}
	switch known := c.known[r.CampaignID]; r.Kind {
	case qalxan.RulingMerge:
		return c.merged(ctx, r, known, members)
	case qalxan.RulingSplit:
		return c.split(r, known, members)
	default:
		known.Breakout.Category, known.Breakout.SetBy, known.Breakout.Why = r.Category, r.By, r.Reason
		if r.Category == 0 {
			known.Breakout.SetBy, known.Breakout.Why = "", "" // reconsider computes it
		}
		known.Updated = r.Time
		return []qalxan.Campaign{known}, nil
	}
}

func (c *Circle) merged(ctx context.Context, r *qalxan.Ruling, known qalxan.Campaign, members []campaign.Member) ([]qalxan.Campaign, error) {
	others, err := c.assemble(ctx, &r.OtherID)
	if err != nil {
		return nil, err
	}
	if r.OtherID == r.CampaignID {
		return nil, fmt.Errorf("%w: both are campaign %s already", qalxan.ErrRequest, r.CampaignID)
	}
	return []qalxan.Campaign{c.remade(known, append(members, others...))}, nil
}

func (c *Circle) split(r *qalxan.Ruling, known qalxan.Campaign, stay []campaign.Member) ([]qalxan.Campaign, error) {
	var leave []campaign.Member
	for _, id := range r.Findings {
		i := slices.IndexFunc(stay, func(m campaign.Member) bool { return m.FindingID == id })
		if i < 0 {
			return nil, fmt.Errorf("%w: finding %s is not in campaign %s, or named twice", qalxan.ErrRequest, id, r.CampaignID)
		}
		leave, stay = append(leave, stay[i]), slices.Delete(stay, i, i+1)
	}
	if len(stay) == 0 {
		return nil, fmt.Errorf("%w: at least one finding stays in campaign %s", qalxan.ErrRequest, r.CampaignID)
	}
	r.OtherID = qalxan.SplitID(earliest(leave).Identity, r.Time)
	return []qalxan.Campaign{c.remade(known, stay), c.remade(qalxan.Campaign{ID: r.OtherID}, leave)}, nil
}

// assemble brings in a campaign with all its members. An id that leads to
// another campaign becomes that one's.
func (c *Circle) assemble(ctx context.Context, id *string) ([]campaign.Member, error) {
	known, err := c.of.record.Campaign(ctx, *id)
	if err != nil {
		return nil, err
	}
	*id, c.known[known.ID] = known.ID, known
	if err := c.bringAll(ctx, store.Filter{Campaigns: []string{known.ID}}, 0); err != nil {
		return nil, err
	}
	var members []campaign.Member
	for _, m := range c.member {
		if m.CampaignID == known.ID {
			members = append(members, m)
		}
	}
	return members, nil
}

// remade is a campaign with other members.
func (c *Circle) remade(was qalxan.Campaign, members []campaign.Member) qalxan.Campaign {
	return campaign.Of(was, members, campaign.Known{Claims: c.of.options.Claims(), Now: c.of.options.Now()})
}

func earliest(members []campaign.Member) campaign.Member {
	return slices.MinFunc(members, func(a, b campaign.Member) int { return a.When.Compare(b.When) })
}

// reconsider computes the spread of a campaign anew and judges its incidents by
// it.
func (c *Circle) reconsider(ctx context.Context, id string) (qalxan.Campaign, error) {
	stands, err := c.of.record.Campaign(ctx, id)
	if err != nil {
		return stands, err
	}
	members, err := c.spread(ctx, id)
	if err != nil {
		return stands, err
	}
	stands.Breakout = spreadTo(stands.Breakout, breakout.Compute(members))
	incidents, err := c.incidents(ctx, id)
	if err != nil {
		return stands, err
	}
	c.rejudge(id, incidents, spreadFacts(stands, members))
	return stands, c.of.record.Commit(ctx, store.Entry{Findings: c.findings(), Campaigns: []qalxan.Campaign{stands}})
}
