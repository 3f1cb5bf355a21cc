package api

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Noun is what an id is the id of.
type Noun string

// The nouns that an id can lead to.
const (
	NounItem      Noun = "item"
	NounFinding   Noun = "finding"
	NounCampaign  Noun = "campaign"
	NounSource    Noun = "source"
	NounNarrative Noun = "narrative"
)

// Ref is a thing of the record.
type Ref struct {
	Noun Noun   `json:"noun"`
	ID   string `json:"id"`
}

// hashed is an id that was computed: a letter for the noun and up to 16 hex
// digits.
var hashed = regexp.MustCompile(`^([ifc])-([0-9a-f]{1,16})$`)

// Resolve finds what an id is the id of. The id of a finding or a campaign may
// be shortened as long as only one begins like it; every other id must be
// whole. Sources are looked for before narratives.
func (l *Library) Resolve(ctx context.Context, id string) (Ref, error) {
	id = strings.ToLower(strings.TrimSpace(id))
	ref, err := l.resolveHashed(ctx, id)
	if !errors.Is(err, store.ErrNotFound) {
		return ref, err
	}
	if _, err := l.store.Source(ctx, id); !errors.Is(err, store.ErrNotFound) {
		return Ref{NounSource, id}, err
	}
	if _, err := l.Narrative(ctx, id); !errors.Is(err, store.ErrNotFound) {
		return Ref{NounNarrative, id}, err
	}
	return Ref{}, fmt.Errorf("%q names no item, finding, campaign, source or narrative: %w", id, store.ErrNotFound)
}

func (l *Library) resolveHashed(ctx context.Context, id string) (Ref, error) {
	match := hashed.FindStringSubmatch(id)
	if match == nil {
		return Ref{}, store.ErrNotFound
	}
	switch letter, digits := match[1], match[2]; {
	case letter == "i":
		_, err := l.store.Item(ctx, id)
		return Ref{NounItem, id}, err
	case letter == "f" && len(digits) < 16:
		long, err := lengthen(id, l.findings(ctx, store.Filter{}), func(f qalxan.Finding) string { return f.ID })
		return Ref{NounFinding, long}, err
	case letter == "f":
		_, err := l.store.Finding(ctx, id)
		return Ref{NounFinding, id}, err
	case len(digits) < 16:
		long, err := lengthen(id, l.campaigns(ctx), func(c qalxan.Campaign) string { return c.ID })
		return Ref{NounCampaign, long}, err
	}
	_, err := l.store.Campaign(ctx, id)
	return Ref{NounCampaign, id}, err
}

// lengthen finds the id of the one value whose id begins like short.
func lengthen[T any](short string, values iter.Seq2[T, error], id func(T) string) (string, error) {
	found := ""
	for v, err := range values {
		switch {
		case err != nil:
			return "", err
		case !strings.HasPrefix(id(v), short):
		case found != "":
			return "", fmt.Errorf("%s: %w", short, ErrAmbiguous)
		default:
			found = id(v)
		}
	}
	if found == "" {
		return "", store.ErrNotFound
	}
	return found, nil
}
