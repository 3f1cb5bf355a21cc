package privacy

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

const (
	day = 24 * time.Hour
	// retiredAtOnce is how much is removed in one transaction.
	retiredAtOnce = 200
	// Job is who does what nobody asked for by hand.
	Job = "qalxan"
)

// Retired counts what retention removed, or would remove.
type Retired struct {
	Dry    bool                   `json:"dry,omitempty"`
	Counts map[store.Retained]int `json:"counts"`
}

func (r Retired) any() bool {
	for _, n := range r.Counts {
		if n > 0 {
			return true
		}
	}
	return false
}

// Retain removes what is past its time, in batches, or says what that would be.
// It may be broken off and given again.
func (s *Service) Retain(ctx context.Context, by string, dry bool) (Retired, error) {
	if err := s.working.take(ctx); err != nil {
		return Retired{Dry: dry}, err
	}
	defer s.working.leave()
	r := Retired{Dry: dry, Counts: map[store.Retained]int{}}
	now := s.options.Now().UTC()
	sources, err := s.sources(ctx)
	for _, kind := range []store.Retained{store.RetainedText, store.RetainedDismissed, store.RetainedLetters, store.RetainedEvidence} {
		if err == nil {
			r.Counts[kind], err = s.retain(ctx, kind, s.cutoffs(kind, sources, now), now, dry)
		}
	}
	if !dry && err == nil {
		err = s.sweep(ctx)
	}
	if dry || err == nil && !r.any() {
		return r, err
	}
	e := store.Entered{Verb: "privacy.retain", By: by, Detail: r.String()}
	if by == Job {
		e.Via = "job"
	}
	return r, s.enter(ctx, e, err)
}

// Rule is for how many days things are kept; 0 is for ever. Source is empty for
// what holds where a source says nothing.
type Rule struct {
	Source  string      `json:"source,omitempty"`
	Keep    qalxan.Keep `json:"keep"`
	Letters int         `json:"letters,omitempty"`
}

// Rules are those of all sources first, then those of sources with their own.
func (s *Service) Rules(ctx context.Context) ([]Rule, error) {
	rules := []Rule{{Keep: s.options.Keep, Letters: s.options.Letters}}
	all, err := s.sources(ctx)
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if keep := all[id].Policy.Keep; keep != (qalxan.Keep{}) {
			rules = append(rules, Rule{Source: id, Keep: keep})
		}
	}
	return rules, err
}

// sweep does what could not be done when somebody was erased, for want of room.
func (s *Service) sweep(ctx context.Context) error {
	all, err := s.record.Erasures(ctx)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(e store.Erasure) bool { return !e.Unswept })
	if len(all) == 0 {
		return nil
	}
	if err := s.record.Sweep(ctx); err != nil {
		return err
	}
	for _, e := range all {
		e.Unswept = false
		if err := s.record.SaveErasure(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// String says what was removed.
func (r Retired) String() string {
	var parts []string
	for _, one := range []struct {
		kind store.Retained
		what string
	}{
		{store.RetainedText, "texts"},
		{store.RetainedDismissed, "dismissed findings' signals"},
		{store.RetainedLetters, "letters"},
		{store.RetainedEvidence, "evidence files"},
	} {
		parts = append(parts, fmt.Sprintf("%d %s", r.Counts[one.kind], one.what))
	}
	return strings.Join(parts, ", ")
}

func (s *Service) retain(ctx context.Context, kind store.Retained, c store.Cutoffs, now time.Time, dry bool) (count int, err error) {
	for after := ""; ; {
		keys, err := s.record.Overdue(ctx, kind, c, after, retiredAtOnce)
		if err != nil || len(keys) == 0 {
			return count, err
		}
		after = keys[len(keys)-1]
		if kind == store.RetainedEvidence && !dry {
			if keys, err = s.removeFiles(keys); err != nil {
				return count, err
			}
		}
		if !dry {
			if err := s.record.Retire(ctx, kind, keys, now); err != nil {
				return count, err
			}
		}
		count += len(keys)
	}
}

// removeFiles removes evidence files, and returns those that are gone. The
// record forgets them after that: a crash in between repeats it.
func (s *Service) removeFiles(files []string) ([]string, error) {
	gone := []string{}
	for _, name := range files {
		done, err := s.evidence.Remove(name)
		if err != nil {
			return gone, err
		}
		if done {
			gone = append(gone, name)
		}
	}
	return gone, nil
}

// cutoffs are when things have to be from to be kept.
func (s *Service) cutoffs(kind store.Retained, sources map[string]qalxan.Source, now time.Time) store.Cutoffs {
	c := store.Cutoffs{All: before(now, s.days(kind, s.options.Keep)), Sources: map[string]time.Time{}}
	for id, source := range sources {
		if days := s.days(kind, source.Policy.Keep); days > 0 && kind != store.RetainedLetters {
			c.Sources[id] = before(now, days)
		}
	}
	return c
}

func (s *Service) days(kind store.Retained, k qalxan.Keep) int {
	switch kind {
	case store.RetainedText:
		return k.Text
	case store.RetainedDismissed:
		return k.Dismissed
	case store.RetainedEvidence:
		return k.Evidence
	}
	return s.options.Letters
}

func before(now time.Time, days int) time.Time {
	if days == 0 {
		return time.Time{}
	}
	return now.Add(-time.Duration(days) * day)
}
