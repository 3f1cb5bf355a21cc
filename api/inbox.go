package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Inbox is what waits for a person.
type Inbox struct {
	// Cases are in order of urgency: the highest level, then how far the
	// campaign broke out, then what waits longest.
	Cases []Case `json:"cases"`
	// Waiting counts what is new of what was asked for, by level, the highest
	// first; Total is their sum. Cases hold the most urgent of them only.
	Waiting []store.Count `json:"waiting"`
	Total   int           `json:"total"`
}

// Case is what waits of one campaign, or one finding that belongs to none.
type Case struct {
	Campaign *qalxan.Campaign `json:"campaign,omitempty"`
	Findings []FindingEntry   `json:"findings"` // the most urgent first
}

// InboxRequest asks for a part of what waits.
type InboxRequest struct {
	Assignee string // only what this person works on; empty for everything
	Limit    int    // most findings; 0 for 60
}

const (
	inboxLength = 60
	inboxMost   = 500
)

// Inbox lists the findings that nobody has decided about, and the critical ones
// that need a second person.
func (l *Library) Inbox(ctx context.Context, r InboxRequest) (Inbox, error) {
	limit := min(cmp.Or(max(r.Limit, 0), inboxLength), inboxMost)
	waiting, err := l.waiting(ctx, store.Whose(r.Assignee), limit)
	if err != nil {
		return Inbox{}, fmt.Errorf("list what waits: %w", err)
	}
	counts, err := l.store.Unreviewed(ctx, store.Whose(r.Assignee))
	if err != nil {
		return Inbox{}, fmt.Errorf("count what waits: %w", err)
	}
	in := Inbox{Cases: []Case{}, Waiting: filled(counts)}
	for _, c := range in.Waiting {
		in.Total += c.Count
	}
	in.Cases, err = l.cases(ctx, waiting)
	return in, err
}

// waiting are the most urgent findings that wait, up to limit.
func (l *Library) waiting(ctx context.Context, whose store.Whose, limit int) ([]qalxan.Finding, error) {
	out, err := l.store.Unseconded(ctx, whose, limit)
	if err != nil {
		return nil, err
	}
	for _, level := range slices.Backward(qalxan.Levels()) {
		if len(out) >= limit {
			break
		}
		more, err := l.store.Standing(ctx, whose, level, qalxan.StatusNew, limit)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out[:min(len(out), limit)], nil
}

// cases groups findings by campaign and puts the most urgent first.
func (l *Library) cases(ctx context.Context, findings []qalxan.Finding) ([]Case, error) {
	cases, places, entry := []Case{}, map[string]int{}, l.entries()
	for _, f := range findings {
		e, err := entry(ctx, f)
		if err != nil {
			return nil, err
		}
		place, known := places[f.CampaignID]
		if !known || f.CampaignID == "" {
			place, places[f.CampaignID] = len(cases), len(cases)
			campaign, err := l.campaignOf(ctx, f)
			if err != nil {
				return nil, err
			}
			cases = append(cases, Case{Campaign: campaign})
		}
		cases[place].Findings = append(cases[place].Findings, e)
	}
	for _, c := range cases {
		slices.SortStableFunc(c.Findings, moreUrgent)
	}
	slices.SortStableFunc(cases, func(a, b Case) int {
		return cmp.Or(byLevel(a.Findings[0], b.Findings[0]), b.breakout()-a.breakout(), moreUrgent(a.Findings[0], b.Findings[0]))
	})
	return cases, nil
}

func (l *Library) campaignOf(ctx context.Context, f qalxan.Finding) (*qalxan.Campaign, error) {
	if f.CampaignID == "" {
		return nil, nil
	}
	return optional(l.campaign(ctx, f.CampaignID))
}

func (c Case) breakout() int {
	if c.Campaign == nil {
		return 0
	}
	return c.Campaign.Breakout.Category
}

func byLevel(a, b FindingEntry) int {
	levels := qalxan.Levels()
	return slices.Index(levels, b.Finding.Level) - slices.Index(levels, a.Finding.Level)
}

func moreUrgent(a, b FindingEntry) int {
	return cmp.Or(byLevel(a, b), a.Finding.Created.Compare(b.Finding.Created), cmp.Compare(a.Finding.ID, b.Finding.ID))
}
