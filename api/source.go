package api

import (
	"context"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// SourceList is every source with its health.
type SourceList struct {
	Sources []store.SourceHealth `json:"sources"`
}

// Sources lists every source, by id.
func (l *Library) Sources(ctx context.Context) (SourceList, error) {
	sources, err := l.store.Sources(ctx)
	if err != nil {
		return SourceList{}, fmt.Errorf("list sources: %w", err)
	}
	return SourceList{filled(sources)}, nil
}

// Source returns one source with its health.
func (l *Library) Source(ctx context.Context, id string) (store.SourceHealth, error) {
	list, err := l.Sources(ctx)
	if err != nil {
		return store.SourceHealth{}, err
	}
	for _, s := range list.Sources {
		if s.Source.ID == id {
			return s, nil
		}
	}
	return store.SourceHealth{}, fmt.Errorf("source %s: %w", id, store.ErrNotFound)
}

// NarrativeView is a narrative with how many items make its claim.
type NarrativeView struct {
	Narrative qalxan.Narrative `json:"narrative"`
	Items     int              `json:"items"` // latest versions with a signal about it
}

// NarrativeList is every narrative.
type NarrativeList struct {
	Narratives []NarrativeView `json:"narratives"`
}

// Narratives lists every narrative in the order of the record.
func (l *Library) Narratives(ctx context.Context) (NarrativeList, error) {
	narratives, err := l.store.Narratives(ctx)
	if err != nil {
		return NarrativeList{}, fmt.Errorf("list narratives: %w", err)
	}
	facets, err := l.store.Facets(ctx, store.Filter{})
	if err != nil {
		return NarrativeList{}, fmt.Errorf("count the items of narratives: %w", err)
	}
	counts := make(map[string]int)
	for _, c := range facets.Narratives {
		counts[c.Value] = c.Count
	}
	list := NarrativeList{[]NarrativeView{}}
	for _, n := range narratives {
		list.Narratives = append(list.Narratives, NarrativeView{n, counts[n.ID]})
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
