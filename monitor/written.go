package monitor

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/monitor/watchlist"
	"github.com/qalxan/qalxan/store"
)

// Watched is what is watched: of the configuration, and what people added.
func (m *Monitor) Watched() *watchlist.List { return m.watched }

// SaveBrief keeps what a person wrote for a part of a campaign's brief.
func (m *Monitor) SaveBrief(ctx context.Context, c watchlist.BriefChange) (store.Kept, error) {
	campaign, err := m.record.Campaign(ctx, c.Campaign)
	if err != nil {
		return store.Kept{}, fmt.Errorf("campaign %.100s: %w", c.Campaign, err)
	}
	c.Campaign = campaign.ID // of the one that it became a part of
	k, err := m.watched.SaveBrief(ctx, c)
	return k, m.explain(err)
}

// SaveNarrative keeps a narrative and looks for it in everything that is read
// from now on. What was judged before is not judged again.
func (m *Monitor) SaveNarrative(ctx context.Context, c watchlist.NarrativeChange) (store.Kept, error) {
	k, err := m.watched.SaveNarrative(ctx, c)
	if err != nil {
		return k, m.explain(err)
	}
	m.analyst.judging.Lock()
	defer m.analyst.judging.Unlock()
	found, err := m.newClaims()
	if err != nil {
		return k, err
	}
	m.claims.swap(found)
	m.analyst.detectors.tempo.watch(m.watched.Narratives())
	return k, nil
}

// SaveSource keeps a source. It is crawled at its next time, without a restart.
func (m *Monitor) SaveSource(ctx context.Context, c watchlist.SourceChange) (store.Kept, error) {
	k, err := m.watched.SaveSource(ctx, c)
	if err != nil {
		return k, m.explain(err)
	}
	return k, m.timetable()
}

// known orders a source by its id; one that is switched off is not crawled.
func (m *Monitor) known(ctx context.Context, o *orders, id string) error {
	if off, is := m.watched.Off(id); is {
		return fmt.Errorf("%w: source %s was switched off by %s: %s; switch it on with qalxan source on %[2]s", ErrRequest, id, off.By, off.Why)
	}
	return o.source(ctx, m.record, id)
}

var _ reader = (*watcher)(nil)

// Configured reports whether the configuration file has a narrative or source.
func (m *Monitor) Configured(kind store.KeptKind, id string) bool {
	return m.watched.Configured(kind, id)
}

// Sources are those that are crawled now.
func (m *Monitor) Sources() []qalxan.Source { return m.watched.Sources() }
