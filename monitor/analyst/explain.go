package analyst

import (
	"context"
	"errors"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Explain says what the criteria make of an item, or of the item of a finding,
// as things stand now: why it is flagged, and why not more or not at all. It is
// safe at the side of all others.
func (a *Analyst) Explain(ctx context.Context, id string) (qalxan.Explanation, error) {
	item, f, err := a.subject(ctx, id)
	if err != nil {
		return qalxan.Explanation{}, err
	}
	signals, err := a.record.Signals(ctx, item.Identity)
	if err != nil {
		return qalxan.Explanation{}, err
	}
	facts, err := a.campaigns.Facts(ctx, item, f.CampaignID)
	if err != nil {
		return qalxan.Explanation{}, err
	}
	e := a.options.Criteria.Explain(signals, facts)
	if d, ok := f.Override(); ok {
		e.Override = &d
	}
	return e, nil
}

// subject is the item that an id speaks of, and the finding about it, if there
// is one.
func (a *Analyst) subject(ctx context.Context, id string) (item qalxan.Item, f qalxan.Finding, err error) {
	if qalxan.IsFindingID(id) {
		if f, err = a.record.Finding(ctx, id); err != nil {
			return item, f, err
		}
		item, err = a.record.Item(ctx, f.ItemID)
		return item, f, err
	}
	if item, err = a.record.Item(ctx, id); err != nil {
		return item, f, err
	}
	if f, err = a.record.FindingOf(ctx, item.Identity); errors.Is(err, store.ErrNotFound) {
		return item, qalxan.Finding{}, nil
	}
	return item, f, err
}
