package api

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Undoing is the ruling that takes back the one that was made about a campaign
// at a moment: a split for a merge, a merge for a split, and for a Breakout
// category the one before. By and Reason are left to the caller. Findings that
// left the campaign meanwhile stay where they are. It is store.ErrNotFound where
// there was no such ruling, and qalxan.ErrRequest where nothing is left of what
// it did.
func (l *Library) Undoing(ctx context.Context, campaignID string, at time.Time) (qalxan.Ruling, error) {
	c, err := l.campaign(ctx, campaignID)
	if err != nil {
		return qalxan.Ruling{}, err
	}
	all, err := l.store.Rulings(ctx, c.ID)
	if err != nil {
		return qalxan.Ruling{}, err
	}
	i := slices.IndexFunc(all, func(r qalxan.Ruling) bool { return r.Time.Equal(at) })
	if i < 0 {
		return qalxan.Ruling{}, fmt.Errorf("a ruling on campaign %s at %s: %w", c.ID, at.UTC().Format(time.RFC3339Nano), store.ErrNotFound)
	}
	switch r := all[i]; r.Kind {
	case qalxan.RulingSplit:
		return qalxan.Ruling{Kind: qalxan.RulingMerge, CampaignID: r.CampaignID, OtherID: r.OtherID}, nil
	case qalxan.RulingMerge:
		return l.unmerging(ctx, c.ID, r)
	default:
		return qalxan.Ruling{Kind: qalxan.RulingBreakout, CampaignID: c.ID, Category: categoryBefore(all[:i])}, nil
	}
}

// everybody asks for all members: every turn is later.
const everybody = -1

// unmerging is the split of what came with a merge and is still there.
func (l *Library) unmerging(ctx context.Context, campaignID string, r qalxan.Ruling) (qalxan.Ruling, error) {
	members, err := l.store.Joined(ctx, campaignID, everybody)
	if err != nil {
		return qalxan.Ruling{}, err
	}
	out := qalxan.Ruling{Kind: qalxan.RulingSplit, CampaignID: campaignID}
	for _, m := range members {
		if slices.Contains(r.Findings, m.FindingID) {
			out.Findings = append(out.Findings, m.FindingID)
		}
	}
	if len(out.Findings) == 0 {
		return out, fmt.Errorf("%w: none of the findings that this merge brought is in campaign %s any more", qalxan.ErrRequest, campaignID)
	}
	return out, nil
}

// categoryBefore is the Breakout category that was set last; 0 for none.
func categoryBefore(earlier []qalxan.Ruling) int {
	for _, r := range slices.Backward(earlier) {
		if r.Kind == qalxan.RulingBreakout {
			return r.Category
		}
	}
	return 0
}
