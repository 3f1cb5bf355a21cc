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
	e.Findings, e.Campaigns = circle.findings(), circle.campaigns()
	return raised, nil
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
	level, reason := a.detectors.criteria.Judge(signals)
	known, err := a.record.FindingOf(ctx, item.Identity)
	switch {
	case errors.Is(err, store.ErrNotFound) && level == "":
		return nil, false, nil, nil
	case errors.Is(err, store.ErrNotFound):
		known = qalxan.Finding{
			ID: qalxan.FindingID(item.Identity), Identity: item.Identity, SourceID: item.SourceID,
			Status: qalxan.StatusNew, Created: a.now(),
		}
	case err != nil:
		return nil, false, nil, err
	}
	// A level is never lowered by what comes later: people lower it.
	raises = level.Above(known.Level)
	if raises {
		known.Level, known.ItemID = level, item.ID
	}
	if level == known.Level {
		known.Reason, known.Criteria = reason, criteria.Version
	}
	known.Updated = a.now()
	return &known, raises, signals, nil
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
