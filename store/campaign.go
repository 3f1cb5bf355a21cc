package store

import (
	"context"
	"time"

	"github.com/qalxan/qalxan"
)

// Cases reads what campaigns are made of and what people decided about them.
type Cases interface {
	// Spread lists the members of a campaign, earliest first, up to limit.
	Spread(ctx context.Context, campaignID string, limit int) ([]Spread, error)
	// Joined lists those that came or changed after a turn of the campaign,
	// earliest first; none where the same members are there, with the same items.
	Joined(ctx context.Context, campaignID string, after int64) ([]Spread, error)
	// Members lists the findings of a campaign, with their signals and
	// decisions, the first published first.
	Members(ctx context.Context, campaignID string, p Page) ([]qalxan.Finding, string, error)
	// Shown sums up what the signals and levels of all members show.
	Shown(ctx context.Context, campaignID string) (Shown, error)
	// Turning says how often a campaign changed. The zero value where it never
	// had a member.
	Turning(ctx context.Context, campaignID string) (Turning, error)
	// Rulings lists what was decided about a campaign, and about those that
	// are part of it now, oldest first.
	Rulings(ctx context.Context, campaignID string) ([]qalxan.Ruling, error)
	// Apart lists the pairs among campaigns that a person parted, the lower id
	// first.
	Apart(ctx context.Context, campaignIDs []string) ([][2]string, error)
}

// Spread is a member of a campaign as far as its spread is concerned.
type Spread struct {
	FindingID string
	Identity  string
	ItemID    string
	SourceID  string
	URL       string
	Title     string
	Language  string // ISO 639-1, or und
	Level     qalxan.Level
	When      time.Time // Item.When
}

// Absorption is a campaign that is part of another from now on. Its id leads to
// that one.
type Absorption struct{ ID, Into string }

// Shown is what the members of a campaign show, signals that were withdrawn
// (score 0) left out.
type Shown struct {
	Detectors  []Count         // members in which each saw something, by name
	Techniques []string        // DISARM ids, each once, sorted
	Stakes     []qalxan.Reason // of the signals of harm, in the order of the members; at most MaxStakes
	Members    int             // all
	Critical   int             // those of that level
}

// MaxStakes bounds Shown.Stakes.
const MaxStakes = 1000

// Turning is how often a campaign changed: what was made of it holds while the
// numbers stay.
type Turning struct {
	Turn int64 // goes up when a member comes, goes, or is about another item
	Gone int64 // the turn at which a member last went
	Said int64 // goes up when a signal or the level of a member changes
}
