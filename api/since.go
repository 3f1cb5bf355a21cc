package api

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Since is what happened after a time.
type Since struct {
	Time  time.Time      `json:"time"`
	New   []FindingEntry `json:"new"` // findings that were made since
	Taken []Taken        `json:"taken"`
	// Campaigns are those that began or grew.
	Campaigns []qalxan.Campaign `json:"campaigns"`
	// Broken are the sources that need a look.
	Broken []SourceView `json:"broken"`
	// More says that there is more than is listed.
	More bool `json:"more,omitempty"`
}

// Taken is a decision with what it is about.
type Taken struct {
	Entry    FindingEntry    `json:"entry"`
	Decision qalxan.Decision `json:"decision"`
}

// sinceMost bounds the findings and campaigns that are looked at; sinceRead is
// how many of them are read at a time.
const (
	sinceMost = 200
	sinceRead = 50
)

// Since lists what is new, decided, grown and broken since a time, the latest
// first.
func (l *Library) Since(ctx context.Context, t time.Time) (Since, error) {
	s := Since{Time: t, New: []FindingEntry{}, Taken: []Taken{}, Campaigns: []qalxan.Campaign{}}
	entry, seen := l.entries(), 0
	for f, err := range paged(sinceRead, func(p store.Page) ([]qalxan.Finding, string, error) { return l.store.Findings(ctx, store.Filter{}, p) }) {
		if err != nil {
			return s, fmt.Errorf("list what is new: %w", err)
		}
		if s.More = seen == sinceMost; s.More || f.Updated.Before(t) {
			break
		}
		seen++
		e, err := entry(ctx, f)
		if err != nil {
			return s, err
		}
		s.add(e)
	}
	slices.SortStableFunc(s.Taken, func(a, b Taken) int { return b.Decision.Time.Compare(a.Decision.Time) })
	for c, err := range paged(sinceRead, func(p store.Page) ([]qalxan.Campaign, string, error) { return l.store.Campaigns(ctx, p) }) {
		if err != nil {
			return s, fmt.Errorf("list campaigns that grew: %w", err)
		}
		if c.Updated.Before(t) || len(s.Campaigns) == sinceMost {
			break
		}
		s.Campaigns = append(s.Campaigns, c)
	}
	broken, err := l.Alerts(ctx)
	s.Broken = filled(broken)
	return s, err
}

func (s *Since) add(e FindingEntry) {
	if !e.Finding.Created.Before(s.Time) {
		s.New = append(s.New, e)
	}
	for _, d := range e.Finding.Decisions {
		if !d.Time.Before(s.Time) {
			s.Taken = append(s.Taken, Taken{e, d})
		}
	}
}
