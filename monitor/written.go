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
	return k, m.analyst.Watch(m.watched.Narratives)
}

// SaveSource keeps a source. It is crawled at its next time, without a restart.
func (m *Monitor) SaveSource(ctx context.Context, c watchlist.SourceChange) (store.Kept, error) {
	k, err := m.watched.SaveSource(ctx, c)
	if err != nil {
		return k, m.explain(err)
	}
	return k, m.timetable()
}

// Configured reports whether the configuration file has a narrative or source.
func (m *Monitor) Configured(kind store.KeptKind, id string) bool {
	return m.watched.Configured(kind, id)
}

// Sources are those that are crawled now.
func (m *Monitor) Sources() []qalxan.Source { return m.watched.Sources() }
