package analyst

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/store"
)

// judge makes the entry of a draft, and says how many findings it raises. The
// entry is empty where the draft is no new version.
func (a *Analyst) judge(ctx context.Context, d draft) (e store.Entry, raised int, err error) {
	previous, err := a.before(ctx, d.Item.Identity)
	if err != nil {
		return e, 0, err
	}
	if previous != nil && (!Supersedes(d.Item, *previous) || a.privacy.Same(d.Item, *previous)) {
		return e, 0, nil
	}
	if d.Reading == nil {
		a.detectors.Read(&d.Draft)
	}
	d.Item.Version = 1
	if previous != nil {
		d.Item.Version = previous.Version + 1
	}
	d.Item.ID = qalxan.ItemID(d.Item.Identity, d.Item.Version)
	e.Items = []store.ItemEntry{{Item: d.Item, Signature: d.Reading.Signature}}
	if d.Source.Policy.NoScore {
		return e, 0, nil
	}
	if err := a.detectors.Compare(ctx, d.Draft, previous, &e); err != nil {
		return e, 0, err
	}
	for i := range e.Signals {
		a.scale.Weigh(d.Item, &e.Signals[i])
	}
	raised, err = a.lift(ctx, &e)
	return e, raised, err
}

// before is the latest version of an identity; nil for none.
func (a *Analyst) before(ctx context.Context, identity string) (*qalxan.Item, error) {
	latest, err := a.record.Latest(ctx, identity)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &latest, err
}

// lift judges every identity that the entry's signals speak of, and adds the
// findings that come of it and their campaigns to the entry. It returns how
// many findings are new or were raised.
func (a *Analyst) lift(ctx context.Context, e *store.Entry) (int, error) {
	subjects, err := a.subjects(ctx, e)
	if err != nil {
		return 0, err
	}
	raised, circle := 0, a.campaigns.Open()
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
		if err := circle.Add(ctx, item, *f, signals); err != nil {
			return 0, err
		}
	}
	higher, err := circle.Close(ctx)
	if err != nil {
		return 0, err
	}
	circle.Write(e)
	return raised + higher, nil
}

// subjects are the items that the signals are about: the new one, and earlier
// ones that it throws a new light on.
func (a *Analyst) subjects(ctx context.Context, e *store.Entry) ([]qalxan.Item, error) {
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
func (a *Analyst) finding(ctx context.Context, item qalxan.Item, fresh []qalxan.Signal) (f *qalxan.Finding, raises bool, signals []qalxan.Signal, err error) {
	signals, changed, err := a.signals(ctx, item, fresh)
	if err != nil || !changed {
		return nil, false, nil, err
	}
	known, err := a.record.FindingOf(ctx, item.Identity)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, false, nil, err
	}
	facts, bad := a.campaigns.Facts(ctx, item, known.CampaignID)
	if bad != nil {
		return nil, false, nil, bad
	}
	if errors.Is(err, store.ErrNotFound) {
		known = qalxan.Finding{
			ID: qalxan.FindingID(item.Identity), Identity: item.Identity, SourceID: item.SourceID,
			Status: qalxan.StatusNew, Created: a.options.Now(),
		}
		if raises = a.rate(&known, item, signals, facts); !raises {
			return nil, false, nil, nil
		}
		return &known, raises, signals, nil
	}
	return &known, a.rate(&known, item, signals, facts), signals, nil
}

// rate gives a finding about an item what the criteria say of it, and reports
// whether that raises it. A level is never lowered by what comes later, and one
// that a person set is left alone: people change it.
func (a *Analyst) rate(f *qalxan.Finding, item qalxan.Item, signals []qalxan.Signal, facts criteria.Facts) bool {
	v := a.options.Criteria.Judge(signals, facts)
	_, overridden := f.Override()
	raises := !overridden && v.Level.Above(f.Level)
	if raises {
		f.Level, f.ItemID = v.Level, item.ID
	}
	if v.Level == f.Level {
		f.Reason = v.Reason
	}
	if v.Level == f.Level || overridden {
		f.Criteria, f.Grounds = a.options.Criteria.Version(), &v.Grounds
	}
	f.Updated = a.options.Now()
	return raises
}

// signals are those known of an identity with the fresh ones among them, and
// whether any is fresh.
func (a *Analyst) signals(ctx context.Context, item qalxan.Item, fresh []qalxan.Signal) ([]qalxan.Signal, bool, error) {
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
