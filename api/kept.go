package api

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Origin says where something that is watched stands.
type Origin string

// The origins.
const (
	OriginFile   Origin = "file"   // the configuration, in which alone it is changed
	OriginDesk   Origin = "desk"   // the record: a person saved it, and can change it
	OriginRecord Origin = "record" // it was watched or crawled once, and is not any more
)

// Configuration knows what stands in the configuration file: *monitor.Monitor.
type Configuration interface {
	Configured(kind store.KeptKind, id string) bool
}

// WithConfiguration returns the library with somebody who knows the
// configuration. Without, what nobody saved counts as configured.
func (l *Library) WithConfiguration(c Configuration) *Library {
	with := *l
	with.configuration = c
	return &with
}

// Placed is where something that is watched stands.
type Placed struct {
	From Origin `json:"from" enum:"file,desk,record"`
	// Ended says that a person retired the narrative or switched the source off.
	Ended bool `json:"ended,omitempty"`
	// Shadowed says that the record has one of the same id, which the
	// configuration's takes the place of.
	Shadowed bool `json:"shadowed,omitempty"`
}

// placed finds where something stands; last is its last version in the record,
// nil for none.
func (l *Library) placed(kind store.KeptKind, id string, last *store.Kept) Placed {
	switch configured := l.configuration != nil && l.configuration.Configured(kind, id); {
	case configured:
		return Placed{From: OriginFile, Shadowed: last != nil}
	case last != nil:
		return Placed{From: OriginDesk, Ended: last.Ended}
	case l.configuration == nil:
		return Placed{From: OriginFile}
	}
	return Placed{From: OriginRecord}
}

// last are the last versions of a kind by their subjects.
func (l *Library) last(ctx context.Context, kind store.KeptKind) (map[string]*store.Kept, error) {
	all, err := l.store.KeptLast(ctx, kind)
	if err != nil {
		return nil, fmt.Errorf("read what was written: %w", err)
	}
	by := make(map[string]*store.Kept, len(all))
	for i, k := range all {
		by[k.Subject] = &all[i]
	}
	return by, nil
}

// Writing is a narrative or source with everything that was written of it.
type Writing[T any] struct {
	Placed
	Value T `json:"value"` // as it was written last
	// Versions are the last ones, oldest first; empty where nobody wrote.
	Versions []store.Kept `json:"versions"`
}

// Seen is the number of the last version; 0 for none.
func (w Writing[T]) Seen() int { return latest(w.Versions) }

// latest is the number of the last of versions; 0 for none.
func latest(versions []store.Kept) int {
	if len(versions) == 0 {
		return 0
	}
	return versions[len(versions)-1].Version
}

// WrittenNarrative returns a narrative as it was written last.
func (l *Library) WrittenNarrative(ctx context.Context, id string) (Writing[qalxan.Narrative], error) {
	view, err := l.Narrative(ctx, id)
	if err != nil {
		return Writing[qalxan.Narrative]{}, err
	}
	return writtenOf(ctx, l, store.KeptNarrative, id, view.Narrative)
}

// WrittenSource returns a source as it was written last.
func (l *Library) WrittenSource(ctx context.Context, id string) (Writing[qalxan.Source], error) {
	s, err := l.store.Source(ctx, id)
	if err != nil {
		return Writing[qalxan.Source]{}, err
	}
	return writtenOf(ctx, l, store.KeptSource, id, s)
}

func writtenOf[T any](ctx context.Context, l *Library, kind store.KeptKind, id string, value T) (Writing[T], error) {
	w := Writing[T]{Value: value}
	versions, err := l.store.KeptVersions(ctx, kind, id)
	if err != nil {
		return w, fmt.Errorf("read the versions of %s: %w", id, err)
	}
	w.Versions = filled(versions)
	var last *store.Kept
	if n := len(versions); n > 0 {
		last = &versions[n-1]
	}
	if w.Placed = l.placed(kind, id, last); w.From == OriginDesk {
		var said T
		if err := json.Unmarshal(last.Doc, &said); err != nil {
			return w, fmt.Errorf("read %s as it was written: %w", id, err)
		}
		w.Value = said
	}
	return w, nil
}
