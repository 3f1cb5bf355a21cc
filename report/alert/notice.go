package alert

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// Marks of what was known of a finding, besides its indicators.
const (
	markEscalated = "status:escalated"
	// markDismissed: the rule kept silent, because a person had dismissed it.
	markDismissed = "status:dismissed"
)

// notice asks the rules about every finding that changed. A batch and what the
// rules made of it are settled in one write, so a crash in between looks at the
// batch again and nothing is told twice.
func (s *Service) notice(ctx context.Context) error {
	if s.since == nil {
		since, err := s.deps.Record.BeginRules(ctx, s.ruleNames(), s.now())
		if err != nil {
			return err
		}
		s.since = since
	}
	for {
		news, err := s.deps.Record.News(ctx, batch)
		if err != nil || len(news) == 0 {
			return err
		}
		// What the index does not hold yet, no rule would find.
		if err := s.deps.CatchUp(ctx); err != nil {
			return fmt.Errorf("bringing the index up to the record: %w", err)
		}
		var told []store.Told
		for _, n := range news {
			more, err := s.ask(ctx, n.FindingID)
			if err != nil {
				return fmt.Errorf("asking the rules about %s: %w", n.FindingID, err)
			}
			told = append(told, more...)
		}
		if err := s.deps.Record.Tell(ctx, told, news); err != nil {
			return err
		}
	}
}

func (s *Service) ruleNames() []string {
	names := make([]string, len(s.rules))
	for i, r := range s.rules {
		names[i] = r.Name
	}
	return names
}

// ask returns what the rules have to tell of a finding.
func (s *Service) ask(ctx context.Context, findingID string) ([]store.Told, error) {
	f, err := s.deps.Record.Finding(ctx, findingID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	known, err := s.deps.Record.Told(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	var told []store.Told
	for _, r := range s.rules {
		if r.System || f.Updated.Before(s.since[r.Name]) || len(r.Levels) > 0 && !slices.Contains(r.Levels, f.Level) {
			continue
		}
		next, fresh := s.compare(r, known, f)
		if !fresh {
			continue
		}
		matches, err := s.matches(ctx, r, f)
		if err != nil {
			return nil, err
		}
		if matches {
			told = append(told, next)
		}
	}
	return told, nil
}

// compare says what a rule that matches would tell of a finding, and whether
// anything of that is new.
func (s *Service) compare(r rule, known []store.Told, f qalxan.Finding) (next store.Told, fresh bool) {
	marks := marksOf(f)
	next = store.Told{Rule: r.Name, Subject: f.ID, Level: f.Level, Marks: marks, News: string(NewsFound), Changed: s.now()}
	i := slices.IndexFunc(known, func(t store.Told) bool { return t.Rule == r.Name })
	dismissed := f.Status == qalxan.StatusDismissed
	if i < 0 && dismissed {
		next.Marks = append(next.Marks, markDismissed)
		return next, true
	}
	if i >= 0 {
		news := newsOf(known[i], f, marks)
		if news == "" {
			return next, false
		}
		next.News = string(news)
		next.Marks = union(marks, known[i].Marks)
		next.Marks = slices.DeleteFunc(next.Marks, func(m string) bool { return m == markDismissed })
		if known[i].Level.Above(f.Level) {
			next.Level = known[i].Level
		}
	}
	next.Due, _ = r.hours.due(s.now(), f.Level == qalxan.LevelCritical)
	if i >= 0 && known[i].Due.Unix() > 0 { // it waits already: not for longer, and as what it was
		next.News = known[i].News
		if known[i].Due.Before(next.Due) {
			next.Due = known[i].Due
		}
	}
	return next, true
}

// newsOf says what happened since a finding was told; empty for nothing.
func newsOf(t store.Told, f qalxan.Finding, marks []string) News {
	silent := slices.Contains(t.Marks, markDismissed)
	fresh := func(m string) bool { return !slices.Contains(t.Marks, m) }
	switch {
	case silent && f.Status != qalxan.StatusDismissed:
		return NewsFound
	case f.Level.Above(t.Level):
		return NewsRaised
	case f.Status == qalxan.StatusEscalated && fresh(markEscalated):
		return NewsEscalated
	case slices.ContainsFunc(marks, fresh):
		return NewsMore
	}
	return ""
}

// marksOf are what can be new about a finding, besides its level.
func marksOf(f qalxan.Finding) []string {
	var marks []string
	if f.Grounds != nil {
		marks = slices.Clone(f.Grounds.Indicators)
	}
	if f.Status == qalxan.StatusEscalated {
		marks = append(marks, markEscalated)
	}
	return union(marks, nil)
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// matches asks the index whether the latest version of a finding's item is
// among what the rule searches for.
func (s *Service) matches(ctx context.Context, r rule, f qalxan.Finding) (bool, error) {
	if r.Query == "" {
		return true, nil
	}
	item, err := s.deps.Record.Latest(ctx, f.Identity)
	if err != nil {
		return false, err
	}
	asked, err := query.Parse(r.Query, s.now())
	if err != nil {
		return false, fmt.Errorf("rule %s: %w", r.Name, err)
	}
	when := item.When()
	narrow := query.And{Parts: []query.Node{
		asked,
		query.Term{Field: query.FieldSource, Value: item.SourceID},
		query.Range{After: when.Add(-time.Second), Before: when.Add(time.Second)},
	}}
	const page = 1000
	for from := 0; ; from += page {
		found, err := s.deps.Index.Search(ctx, index.Request{Query: narrow, From: from, Size: page, Sort: index.SortNewest})
		if err != nil {
			return false, fmt.Errorf("rule %s: %w", r.Name, err)
		}
		if slices.ContainsFunc(found.Hits, func(h index.Hit) bool { return h.ID == item.ID }) {
			return true, nil
		}
		if from+page >= min(found.Total, 10*page) {
			return false, nil
		}
	}
}
