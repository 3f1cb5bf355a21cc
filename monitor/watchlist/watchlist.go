// Package watchlist knows what is watched: the sources and narratives of the
// configuration, and beside them those that people saved in the record. Where
// both have the same id the configuration holds.
//
// Every change is a version of its own; what was written is never lost. What
// cannot be watched any more, because the configuration changed under it, is
// left out with a warning and keeps nothing else from working.
package watchlist

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/store"
)

// ErrUnfit: what was written cannot be saved. The error says why, in a sentence.
var ErrUnfit = errors.New("this cannot be saved")

// Record is what a list keeps things in.
type Record interface {
	store.Keeping
	SaveSource(ctx context.Context, s qalxan.Source) error
	SaveNarrative(ctx context.Context, n qalxan.Narrative) error
}

// Author is who writes, and what they knew.
type Author struct {
	By  string `json:"by"`
	Why string `json:"why,omitempty"`
	// Seen is the number of the version that was read before; 0 for none.
	Seen int `json:"seen"`
}

// Bounds of what is written.
const (
	maxName = 100  // bytes, of people
	maxWhy  = 1000 // bytes
	maxKept = 2000 // narratives or sources in the record
)

func (a Author) validate() error {
	switch {
	case strings.TrimSpace(a.By) == "":
		return errors.New("the name of who writes is missing")
	case len(a.By) > maxName || len(a.Why) > maxWhy:
		return fmt.Errorf("a name has at most %d bytes and a reason %d", maxName, maxWhy)
	}
	return nil
}

// List is what is watched. It is safe for concurrent use.
type List struct {
	base   configs.Config
	record Record
	log    *slog.Logger
	now    func() time.Time

	changing sync.Mutex // one change at a time
	state    atomic.Pointer[state]
	tested   tested
}

// state is what is watched at one moment.
type state struct {
	config     configs.Config // with what the record adds
	claims     map[string]string
	narratives map[string]kept[qalxan.Narrative]
	sources    map[string]kept[qalxan.Source]
}

// kept is the last version of what a person saved.
type kept[T any] struct {
	store.Kept
	value T
}

// New reads what the record adds to a configuration.
func New(ctx context.Context, c configs.Config, r Record, now func() time.Time, log *slog.Logger) (*List, error) {
	l := &List{base: c, record: r, log: log, now: now}
	return l, l.load(ctx)
}

// Config is the configuration with everything that is watched now.
func (l *List) Config() configs.Config { return l.state.Load().config }

// Sources are those that are crawled: of the configuration, and of the record
// those that are on.
func (l *List) Sources() []qalxan.Source { return l.Config().Sources }

// Narratives are those that are watched.
func (l *List) Narratives() []qalxan.Narrative { return l.Config().Narratives }

// Claims are the sentences of the narratives that are watched, by their ids.
// The map is not to be changed.
func (l *List) Claims() map[string]string { return l.state.Load().claims }

// Configured reports whether the configuration has a narrative or source.
func (l *List) Configured(kind store.KeptKind, id string) bool {
	if kind == store.KeptNarrative {
		return slices.ContainsFunc(l.base.Narratives, func(n qalxan.Narrative) bool { return n.ID == id })
	}
	return slices.ContainsFunc(l.base.Sources, func(s qalxan.Source) bool { return s.ID == id })
}

func (l *List) load(ctx context.Context) error {
	s := &state{claims: map[string]string{}}
	var err error
	if s.narratives, err = read[qalxan.Narrative](ctx, l.record, store.KeptNarrative); err != nil {
		return err
	}
	if s.sources, err = read[qalxan.Source](ctx, l.record, store.KeptSource); err != nil {
		return err
	}
	l.settle(s)
	return nil
}

// read reads the last versions of a kind.
func read[T any](ctx context.Context, r store.KeptReader, kind store.KeptKind) (map[string]kept[T], error) {
	last, err := r.KeptLast(ctx, kind)
	if err != nil {
		return nil, fmt.Errorf("reading what was written: %w", err)
	}
	all := make(map[string]kept[T], len(last))
	for _, k := range last {
		one := kept[T]{Kept: k}
		if err := json.Unmarshal(k.Doc, &one.value); err != nil {
			return nil, fmt.Errorf("reading %s %s: %w", kind, k.Subject, err)
		}
		all[k.Subject] = one
	}
	return all, nil
}

// settle makes a state the one that holds. What the configuration does not
// admit beside it is left out.
func (l *List) settle(s *state) {
	s.config = l.with(s)
	if check(s.config) != nil {
		s.config = l.base
		l.admit(s)
	}
	for _, n := range s.config.Narratives {
		s.claims[n.ID] = n.Claim
	}
	l.state.Store(s)
}

// admit adds one after the other, those under others after these.
func (l *List) admit(s *state) {
	for _, one := range inOrder(s.sources) {
		l.add(s, one.Kept, func(c *configs.Config) { c.Sources = append(slices.Clip(c.Sources), one.value) })
	}
	waiting := inOrder(s.narratives)
	for again := true; again; {
		again = false
		waiting = slices.DeleteFunc(waiting, func(one kept[qalxan.Narrative]) bool {
			added := l.add(s, one.Kept, func(c *configs.Config) { c.Narratives = append(slices.Clip(c.Narratives), one.value) })
			again = again || added
			return added
		})
	}
	for _, one := range waiting {
		l.log.Warn("a narrative of the record is not watched: it does not fit the configuration", "id", one.Subject)
	}
}

func (l *List) add(s *state, k store.Kept, change func(*configs.Config)) bool {
	if k.Ended || l.Configured(k.Kind, k.Subject) {
		return true
	}
	c := s.config
	change(&c)
	if err := check(c); err != nil {
		if k.Kind == store.KeptSource {
			l.log.Warn("a source of the record is not crawled: it does not fit the configuration", "id", k.Subject, "error", err)
		}
		return false
	}
	s.config = c
	return true
}

// with is the configuration with what is in force in the record.
func (l *List) with(s *state) configs.Config {
	c := l.base
	c.Sources, c.Narratives = slices.Clip(c.Sources), slices.Clip(c.Narratives)
	for _, one := range inOrder(s.sources) {
		if !one.Ended && !l.Configured(store.KeptSource, one.Subject) {
			c.Sources = append(c.Sources, one.value)
		}
	}
	for _, one := range inOrder(s.narratives) {
		if !one.Ended && !l.Configured(store.KeptNarrative, one.Subject) {
			c.Narratives = append(c.Narratives, one.value)
		}
	}
	return c
}

func inOrder[T any](all map[string]kept[T]) []kept[T] {
	list := make([]kept[T], 0, len(all))
	for _, one := range all {
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b kept[T]) int { return cmp.Compare(a.Subject, b.Subject) })
	return list
}

// check holds what is watched to the rules of the configuration.
func check(c configs.Config) error {
	if err := c.Validate(); err != nil {
		return err
	}
	return qalxan.CheckParents(c.Narratives)
}

// keep writes a version.
func (l *List) keep(ctx context.Context, kind store.KeptKind, subject string, a Author, ended bool, doc any) (store.Kept, error) {
	text, err := json.Marshal(doc)
	if err != nil {
		return store.Kept{}, err
	}
	k := store.Kept{
		Kind: kind, Subject: subject, Version: a.Seen + 1, Time: l.now(),
		By: strings.TrimSpace(a.By), Why: strings.TrimSpace(a.Why), Ended: ended, Doc: text,
	}
	return l.record.Keep(ctx, k)
}

func unfit(err error) error { return fmt.Errorf("%w: %w", ErrUnfit, err) }
