// Package analyst takes harvests: what happens to one item between the crawl and
// the record.
package analyst

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/monitor/circle"
	"github.com/qalxan/qalxan/monitor/detect"
	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/monitor/scale"
	"github.com/qalxan/qalxan/store"
)

// Options of an analyst; all are required.
type Options struct {
	Criteria *criteria.Criteria
	Claims   func() map[string]string // of the narratives that are watched now, by id
	Now      func() time.Time
	// Wake is called when the outbox may have something. It may not block.
	Wake func()
}

// Record is what is known, and where entries are written: a store is one.
type Record interface {
	circle.Record
	Latest(ctx context.Context, identity string) (qalxan.Item, error)
	Signals(ctx context.Context, identity string) ([]qalxan.Signal, error)
	Finding(ctx context.Context, id string) (qalxan.Finding, error)
}

// Evidence is where answers of the web are kept: *evidence.Writer.
type Evidence interface {
	// Sync puts captures on disk for good; they have to be there before the
	// record speaks of them.
	Sync() error
	// Erase takes captures out in which somebody stands who was erased.
	Erase(ctx context.Context, request string, captures []qalxan.Capture) (int, error)
}

// Deps are what an analyst works with. A nil Privacy screens nothing.
type Deps struct {
	Record    Record
	Evidence  Evidence
	Detectors *detect.Detectors
	Scale     *scale.Scale
	Privacy   *privacy.Service
}

// Analyst takes harvests: it reads the words of every draft (language, claims,
// techniques), decides whether it is a new version, has the detectors compare
// it, judges, and writes all of it as one entry. It is safe for concurrent use.
//
// Reading runs on the caller's goroutine, many at a time. Judging is one at a
// time, because whether a text is new, a copy or the first of its kind depends
// on what was judged before.
type Analyst struct {
	options   Options
	record    Record
	evidence  Evidence
	detectors *detect.Detectors
	campaigns *circle.Campaigns
	scale     *scale.Scale // how likely a reviewer confirms what was seen
	privacy   *privacy.Service
	judging   sync.Mutex
}

var _ crawler.Sink = (*Analyst)(nil)

// New returns an analyst.
func New(o Options, d Deps) *Analyst {
	a := &Analyst{
		options: o, record: d.Record, evidence: d.Evidence,
		detectors: d.Detectors, scale: d.Scale, privacy: d.Privacy,
	}
	a.campaigns = circle.New(circle.Options{Judge: a.rate, Claims: o.Claims, Now: o.Now}, d.Record)
	return a
}

// Take records a harvest. Drafts are committed one by one and the task's
// result with the last of them, or after it together with what became of a
// page that was missing. So a crash in between leaves the task due and its
// drafts, taken again, change nothing.
func (a *Analyst) Take(ctx context.Context, s qalxan.Source, h source.Harvest) (crawler.Gain, error) {
	drafts := a.read(ctx, s, h)
	if err := a.keep(ctx, h.Captures, drafts); err != nil {
		return crawler.Gain{}, err
	}
	a.judging.Lock()
	defer a.judging.Unlock()
	if err := a.screenAgain(ctx, h, drafts); err != nil {
		return crawler.Gain{}, err
	}
	defer a.options.Wake()

	var gain crawler.Gain
	rest := store.Entry{Result: h.Result, Found: h.Found, Captures: h.Captures}
	for i, d := range drafts {
		entry, raised, err := a.judge(ctx, d)
		if err != nil {
			return gain, fmt.Errorf("judging %s: %w", d.Item.URL, err)
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
func (a *Analyst) read(ctx context.Context, s qalxan.Source, h source.Harvest) []draft {
	drafts := make([]draft, 0, len(h.Items))
	for _, item := range h.Items {
		d := draft{Draft: detect.Draft{Source: s, Item: item, Unlisted: h.Unlisted, Marks: h.Marks, Reviews: slices.Clone(h.Reviews)}}
		a.screen(&d)
		if latest, err := a.record.Latest(ctx, item.Identity); err != nil || latest.Hash != d.Item.Hash {
			a.detectors.Read(&d.Draft)
		}
		drafts = append(drafts, d)
	}
	return drafts
}

// keep puts captures on disk for good. It waits for the disk, so it is done
// before the judging, where everybody else would wait too. Answers in which
// somebody stands who was erased are not kept.
func (a *Analyst) keep(ctx context.Context, captures []qalxan.Capture, drafts []draft) error {
	if len(captures) == 0 {
		return nil
	}
	for _, d := range drafts {
		if d.screened.Request == "" {
			continue
		}
		if _, err := a.evidence.Erase(ctx, d.screened.Request, captures); err != nil {
			return err
		}
		break
	}
	if err := a.evidence.Sync(); err != nil {
		return fmt.Errorf("writing evidence to disk: %w", err)
	}
	return nil
}

// screenAgain leaves of a harvest that waited to be judged nothing of those who
// were erased meanwhile. Whoever is erased from here on is found in the record:
// an erasure looks through it after [Analyst.Settle].
func (a *Analyst) screenAgain(ctx context.Context, h source.Harvest, drafts []draft) error {
	for i := range h.Found {
		h.Found[i].Hint.Title = a.privacy.Blank(h.Found[i].Hint.Title)
	}
	again := false
	for i := range drafts {
		again = a.renew(&drafts[i]) || again
	}
	if !again {
		return nil
	}
	return a.keep(ctx, h.Captures, drafts)
}

// commit writes an entry and, once it is safe, lets the detectors know.
func (a *Analyst) commit(ctx context.Context, e store.Entry) error {
	if err := a.record.Commit(ctx, e); err != nil {
		return fmt.Errorf("writing to the record: %w", err)
	}
	return a.detectors.Remember(e)
}

// Rule carries out what a person decided about campaigns, while nothing is
// judged. See circle.Campaigns.Rule.
func (a *Analyst) Rule(ctx context.Context, r qalxan.Ruling) (qalxan.Campaign, error) {
	a.judging.Lock()
	defer a.judging.Unlock()
	return a.campaigns.Rule(ctx, r)
}

// Watch makes others the narratives that are looked for from now on. What was
// judged before is not judged again. An error, which is qalxan.ErrConfig, leaves
// all as it was.
func (a *Analyst) Watch(narratives func() []qalxan.Narrative) error {
	a.judging.Lock()
	defer a.judging.Unlock()
	return a.detectors.Watch(narratives())
}

// Settle returns when every judging that is under way has been written.
func (a *Analyst) Settle() {
	a.judging.Lock()
	defer a.judging.Unlock()
}
