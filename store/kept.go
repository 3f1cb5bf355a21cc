package store

import (
	"context"
	"encoding/json"
	"time"
)

// Keeping keeps what people write beside decisions, every version of it.
type Keeping interface {
	KeptReader
	// Keep adds a version and returns it as it was kept. It is ErrConflict where
	// its number is not the one after the last: somebody wrote meanwhile.
	Keep(ctx context.Context, k Kept) (Kept, error)
}

// KeptReader reads what people wrote.
type KeptReader interface {
	// KeptVersions lists the versions of one thing, oldest first; of more than
	// MostVersions the last ones.
	KeptVersions(ctx context.Context, kind KeptKind, subject string) ([]Kept, error)
	// KeptLast lists the last version of every thing of a kind, by subject.
	KeptLast(ctx context.Context, kind KeptKind) ([]Kept, error)
}

// MostVersions bounds a list of versions. All of them stay in the record.
const MostVersions = 100

// KeptKind says what was written.
type KeptKind string

// What people write.
const (
	KeptBrief     KeptKind = "brief"     // a part of a campaign's brief, a qalxan.BriefText
	KeptNarrative KeptKind = "narrative" // a qalxan.Narrative
	KeptSource    KeptKind = "source"    // a qalxan.Source
)

// Kept is one version of what a person wrote. The last one is in force.
type Kept struct {
	Kind    KeptKind  `json:"kind" enum:"brief,narrative,source"`
	Subject string    `json:"subject"` // a narrative's or source's id, or that of a campaign, a slash and the part
	Version int       `json:"version"` // 1 for the first
	Time    time.Time `json:"time"`
	By      string    `json:"by"`
	Why     string    `json:"why,omitempty"`
	// Ended says that it holds no more: the narrative is retired, the source off,
	// the part of the brief fills itself again.
	Ended bool            `json:"ended,omitempty"`
	Doc   json.RawMessage `json:"doc"`
}
