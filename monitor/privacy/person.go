package privacy

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Request asks for one person.
type Request struct {
	// Person is a name, or a pseudonym.
	Person string `json:"person"`
	By     string `json:"by"`
	Reason string `json:"reason,omitempty"`
	// Yes erases; without it is only said what would be.
	Yes bool `json:"yes,omitempty"`
}

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
}

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
		return s.erase(ctx, e, false)
	}
	if err := said("an erasure", r.By, r.Reason); err != nil {
		return Outcome{}, err
	}
	s.working.Lock()
	defer s.working.Unlock()
	e.ID, e.Began, e.By = newID("e-"), s.options.Now().UTC(), r.By
	e.Reason, _ = newNeedles(s.key, e).blank(r.Reason)
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
	return s.finish(ctx, e)
}

// Resume takes erasures to their end that a crash broke off.
func (s *Service) Resume(ctx context.Context) error {
	all, err := s.record.Erasures(ctx)
	if err != nil {
		return err
	}
	s.working.Lock()
	defer s.working.Unlock()
	for _, e := range all {
		if !e.Done.IsZero() {
			continue
		}
		if _, err := s.finish(ctx, e); err != nil {
			return fmt.Errorf("resuming erasure %s: %w", e.ID, err)
		}
	}
	return nil
}

func (s *Service) finish(ctx context.Context, e store.Erasure) (Outcome, error) {
	o, err := s.erase(ctx, e, true)
	if err == nil {
		e.Done, e.Counts = s.options.Now().UTC(), o.Counts
		err = s.record.SaveErasure(ctx, e)
	}
	detail := fmt.Sprintf("%s: %s; erased %s; under hold %s; never changed %s", e.ID, e.Reason, say(o.Counts), say(o.Refused), say(o.Fixed))
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
func (s *Service) erase(ctx context.Context, e store.Erasure, yes bool) (Outcome, error) {
	o := Outcome{ID: e.ID, Pseudonym: e.Pseudonym, Counts: map[string]int{}, Refused: map[string]int{}, Fixed: map[string]int{}}
	n, captures := newNeedles(s.key, e), map[string]bool{}
	var batch []store.Passage
	flush := func() error {
		defer func() { batch = batch[:0] }()
		return s.eraseBatch(ctx, e.ID, batch, captures, yes)
	}
	for p, err := range s.record.Passages(ctx) {
		if err != nil {
			return o, err
		}
		clean, found := n.passage(p)
		switch {
		case found == 0:
			continue
		case p.Fixed:
			o.Fixed[p.Place]++
			continue
		case p.Held:
			o.Refused[p.Place]++
			continue
		}
		o.Counts[p.Place]++
		if batch = append(batch, clean); len(batch) == erasedAtOnce {
			if err := flush(); err != nil {
				return o, err
			}
		}
	}
	if err := flush(); err != nil {
		return o, err
	}
	if len(captures) > 0 {
		o.Counts["captures"] = len(captures)
	}
	return o, nil
}

// eraseBatch erases the captures of items, and rewrites the passages.
func (s *Service) eraseBatch(ctx context.Context, id string, batch []store.Passage, seen map[string]bool, yes bool) error {
	if len(batch) == 0 {
		return nil
	}
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
	captures = slices.DeleteFunc(captures, func(c qalxan.Capture) bool { return seen[c.ID] })
	for _, c := range captures {
		seen[c.ID] = true
	}
	if !yes {
		return nil
	}
	if _, err := s.evidence.Erase(ctx, id, captures); err != nil {
		return err
	}
	return s.record.Rewrite(ctx, batch)
}

// Held is everything that is held about one person.
type Held struct {
	Time      time.Time `json:"time"`
	Pseudonym string    `json:"pseudonym"`
	Items     []Kept    `json:"items"`
	// Passages are all other places.
	Passages []store.Passage `json:"passages"`
	// Cut says that there is more than is shown.
	Cut bool `json:"cut,omitempty"`
}

// Kept is an item that a person is named in or signs.
type Kept struct {
	Item    qalxan.Item     `json:"item"`
	Capture *qalxan.Capture `json:"capture,omitempty"` // where the answer stands in the evidence
	// Source is the name of the item's source.
	Source string   `json:"source"`
	In     []string `json:"in"` // the places: item.text, item.title, item.author
	Held   bool     `json:"held,omitempty"`
}

// maxHeld bounds what is handed out in one answer.
const maxHeld = 10_000

// Export finds everything that is held about a person: what they sign, by their
// pseudonym, and where they are named.
func (s *Service) Export(ctx context.Context, r Request) (Held, error) {
	e, err := s.key.identify(r.Person)
	if err != nil {
		return Held{}, err
	}
	if err := said("an export", r.By, r.Reason); err != nil {
		return Held{}, err
	}
	// What leaves is entered before it does.
	reason, _ := newNeedles(s.key, e).blank(r.Reason)
	if err := s.enter(ctx, store.Entered{Verb: "privacy.export", By: r.By, Object: e.Pseudonym, Detail: reason}, nil); err != nil {
		return Held{}, err
	}
	h := Held{Time: s.options.Now().UTC(), Pseudonym: e.Pseudonym, Items: []Kept{}, Passages: []store.Passage{}}
	n, places := newNeedles(s.key, e), map[string][]string{}
	var order []string
	held := map[string]bool{}
	for p, err := range s.record.Passages(ctx) {
		if err != nil {
			return h, err
		}
		if _, found := n.passage(p); found == 0 {
			continue
		}
		if len(order)+len(h.Passages) == maxHeld {
			h.Cut = true
			break
		}
		if !strings.HasPrefix(p.Place, "item.") {
			h.Passages = append(h.Passages, p)
			continue
		}
		if places[p.Item] == nil {
			order = append(order, p.Item)
		}
		places[p.Item], held[p.Item] = append(places[p.Item], p.Place), p.Held
	}
	for _, id := range order {
		kept, err := s.kept(ctx, id)
		if err != nil {
			return h, err
		}
		kept.In, kept.Held = places[id], held[id]
		h.Items = append(h.Items, kept)
	}
	return h, nil
}

func (s *Service) kept(ctx context.Context, id string) (Kept, error) {
	item, err := s.record.Item(ctx, id)
	if err != nil {
		return Kept{}, err
	}
	kept := Kept{Item: item, Source: item.SourceID}
	if source, err := s.record.Source(ctx, item.SourceID); err == nil {
		kept.Source = source.Name
	}
	switch c, err := s.record.Capture(ctx, item.CaptureID); {
	case err == nil:
		kept.Capture = &c
	case !errors.Is(err, store.ErrNotFound):
		return kept, err
	}
	return kept, nil
}
