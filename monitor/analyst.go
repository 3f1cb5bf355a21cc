package monitor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/store"
)

// analyst takes harvests: it reads every draft (language, signature), decides
// whether it is a new version, has the detectors look at it, judges, and
// writes all of it as one entry.
//
// Reading runs on the caller's goroutine, many at a time. Judging is one at a
// time, because whether a text is new, a copy or the first of its kind depends
// on what was judged before.
type analyst struct {
	record    store.Store
	detectors detectors
	now       func() time.Time
	// sync puts captures on disk for good; they have to be there before the
	// record speaks of them.
	sync func() error
	// wake tells the indexer that the outbox is not empty.
	wake func()

	judging sync.Mutex
}

var _ crawler.Sink = (*analyst)(nil)

// draft is an item that was read and not yet judged.
type draft struct {
	item      qalxan.Item
	signature []uint32
	unlisted  frontier.Window
}

// Take records a harvest. Drafts are committed one by one and the task's
// result with the last of them, or after it together with what became of a
// page that was missing. So a crash in between leaves the task due and its
// drafts, taken again, change nothing.
func (a *analyst) Take(ctx context.Context, s qalxan.Source, h source.Harvest) (crawler.Gain, error) {
	drafts := a.read(s, h)
	a.judging.Lock()
	defer a.judging.Unlock()
	defer a.wake()

	var gain crawler.Gain
	rest := store.Entry{Result: h.Result, Found: h.Found, Captures: h.Captures}
	for i, d := range drafts {
		entry, raised, err := a.judge(ctx, s, d)
		if err != nil {
			return gain, fmt.Errorf("judging %s: %w", d.item.URL, err)
		}
		if len(entry.Items) == 0 {
			continue
		}
		entry.Captures, rest.Captures = rest.Captures, nil
		if i == len(drafts)-1 && len(h.Fates) == 0 {
			entry.Result, entry.Found = rest.Result, rest.Found
			rest.Result, rest.Found = frontier.Result{}, nil
		}
		if err := a.commit(ctx, entry); err != nil {
			return gain, err
		}
		gain.Items += len(entry.Items)
		gain.Findings += raised
	}
	if rest.Result.URL == "" {
		return gain, nil
	}
	if err := a.settleDates(ctx, s, h.Found, &rest); err != nil {
		return gain, err
	}
	for _, f := range h.Fates {
		if err := a.settleFate(ctx, s, f, &rest); err != nil {
			return gain, err
		}
	}
	return gain, a.commit(ctx, rest)
}

func (a *analyst) read(s qalxan.Source, h source.Harvest) []draft {
	drafts := make([]draft, 0, len(h.Items))
	for _, item := range h.Items {
		item.Hash = qalxan.ItemHash(item.Title, item.Text)
		item.Language = a.detectors.language.Detect(item.Title + "\n" + item.Text)
		d := draft{item: item, unlisted: h.Unlisted}
		if !s.Policy.NoScore {
			d.signature = duplicate.Sign(item.Text)
		}
		drafts = append(drafts, d)
	}
	return drafts
}

// commit writes an entry and, once it is safe, remembers its texts for the
// search for copies.
func (a *analyst) commit(ctx context.Context, e store.Entry) error {
	if len(e.Captures) > 0 {
		if err := a.sync(); err != nil {
			return fmt.Errorf("writing evidence to disk: %w", err)
		}
	}
	if err := a.record.Commit(ctx, e); err != nil {
		return fmt.Errorf("writing to the record: %w", err)
	}
	for _, i := range e.Items {
		a.detectors.duplicate.Add(signed(i))
	}
	return nil
}

func signed(e store.ItemEntry) store.Signed {
	return store.Signed{
		ItemID: e.Item.ID, Identity: e.Item.Identity, SourceID: e.Item.SourceID,
		URL: e.Item.URL, When: e.Item.When(), Signature: e.Signature,
	}
}

// judge makes the entry of a draft, and says how many findings it raises. The
// entry is empty where the draft is no new version.
func (a *analyst) judge(ctx context.Context, s qalxan.Source, d draft) (e store.Entry, raised int, err error) {
	previous, err := a.record.Latest(ctx, d.item.Identity)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return e, 0, err
	}
	known := err == nil
	if known && !supersedes(d.item, previous) {
		return e, 0, nil
	}
	d.item.Version = previous.Version + 1
	d.item.ID = qalxan.ItemID(d.item.Identity, d.item.Version)
	e.Items = []store.ItemEntry{{Item: d.item, Signature: d.signature}}
	if s.Policy.NoScore {
		return e, 0, nil
	}
	if e.Signals, err = a.detect(ctx, d, previous, known); err != nil {
		return e, 0, err
	}
	raised, err = a.lift(ctx, &e)
	return e, raised, err
}

func (a *analyst) detect(ctx context.Context, d draft, previous qalxan.Item, known bool) ([]qalxan.Signal, error) {
	signals := a.detectors.narrative.Detect(d.item)
	copies, err := a.detectors.duplicate.Detect(ctx, d.item, d.signature)
	if err != nil {
		return nil, fmt.Errorf("looking for copies: %w", err)
	}
	signals = append(signals, copies...)
	signals = append(signals, a.detectors.harm.Detect(d.item)...)
	switch {
	case known && previous.Withheld == nil && d.item.Withheld == nil: // an owner's reservation is no edit
		signals = append(signals, a.detectors.edit.Detect(previous, d.item)...)
	case !known:
		signals = append(signals, edit.Backdated(d.item, d.unlisted.From, d.unlisted.To)...)
	}
	for i := range signals {
		signals[i].ID = qalxan.SignalID(signals[i].ItemID, signals[i].Detector, signals[i].Key)
		signals[i].Time = a.now()
	}
	return signals, nil
}
