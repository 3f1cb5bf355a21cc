package store

import (
	"context"
	"time"

	"github.com/qalxan/qalxan"
)

// Nearby finds what may belong with a finding without reading whole findings.
type Nearby interface {
	// Claimants lists findings that spread one of the claims of a reach: one of
	// each campaign, which is enough to find it, and those that are in none, the
	// latest first. Of either and for each claim there are at most limit.
	Claimants(ctx context.Context, r Reach, limit int) ([]Claimant, error)
	// Naming lists the identities of findings that are about a claim of a reach
	// without spreading it, and have a signal of one of the detectors in which
	// the identity may be named: it is compared with one of its versions, or one
	// of the facts of its reason has it. The latest limit about each claim are looked through.
	Naming(ctx context.Context, identity string, by []qalxan.Detector, r Reach, limit int) ([]string, error)
	// SourcesSince lists the sources that were added or replaced after a turn,
	// and the turn after which there are no others; the first turn is 0.
	SourcesSince(ctx context.Context, turn int64) ([]qalxan.Source, int64, error)
}

// Reach is claims within a time.
type Reach struct {
	Narratives []string
	From       time.Time // included
	Before     time.Time // not included
}

// Claimant is a finding as far as its place in a campaign is concerned.
type Claimant struct {
	FindingID  string
	Identity   string
	SourceID   string
	Title      string
	CampaignID string    // empty where it is in none
	When       time.Time // Item.When
	Narratives []string  // all that it spreads, by id
}
