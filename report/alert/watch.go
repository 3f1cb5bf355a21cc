package alert

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan/store"
)

// watch notes which conditions of the system began and which are over.
func (s *Service) watch(ctx context.Context) error {
	rules := slices.DeleteFunc(slices.Clone(s.rules), func(r rule) bool { return !r.System })
	if len(rules) == 0 {
		return nil
	}
	now, err := s.deps.Conditions(ctx)
	if err != nil {
		return fmt.Errorf("looking at the system: %w", err)
	}
	lost, err := s.undelivered(ctx)
	if err != nil {
		return err
	}
	now = append(now, lost...)
	for _, r := range rules {
		known, err := s.deps.Record.ToldBy(ctx, r.Name)
		if err != nil {
			return err
		}
		if told := s.turns(r, known, now); len(told) > 0 {
			if err := s.deps.Record.Tell(ctx, told, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// turns are the conditions that began or ended since the rule told.
func (s *Service) turns(r rule, known []store.Told, now []Condition) (told []store.Told) {
	at := s.now()
	due, _ := r.hours.due(at, true)
	change := func(t store.Told, news News) {
		// What began and ended unsaid, or ended and began, is not worth saying.
		unsaid := t.Due.Unix() > 0
		t.News, t.Changed, t.Due = string(news), at, due
		if unsaid {
			t.Due = time.Time{}
		}
		told = append(told, t)
	}
	for _, c := range now {
		i := slices.IndexFunc(known, func(t store.Told) bool { return t.Subject == c.Key })
		switch {
		case i < 0:
			change(store.Told{Rule: r.Name, Subject: c.Key, Text: clean(c.Text, maxReason)}, NewsBegan)
		case known[i].News == string(NewsOver):
			known[i].Text = clean(c.Text, maxReason)
			change(known[i], NewsBegan)
		}
	}
	for _, t := range known {
		holds := slices.ContainsFunc(now, func(c Condition) bool { return c.Key == t.Subject })
		if t.News == string(NewsBegan) && !holds {
			change(t, NewsOver)
		}
	}
	return told
}

// undelivered are the targets of which a letter was given up in the last day.
func (s *Service) undelivered(ctx context.Context) (all []Condition, err error) {
	letters, err := s.deps.Record.Letters(ctx, maxWaiting)
	if err != nil {
		return nil, err
	}
	for _, name := range s.names {
		i := slices.IndexFunc(letters, func(l store.Letter) bool {
			return l.Target == name && l.State == store.LetterGiven && s.now().Sub(l.Next) < 24*time.Hour
		})
		if i >= 0 {
			all = append(all, Condition{"target:" + name, fmt.Sprintf("Alerts for %s did not arrive and were given up: %s", name, letters[i].Reason)})
		}
	}
	return all, nil
}
