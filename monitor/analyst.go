package monitor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/store"
)

// analyst takes harvests: it reads the words of every draft (language, claims,
// techniques), decides whether it is a new version, has the other detectors look
// at it, judges, and writes all of it as one entry.
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
	// privacy screens what comes in, and erase takes captures out of the
	// evidence in which somebody stands who was erased.
	privacy *privacy.Service
	erase   func(ctx context.Context, request string, captures []qalxan.Capture) (int, error)
	// wake tells the indexer that the outbox is not empty.
	wake func()

	// scale says how likely a reviewer confirms what was seen.
	scale   scale
	judging sync.Mutex
	noted   noted // by who judges
	extents extents
}

var _ crawler.Sink = (*analyst)(nil)

// draft is an item that was not yet judged.
type draft struct {
	item     qalxan.Item
	unlisted frontier.Window
	marks    []marks.Mark
	reviews  []claimreview.Review
	screened privacy.Screened
	// What reading found, once it was done.
	looked    bool
	signature []uint32
	signals   []qalxan.Signal // without ids
}

// Take records a harvest. Drafts are committed one by one and the task's
// result with the last of them, or after it together with what became of a
// page that was missing. So a crash in between leaves the task due and its
// drafts, taken again, change nothing.
func (a *analyst) Take(ctx context.Context, s qalxan.Source, h source.Harvest) (crawler.Gain, error) {
	drafts := a.read(ctx, s, h)
	for i := range h.Found {
		h.Found[i].Hint.Title = a.privacy.Blank(h.Found[i].Hint.Title)
	}
	if err := a.keep(ctx, h.Captures, drafts); err != nil {
		return crawler.Gain{}, err
	}
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

// read makes drafts and reads them. Words that are those of the latest version
// are not read again, unless it turns out that they are new after all.
func (a *analyst) read(ctx context.Context, s qalxan.Source, h source.Harvest) []draft {
	drafts := make([]draft, 0, len(h.Items))
	for _, item := range h.Items {
		d := draft{item: item, unlisted: h.Unlisted, marks: h.Marks, reviews: slices.Clone(h.Reviews)}
		a.screen(s, &d)
		if latest, err := a.record.Latest(ctx, item.Identity); err != nil || latest.Hash != d.item.Hash {
			a.look(s, &d)
		}
		drafts = append(drafts, d)
	}
	return drafts
}

// keep puts captures on disk for good. It waits for the disk, so it is done
// before the judging, where everybody else would wait too. Answers in which
// somebody stands who was erased are not kept.
func (a *analyst) keep(ctx context.Context, captures []qalxan.Capture, drafts []draft) error {
	if len(captures) == 0 {
		return nil
	}
	for _, d := range drafts {
		if d.screened.Request == "" {
			continue
		}
		if _, err := a.erase(ctx, d.screened.Request, captures); err != nil {
			return err
		}
		break
	}
	if err := a.sync(); err != nil {
		return fmt.Errorf("writing evidence to disk: %w", err)
	}
	return nil
}

// commit writes an entry and, once it is safe, lets the detectors know.
func (a *analyst) commit(ctx context.Context, e store.Entry) error {
	if err := a.record.Commit(ctx, e); err != nil {
		return fmt.Errorf("writing to the record: %w", err)
	}
	return a.remember(e)
}

// judge makes the entry of a draft, and says how many findings it raises. The
// entry is empty where the draft is no new version.
func (a *analyst) judge(ctx context.Context, s qalxan.Source, d draft) (e store.Entry, raised int, err error) {
	a.renew(s, &d)
	previous, err := a.record.Latest(ctx, d.item.Identity)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return e, 0, err
	}
	known := err == nil
	if known && (!supersedes(d.item, previous) || a.privacy.Same(d.item, previous)) {
		return e, 0, nil
	}
	if !d.looked {
		a.look(s, &d)
	}
	d.item.Version = previous.Version + 1
	d.item.ID = qalxan.ItemID(d.item.Identity, d.item.Version)
	e.Items = []store.ItemEntry{{Item: d.item, Signature: d.signature}}
	if s.Policy.NoScore {
		return e, 0, nil
	}
	if err := a.detect(ctx, s, d, previous, known, &e); err != nil {
		return e, 0, err
	}
	raised, err = a.lift(ctx, &e)
	return e, raised, err
}
