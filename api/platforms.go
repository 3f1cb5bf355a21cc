package api

import (
	"context"

	"github.com/qalxan/qalxan/report/figures"
	"github.com/qalxan/qalxan/store"
)

// Platforms counts what became of reports to platforms: *pack.Service.
type Platforms interface {
	Tallies(ctx context.Context) ([]store.PackTally, error)
}

// WithPlatforms returns the library with somebody who counts reports to
// platforms; its documents tell of them.
func (l *Library) WithPlatforms(p Platforms) *Library {
	with := *l
	with.platforms = p
	return &with
}

// reported is what became of reports to platforms; none where nobody counts.
func (l *Library) reported(ctx context.Context) (all []figures.Platform, err error) {
	if l.platforms == nil {
		return nil, nil
	}
	tallies, err := l.platforms.Tallies(ctx)
	for _, t := range tallies {
		if t.Sent == 0 {
			continue
		}
		p := figures.Platform{
			Name: t.Platform, Sent: t.Sent, Waiting: t.Waiting, Overdue: t.Overdue, MedianDays: t.MedianDays, Answered: t.Answered,
		}
		for _, o := range t.Outcomes {
			p.Outcomes = append(p.Outcomes, figures.Tally{Value: o.Value, Count: o.Count})
		}
		all = append(all, p)
	}
	return all, err
}
