package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/monitor/health"
	"github.com/qalxan/qalxan/store"
)

// SourceView is a source with how it does.
type SourceView struct {
	store.SourceHealth
	Health health.Report `json:"health"`
}

// SourceList is every source with its health.
type SourceList struct {
	Sources []SourceView `json:"sources"`
}

// SourceDetail is one source with its last runs.
type SourceDetail struct {
	SourceView
	Runs []store.Run `json:"runs"` // newest first
}

// Sources lists every source, by id.
func (l *Library) Sources(ctx context.Context) (SourceList, error) {
	views, err := l.judged(ctx, "")
	return SourceList{filled(views)}, err
}

// Source returns one source with its health and its last runs.
func (l *Library) Source(ctx context.Context, id string) (SourceDetail, error) {
	views, err := l.judged(ctx, id)
	if err == nil && len(views) == 0 {
		err = fmt.Errorf("source %s: %w", id, store.ErrNotFound)
	}
	if err != nil {
		return SourceDetail{}, err
	}
	runs, err := l.store.RecentRuns(ctx, id, health.MaxRuns)
	if err != nil {
		return SourceDetail{}, fmt.Errorf("read the runs of source %s: %w", id, err)
	}
	return SourceDetail{views[0], filled(runs[id])}, nil
}

// Alerts lists the sources that need a look, most urgent first.
func (l *Library) Alerts(ctx context.Context) ([]SourceView, error) {
	views, err := l.standing(ctx)
	views = slices.DeleteFunc(views, func(s SourceView) bool { return !s.Health.Alert })
	return SourceList{views}.ByUrgency(), err
}

// judged are all sources, or only one, each with its health.
func (l *Library) judged(ctx context.Context, only string) ([]SourceView, error) {
	var record health.Record = l.store
	if only == "" {
		kept, err := l.recall(ctx)
		if err != nil {
			return nil, fmt.Errorf("judge sources: %w", err)
		}
		record = kept
	}
	all, err := health.All(ctx, record, only, l.now())
	if err != nil {
		return nil, fmt.Errorf("judge sources: %w", err)
	}
	var views []SourceView
	for _, s := range all {
		views = append(views, SourceView{s.SourceHealth, s.Report})
	}
	return views, nil
}

// ByUrgency orders sources by how much they need a person, then by id.
func (l SourceList) ByUrgency() []SourceView {
	return slices.SortedStableFunc(slices.Values(l.Sources), func(a, b SourceView) int {
		return cmp.Or(alarm(b.Health)-alarm(a.Health), cmp.Compare(a.Health.State.Urgency(), b.Health.State.Urgency()))
	})
}

func alarm(r health.Report) int {
	if r.Alert {
		return 1
	}
	return 0
}

// NarrativeView is a narrative with how many items make its claim.
type NarrativeView struct {
	Narrative qalxan.Narrative `json:"narrative"`
	Items     int              `json:"items"` // latest versions with a signal about it
	Placed
}

// NarrativeList is every narrative.
type NarrativeList struct {
	Narratives []NarrativeView `json:"narratives"`
}

// Narratives lists every narrative in the order of the record.
func (l *Library) Narratives(ctx context.Context) (NarrativeList, error) {
	return l.narratives(ctx, query.All{})
}

// narratives lists every narrative, with the items among those that match.
func (l *Library) narratives(ctx context.Context, among query.Node) (NarrativeList, error) {
	narratives, err := l.store.Narratives(ctx)
	if err != nil {
		return NarrativeList{}, fmt.Errorf("list narratives: %w", err)
	}
	found, err := l.index.Search(ctx, index.Request{Query: among, Facets: true})
	if err != nil {
		return NarrativeList{}, fmt.Errorf("count the items of narratives: %w", err)
	}
	counts := make(map[string]int)
	for _, c := range found.Facets.Narratives {
		counts[c.Value] = c.Count
	}
	last, err := l.last(ctx, store.KeptNarrative)
	if err != nil {
		return NarrativeList{}, err
	}
	list := NarrativeList{[]NarrativeView{}}
	for _, n := range narratives {
		list.Narratives = append(list.Narratives, NarrativeView{n, counts[n.ID], l.placed(store.KeptNarrative, n.ID, last[n.ID])})
	}
	return list, nil
}

// Narrative returns one narrative.
func (l *Library) Narrative(ctx context.Context, id string) (NarrativeView, error) {
	list, err := l.Narratives(ctx)
	if err != nil {
		return NarrativeView{}, err
	}
	for _, n := range list.Narratives {
		if n.Narrative.ID == id {
			return n, nil
		}
	}
	return NarrativeView{}, fmt.Errorf("narrative %s: %w", id, store.ErrNotFound)
}
