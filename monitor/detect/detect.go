package detect

import (
	"context"
	"fmt"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/coordination"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/monitor/claims"
	"github.com/qalxan/qalxan/store"
)

// Draft is an item that was not yet judged, and what came with it.
type Draft struct {
	Source   qalxan.Source
	Item     qalxan.Item
	Unlisted frontier.Window // when its feed did not list it
	Marks    []marks.Mark    // of its site
	Reviews  []claimreview.Review
	Reading  *Reading // nil until it was read
}

// Reading is what the words of an item say by themselves.
type Reading struct {
	Signature []uint32        // nil where the text is too short, or not scored
	Signals   []qalxan.Signal // without ids
}

// Read reads the words of a draft: all that needs no other item. It is the
// expensive part of judging.
func (d *Detectors) Read(draft *Draft) {
	item := &draft.Item
	item.Language = d.options.Language.Detect(item.Title + "\n" + item.Text)
	draft.Reading = &Reading{}
	if draft.Source.Policy.NoScore {
		return
	}
	draft.Reading.Signature = duplicate.Sign(item.Text)
	for _, r := range d.readers {
		draft.Reading.Signals = append(draft.Reading.Signals, r.Detect(*item)...)
	}
}

// Compare asks all detectors about a new version that was read, and puts their
// signals and what they are to remember into the entry. Previous is the version
// before; nil for none.
func (d *Detectors) Compare(ctx context.Context, draft Draft, previous *qalxan.Item, e *store.Entry) error {
	item := draft.Item
	signals := slices.Clone(draft.Reading.Signals)
	for i := range signals {
		signals[i].ItemID = item.ID
	}
	copies, err := d.duplicate.Detect(ctx, item, draft.Reading.Signature)
	if err != nil {
		return fmt.Errorf("looking for copies: %w", err)
	}
	ties, err := d.ties(ctx, draft)
	if err != nil {
		return err
	}
	coordinated, shares := d.together(draft, copies)
	signals = slices.Concat(signals, copies, coordinated, d.disguise(item), ties, d.changes(draft, previous))
	signals = append(signals, d.tempo.Detect(draft.Source, item, signals)...)
	for i := range signals {
		signals[i].ID = qalxan.SignalID(signals[i].ItemID, signals[i].Detector, signals[i].Key)
		signals[i].Time = d.options.Now()
	}
	e.Signals, e.Shares, e.Marks = signals, shares, d.marked(draft)
	e.Reviews = claims.Worth(draft.Source, item, draft.Reviews)
	return nil
}

// changes tells what was done to a page without saying so.
func (d *Detectors) changes(draft Draft, previous *qalxan.Item) []qalxan.Signal {
	switch {
	case previous == nil:
		return edit.Backdated(draft.Item, draft.Unlisted.From, draft.Unlisted.To)
	case previous.Withheld == nil && draft.Item.Withheld == nil: // an owner's reservation is no edit
		return d.edit.Detect(*previous, draft.Item)
	}
	return nil
}

// Remember lets the detectors know what is in the record now.
func (d *Detectors) Remember(e store.Entry) error {
	for _, i := range e.Items {
		d.duplicate.Add(signed(i))
	}
	shares := make([]coordination.Share, len(e.Shares))
	for i, s := range e.Shares {
		shares[i] = sharing(s)
	}
	d.coordination.Add(shares...)
	d.tempo.Add(e)
	d.noted.add(e.Marks)
	return d.reviewed.Learn(e.Reviews)
}

func signed(e store.ItemEntry) store.Signed {
	return store.Signed{
		ItemID: e.Item.ID, Identity: e.Item.Identity, SourceID: e.Item.SourceID,
		URL: e.Item.URL, When: e.Item.When(), Signature: e.Signature,
	}
}
