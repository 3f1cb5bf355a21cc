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
	// CampaignTurn is a number that goes up whenever a member of the campaign
	// comes, goes or changes: what was made of these holds while it stays.
	CampaignTurn(ctx context.Context, campaignID string) (int64, error)
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
	Language  string // ISO 639-1, or und
	Level     qalxan.Level
	When      time.Time // Item.When
}

// Absorption is a campaign that is part of another from now on. Its id leads to
// that one.
type Absorption struct{ ID, Into string }
