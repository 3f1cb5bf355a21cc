package monitor

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/store"
)

// lift judges every identity that the entry's signals speak of, and adds the
// findings that come of it and their campaigns to the entry. It returns how
// many findings are new or were raised.
func (a *analyst) lift(ctx context.Context, e *store.Entry) (int, error) {
	subjects, err := a.subjects(ctx, e)
	if err != nil {
		return 0, err
	}
	raised, circle := 0, newCircle(a.record, a.detectors.campaign)
	for _, item := range subjects {
		f, raises, signals, err := a.finding(ctx, item, e.Signals)
		if err != nil {
			return 0, fmt.Errorf("judging %s: %w", item.ID, err)
		}
		if f == nil {
			continue
		}
		if raises {
			raised++
		}
		if err := circle.add(ctx, item, *f, signals); err != nil {
			return 0, err
		}
	}
	if err := circle.close(ctx); err != nil {
		return 0, fmt.Errorf("forming campaigns: %w", err)
	}
	higher, err := a.widen(ctx, circle)
	if err != nil {
		return 0, fmt.Errorf("judging by how far campaigns spread: %w", err)
	}
	e.Findings, e.Campaigns, e.Absorbed = circle.findings(), circle.campaigns(), circle.gone
	return raised + higher, nil
}

// subjects are the items that the signals are about: the new one, and earlier
// ones that it throws a new light on.
func (a *analyst) subjects(ctx context.Context, e *store.Entry) ([]qalxan.Item, error) {
	subjects := []qalxan.Item{e.Items[0].Item}
	for _, s := range e.Signals {
		if slices.ContainsFunc(subjects, func(i qalxan.Item) bool { return i.ID == s.ItemID }) {
			continue
		}
		item, err := a.record.Item(ctx, s.ItemID)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", s.ItemID, err)
		}
		subjects = append(subjects, item)
	}
	return subjects, nil
}

// finding judges one item by all signals of its identity, and says whether
// that makes a new finding or raises the known one. It returns nil where there
// is no finding, or none that changed.
func (a *analyst) finding(ctx context.Context, item qalxan.Item, fresh []qalxan.Signal) (f *qalxan.Finding, raises bool, signals []qalxan.Signal, err error) {
	signals, changed, err := a.signals(ctx, item, fresh)
	if err != nil || !changed {
		return nil, false, nil, err
	}
	known, err := a.record.FindingOf(ctx, item.Identity)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, false, nil, err
	}
	facts, bad := a.facts(ctx, item, known.CampaignID)
	if bad != nil {
		return nil, false, nil, bad
	}
	verdict := a.detectors.criteria.Judge(signals, facts)
	if errors.Is(err, store.ErrNotFound) {
		if verdict.Level == "" {
			return nil, false, nil, nil
		}
		known = qalxan.Finding{
			ID: qalxan.FindingID(item.Identity), Identity: item.Identity, SourceID: item.SourceID,
			Status: qalxan.StatusNew, Created: a.now(),
		}
	}
	return &known, a.apply(&known, item.ID, verdict), signals, nil
}

// apply gives a finding what the criteria say of it, and reports whether that
// raises it. A level is never lowered by what comes later, and one that a
// person set is left alone: people change it.
func (a *analyst) apply(f *qalxan.Finding, itemID string, v criteria.Verdict) bool {
	_, overridden := f.Override()
	raises := !overridden && v.Level.Above(f.Level)
	if raises {
		f.Level, f.ItemID = v.Level, itemID
	}
	if v.Level == f.Level {
		f.Reason = v.Reason
	}
	if v.Level == f.Level || overridden {
		f.Criteria, f.Grounds = a.detectors.criteria.Version(), &v.Grounds
	}
	f.Updated = a.now()
	return raises
}

// signals are those known of an identity with the fresh ones among them, and
// whether any is fresh.
func (a *analyst) signals(ctx context.Context, item qalxan.Item, fresh []qalxan.Signal) ([]qalxan.Signal, bool, error) {
	known, err := a.record.Signals(ctx, item.Identity)
	if err != nil {
		return nil, false, err
	}
	changed := false
	for _, s := range fresh {
		if s.ItemID != item.ID {
			continue
		}
		changed = true
		known = slices.DeleteFunc(known, func(k qalxan.Signal) bool { return k.ID == s.ID })
		known = append(known, s)
	}
	return known, changed, nil
}
