// Package order says what a request to crawl comes to: sources, and the tasks
// besides those that their collectors start from.
package order

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// Request says what to crawl now: sources by id, addresses, or, with
// neither, every configured source.
type Request struct {
	// Targets are ids of sources and http(s) addresses.
	Targets []string `json:"targets"`
	// Kind is how addresses are collected; empty for a guess by their form.
	Kind qalxan.Kind `json:"kind,omitempty"`
	// Policy is that of addresses; unset bounds are the defaults. Of configured
	// sources it sets MaxPages and MaxDepth for this crawl, and a Delay that is
	// longer than their own.
	Policy qalxan.Policy `json:"policy"`
}

// Watched is what is crawled without being named: a watchlist.List is one.
type Watched interface {
	Sources() []qalxan.Source  // those that are crawled now
	Standing() []qalxan.Source // those, and those that are switched off
	Off(id string) (off store.Kept, is bool)
}

// Record is where sources are kept: a store is one.
type Record interface {
	Source(ctx context.Context, id string) (qalxan.Source, error)
	SaveSource(ctx context.Context, s qalxan.Source) error
}

// Orders are what a request comes to.
type Orders struct {
	Sources []qalxan.Source
	Tasks   []frontier.Task
}

// New makes the orders of a request, and saves the sources that it names. The
// error is qalxan.ErrRequest where they cannot be crawled as it was put.
func New(ctx context.Context, r Request, w Watched, record Record) (o Orders, err error) {
	if err := r.Policy.WithDefaults().Validate(); err != nil {
		return o, fmt.Errorf("%w: %w", qalxan.ErrRequest, err)
	}
	if len(r.Targets) == 0 {
		if len(w.Sources()) == 0 {
			return o, fmt.Errorf("%w: no source is configured; name an address, or add sources to qalxan.yaml", qalxan.ErrRequest)
		}
		return Orders{Sources: bounded(w.Sources(), r.Policy)}, nil
	}
	for _, target := range r.Targets {
		if strings.Contains(target, "://") {
			err = o.address(target, r, w.Standing())
		} else {
			err = o.source(ctx, w, record, target)
		}
		if err != nil {
			return o, err
		}
	}
	// Items need their source in the record.
	for _, s := range o.Sources {
		if err := record.SaveSource(ctx, s); err != nil {
			return o, err
		}
	}
	o.Sources = bounded(o.Sources, r.Policy)
	return o, nil
}

// bounded are the sources as this one crawl takes them: with the bounds that it
// was given, and never at a faster pace than theirs.
func bounded(sources []qalxan.Source, p qalxan.Policy) []qalxan.Source {
	list := slices.Clone(sources)
	for i := range list {
		own := &list[i].Policy
		own.MaxPages = cmp.Or(p.MaxPages, own.MaxPages)
		own.MaxDepth = cmp.Or(p.MaxDepth, own.MaxDepth)
		own.Delay = max(p.Delay, own.Delay)
	}
	return list
}

// source orders a source by its id; one that is switched off is not crawled.
func (o *Orders) source(ctx context.Context, w Watched, record Record, id string) error {
	if off, is := w.Off(id); is {
		return fmt.Errorf("%w: source %s was switched off by %s: %s; switch it on with qalxan source on %[2]s", qalxan.ErrRequest, id, off.By, off.Why)
	}
	if slices.ContainsFunc(o.Sources, func(known qalxan.Source) bool { return known.ID == id }) {
		return nil
	}
	s, err := record.Source(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%w: %q is neither a source nor an address; addresses begin with http:// or https://", qalxan.ErrRequest, id)
	}
	if err != nil {
		return err
	}
	o.Sources = append(o.Sources, s)
	return nil
}

// address adds a source for an address; a second address of the same place
// goes to the same source, because what a site copies from itself is no copy.
// A source that the operator configured is never replaced by a guessed one.
func (o *Orders) address(raw string, r Request, configured []qalxan.Source) error {
	s, err := Source(raw, r.Kind, r.Policy)
	if err != nil {
		return fmt.Errorf("%w: %w", qalxan.ErrRequest, err)
	}
	same := func(known qalxan.Source) bool { return known.ID == s.ID }
	if slices.ContainsFunc(configured, same) {
		return fmt.Errorf("%w: %s would be kept as source %s, which is configured: crawl %[3]s, or give the configured source another id", qalxan.ErrRequest, raw, s.ID)
	}
	i := slices.IndexFunc(o.Sources, same)
	switch {
	case i < 0:
		o.Sources = append(o.Sources, s)
	case s.Kind == qalxan.KindWikipedia:
		o.Sources[i].Articles = append(o.Sources[i].Articles, s.Articles...)
	case s.Kind == qalxan.KindFeed:
		o.Tasks = append(o.Tasks, frontier.Task{SourceID: s.ID, URL: s.URL, Role: frontier.RoleFeed})
	default:
		o.Tasks = append(o.Tasks, frontier.Task{SourceID: s.ID, URL: s.URL, Role: frontier.RolePage})
	}
	return nil
}
