package privacy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Outcome is what an erasure did, or would do.
type Outcome struct {
	ID        string `json:"id,omitempty"` // empty where nothing was done
	Pseudonym string `json:"pseudonym"`
	// Counts are passages by place, and captures.
	Counts map[string]int `json:"counts"`
	// Refused are passages that are under a hold, and Fixed those that are never
	// changed: what people wrote, and the audit log. Each by place.
	Refused map[string]int `json:"refused"`
	Fixed   map[string]int `json:"fixed"`
	// Samples are some of the places, before anything was erased: whether it is
	// the person who is meant.
	Samples []Sample `json:"samples,omitempty"`
	// Unswept says that old bytes may stand in free parts of the record's files
	// until the nightly job could remove them.
	Unswept bool `json:"unswept,omitempty"`
}

// Sample is one place where a name stands, with the words around it.
type Sample struct {
	Place string `json:"place"`
	Item  string `json:"item,omitempty"`
	Text  string `json:"text"`
}

// maxSamples is how many samples are shown.
const maxSamples = 20

// erasedAtOnce is how many passages are rewritten in one transaction.
const erasedAtOnce = 100

// Erase takes a person out of the record and the evidence, or says what that
// would be. What a crash breaks off, Resume takes to its end.
func (s *Service) Erase(ctx context.Context, r Request) (Outcome, error) {
	e, err := s.key.identify(r.Person)
	if err != nil {
		return Outcome{}, err
	}
	if !r.Yes {
		if err := s.reading.take(ctx); err != nil {
			return Outcome{}, err
		}
		defer s.reading.leave()
		return s.erase(ctx, e, erasing{captures: map[string]bool{}, sources: map[string]bool{}})
	}
	if err := said("an erasure", r.By, r.Reason); err != nil {
		return Outcome{}, err
	}
	if e.Words == 1 && !r.OneWord {
		return Outcome{}, fmt.Errorf("%w: a name of one word is that of many people, who would all be erased; give the whole name, or say that the one word is meant (--one-word)", ErrPerson)
	}
	if err := s.working.take(ctx); err != nil {
		return Outcome{}, err
	}
	defer s.working.leave()
	e.ID, e.Began, e.By = qalxan.NewID("e"), s.options.Now().UTC(), r.By
	e.Reason, _ = newNeedles(s.key, e).blank(r.Reason)
	ctx = context.WithoutCancel(ctx) // whoever asked may go: what was begun is done
	// From here on nothing new of the person comes in, and a crash is noticed.
	if err := s.record.SaveErasure(ctx, e); err != nil {
		return Outcome{}, err
	}
	if err := s.reload(ctx); err != nil {
		return Outcome{}, err
	}
	if s.options.Settle != nil {
		s.options.Settle()
	}
	return s.finish(ctx, e, false)
}

// Requests lists the erasures that were asked for, oldest first.
func (s *Service) Requests(ctx context.Context) ([]store.Erasure, error) {
	return s.record.Erasures(ctx)
}

// Resume takes erasures to their end that a crash broke off, and erases what
// came in of those who were erased just before it.
func (s *Service) Resume(ctx context.Context) error {
	// Before looking: what is under way is not broken off.
	if err := s.working.take(ctx); err != nil {
		return err
	}
	defer s.working.leave()
	all, err := s.record.Erasures(ctx)
	if err != nil {
		return err
	}
	for _, e := range all {
		if !e.Done.IsZero() {
			continue
		}
		if _, err := s.finish(ctx, e, true); err != nil {
			return fmt.Errorf("resuming erasure %s: %w", e.ID, err)
		}
		s.resumed.Store(true)
	}
	if err := s.eraseStrays(ctx); err != nil {
		return fmt.Errorf("erasing what was captured before the end: %w", err)
	}
	return nil
}

// Resumed reports, once, whether an erasure was taken to its end by Resume: who
// keeps copies of the record's words has to look through them.
func (s *Service) Resumed() bool { return s.resumed.Swap(false) }

func (s *Service) finish(ctx context.Context, e store.Erasure, again bool) (Outcome, error) {
	run := erasing{id: e.ID, captures: map[string]bool{}, sources: map[string]bool{}, yes: true, again: again}
	o, err := s.erase(ctx, e, run)
	if err == nil {
		// A full disk must not keep the rest from being done.
		o.Unswept = (again || len(o.Counts) > 0) && s.record.Sweep(ctx) != nil
		e.Done, e.Counts, e.Unswept = s.options.Now().UTC(), o.Counts, o.Unswept
		err = s.record.SaveErasure(ctx, e)
	}
	detail := fmt.Sprintf("%s: %s; erased %s; under hold %s; never changed %s", e.ID, e.Reason, say(o.Counts), say(o.Refused), say(o.Fixed))
	if o.Unswept {
		detail += "; old bytes may stand in the files of the record until the next nightly job"
	}
	return o, s.enter(ctx, store.Entered{Verb: "privacy.erase", By: e.By, Object: e.Pseudonym, Detail: detail}, err)
}

// say says counts in words.
func say(counts map[string]int) string {
	if len(counts) == 0 {
		return "none"
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[name], name))
	}
	return strings.Join(parts, ", ")
}

// erase goes through all passages. Evidence goes before the words by which it
// is found, so that what is broken off is found again.
func (s *Service) erase(ctx context.Context, e store.Erasure, run erasing) (Outcome, error) {
	o := Outcome{ID: e.ID, Pseudonym: e.Pseudonym, Counts: map[string]int{}, Refused: map[string]int{}, Fixed: map[string]int{}}
	n := newNeedles(s.key, e)
	for p, err := range s.record.Passages(ctx) {
		if err != nil {
			return o, err
		}
		clean, found := n.passage(p)
		if found == 0 {
			continue
		}
		if !run.yes && len(o.Samples) < maxSamples {
			o.Samples = append(o.Samples, Sample{p.Place, p.Item, n.around(p)})
		}
		switch {
		case p.Fixed:
			o.Fixed[p.Place]++
			continue
		case p.Held:
			o.Refused[p.Place]++
			continue
		}
		o.Counts[p.Place]++
		if run.batch = append(run.batch, clean); len(run.batch) == erasedAtOnce {
			if err := s.eraseBatch(ctx, &run); err != nil {
				return o, err
			}
		}
	}
	return o, s.eraseRest(ctx, n, &run, &o)
}

// erasing is an erasure under way.
type erasing struct {
	id       string
	batch    []store.Passage
	captures map[string]bool // that were erased
	sources  map[string]bool // of the captures
	yes      bool
	again    bool // what is found is only what a crash has left
}

// eraseRest erases what does not stand in passages.
func (s *Service) eraseRest(ctx context.Context, n *needles, run *erasing, o *Outcome) error {
	if err := s.eraseBatch(ctx, run); err != nil {
		return err
	}
	if run.again {
		all, err := s.sources(ctx)
		if err != nil {
			return err
		}
		for id := range all {
			run.sources[id] = true
		}
	}
	loose, err := s.eraseLoose(ctx, n, run.sources, run.yes)
	if err != nil {
		return err
	}
	reports, err := s.eraseReports(n, run.again || len(o.Counts)+loose > 0, run.yes)
	if err != nil {
		return err
	}
	for place, count := range map[string]int{"captures": len(run.captures) + loose, "reports": reports} {
		if count > 0 {
			o.Counts[place] = count
		}
	}
	return nil
}

// eraseBatch erases the captures of items, and rewrites the passages.
func (s *Service) eraseBatch(ctx context.Context, run *erasing) error {
	batch := run.batch
	run.batch = nil
	items := []string{}
	for _, p := range batch {
		if p.Item != "" {
			items = append(items, p.Item)
		}
	}
	captures, err := s.record.CapturesOf(ctx, items)
	if err != nil {
		return err
	}
	captures = slices.DeleteFunc(captures, func(c qalxan.Capture) bool { return run.captures[c.ID] })
	for _, c := range captures {
		run.captures[c.ID], run.sources[c.SourceID] = true, true
	}
	if !run.yes || len(batch) == 0 {
		return nil
	}
	if _, err := s.evidence.Erase(ctx, run.id, captures); err != nil {
		return err
	}
	return s.record.Rewrite(ctx, batch)
}
