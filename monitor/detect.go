package monitor

import (
	"context"
	"fmt"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/coordination"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/store"
)

// look reads the words of a draft: all that needs no other item. It is the
// expensive part of judging.
func (a *analyst) look(s qalxan.Source, d *draft) {
	d.looked = true
	d.item.Language = a.detectors.language.Detect(d.item.Title + "\n" + d.item.Text)
	if s.Policy.NoScore {
		return
	}
	d.signature = duplicate.Sign(d.item.Text)
	for _, r := range a.detectors.readers {
		d.signals = append(d.signals, r.Detect(d.item)...)
	}
}

// detect asks all detectors about a new version, and puts their signals and
// what they are to remember into the entry.
func (a *analyst) detect(ctx context.Context, s qalxan.Source, d draft, previous qalxan.Item, known bool, e *store.Entry) error {
	signals := slices.Clone(d.signals)
	for i := range signals {
		signals[i].ItemID = d.item.ID
	}
	copies, err := a.detectors.duplicate.Detect(ctx, d.item, d.signature)
	if err != nil {
		return fmt.Errorf("looking for copies: %w", err)
	}
	ties, err := a.ties(ctx, d)
	if err != nil {
		return err
	}
	coordinated, shares := a.together(s, d, copies)
	signals = slices.Concat(signals, copies, coordinated, a.disguise(d.item), ties, a.changes(d, previous, known))
	signals = append(signals, a.detectors.tempo.detect(s, d.item, signals)...)
	for i := range signals {
		signals[i].ID = qalxan.SignalID(signals[i].ItemID, signals[i].Detector, signals[i].Key)
		signals[i].Time = a.now()
		a.scale.weigh(d.item, &signals[i])
	}
	e.Signals, e.Shares, e.Marks, e.Reviews = signals, shares, a.marked(d), reviews(s, d)
	return nil
}

// changes tells what was done to a page without saying so.
func (a *analyst) changes(d draft, previous qalxan.Item, known bool) []qalxan.Signal {
	switch {
	case !known:
		return edit.Backdated(d.item, d.unlisted.From, d.unlisted.To)
	case previous.Withheld == nil && d.item.Withheld == nil: // an owner's reservation is no edit
		return a.detectors.edit.Detect(previous, d.item)
	}
	return nil
}

// remember lets the detectors know what is in the record now.
func (a *analyst) remember(e store.Entry) error {
	for _, i := range e.Items {
		a.detectors.duplicate.Add(signed(i))
	}
	shares := make([]coordination.Share, len(e.Shares))
	for i, s := range e.Shares {
		shares[i] = sharing(s)
	}
	a.detectors.coordination.Add(shares...)
	a.detectors.tempo.add(e)
	a.noted.add(e.Marks)
	return a.learnReviews(e.Reviews)
}

func signed(e store.ItemEntry) store.Signed {
	return store.Signed{
		ItemID: e.Item.ID, Identity: e.Item.Identity, SourceID: e.Item.SourceID,
		URL: e.Item.URL, When: e.Item.When(), Signature: e.Signature,
	}
}
