package main

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/duplicate"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/bleve"
	"github.com/qalxan/qalxan/store"
	"github.com/qalxan/qalxan/store/sqlite"
)

// batch is how many items are committed at a time.
const batch = 1000

// fill writes the world into a data folder: the record and the index side by
// side, each from the same pieces.
func fill(ctx context.Context, w *world, dir string, log *slog.Logger) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		told := time.Now()
		return bleve.Rebuild(ctx, filepath.Join(dir, "index"), bleve.Options{Log: log}, w.documents(), func(done int) {
			tell(log, &told, "index", done)
		})
	})
	group.Go(func() error { return fillRecord(ctx, w, dir, log) })
	return group.Wait()
}

// tell logs progress, a few times a minute.
func tell(log *slog.Logger, told *time.Time, what string, done int) {
	if time.Since(*told) > 15*time.Second {
		*told = time.Now()
		log.Info("filling", "what", what, "done", done)
	}
}

func (w *world) documents() iter.Seq2[index.Document, error] {
	return func(yield func(index.Document, error) bool) {
		for n := range w.items {
			for _, d := range w.piece(n).documents() {
				if !yield(d, nil) {
					return
				}
			}
		}
	}
}

func fillRecord(ctx context.Context, w *world, dir string, log *slog.Logger) (err error) {
	record, err := sqlite.Open(ctx, filepath.Join(dir, "qalxan.db"), sqlite.Options{Now: func() time.Time { return w.until }})
	if err != nil {
		return err
	}
	defer func() {
		if fault := record.Close(); err == nil {
			err = fault
		}
	}()
	if err := fillSources(ctx, w, record); err != nil {
		return err
	}
	told, grown := time.Now(), map[string]*qalxan.Campaign{}
	for from := 0; from < w.items; from += batch {
		if err := fillBatch(ctx, w, record, from, min(from+batch, w.items), grown); err != nil {
			return err
		}
		tell(log, &told, "record", from+batch)
	}
	var e store.Entry
	for _, c := range grown {
		e.Campaigns = append(e.Campaigns, *c)
	}
	return record.Commit(ctx, e)
}

// fillBatch commits some items, decides about their findings, and settles the
// outbox, because the index is filled beside it.
func fillBatch(ctx context.Context, w *world, record *sqlite.Store, from, to int, grown map[string]*qalxan.Campaign) error {
	var e store.Entry
	var decided []piece
	for n := from; n < to; n++ {
		p := w.piece(n)
		e.Captures, e.Signals = append(e.Captures, p.captures...), append(e.Signals, p.signals...)
		for _, v := range p.versions {
			e.Items = append(e.Items, store.ItemEntry{Item: v, Signature: duplicate.Sign(v.Text)})
		}
		first := p.versions[0]
		e.Found = append(e.Found, frontier.Task{SourceID: first.SourceID, URL: first.URL, Role: frontier.RolePage, Depth: 1, Hint: frontier.Hint{Title: first.Title}})
		if p.finding != nil {
			e.Findings = append(e.Findings, *p.finding)
			decided = append(decided, p)
			grow(grown, p)
		}
	}
	if err := record.Commit(ctx, e); err != nil {
		return err
	}
	for _, p := range decided {
		for _, d := range p.decided {
			if _, err := record.Decide(ctx, p.finding.ID, d); err != nil {
				return err
			}
		}
	}
	return settle(ctx, record)
}

func settle(ctx context.Context, record *sqlite.Store) error {
	for {
		changes, err := record.Pending(ctx, 4*batch)
		if err != nil || len(changes) == 0 {
			return err
		}
		if err := record.Settle(ctx, changes); err != nil {
			return err
		}
	}
}

// grow tells a campaign of a member.
func grow(grown map[string]*qalxan.Campaign, p piece) {
	id, when := p.finding.CampaignID, p.versions[0].When()
	if id == "" {
		return
	}
	c := grown[id]
	if c == nil {
		c = &qalxan.Campaign{ID: id, Title: p.versions[0].Title, Narratives: []string{p.signals[0].Key}, First: when, Last: when}
		grown[id] = c
	}
	if when.Before(c.First) {
		c.First = when
	}
	if when.After(c.Last) {
		c.Last = when
	}
	c.Updated = p.finding.Updated
	if at := len(c.Breakout.Steps); at < 4 {
		c.Breakout.Category = at + 1
		c.Breakout.Steps = append(c.Breakout.Steps, qalxan.BreakoutStep{
			Category: at + 1, Item: p.finding.ItemID, Time: when, Why: "A made-up step.",
		})
	}
}

// runsOfSource is how many crawls of each source are told of.
const runsOfSource = 20

func fillSources(ctx context.Context, w *world, record *sqlite.Store) error {
	for _, n := range w.narratives {
		if err := record.SaveNarrative(ctx, n); err != nil {
			return err
		}
	}
	for i, s := range w.sources {
		if err := record.SaveSource(ctx, s.Source); err != nil {
			return err
		}
		for n := range runsOfSource {
			if err := record.SaveRun(ctx, w.run(i, n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// run is the n-th crawl of a source; one source in fifty broke at the end.
func (w *world) run(source, n int) store.Run {
	started := w.until.Add(-time.Duration(runsOfSource-n) * 6 * time.Hour).Add(time.Duration(source) * time.Second)
	r := store.Run{
		ID: fmt.Sprintf("run-%04d-%02d", source, n), SourceID: w.sources[source].ID, Started: started, Ended: started.Add(time.Minute),
		Fetched: 20, Items: (source + n) % 5, Used: 20,
	}
	if source%50 == 0 && n > runsOfSource-5 {
		r.Used, r.Items, r.Failed, r.Error = 0, 0, 20, "the host refuses connections"
	}
	return r
}
