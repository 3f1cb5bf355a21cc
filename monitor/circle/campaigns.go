// Package circle forms campaigns: which findings belong together, how far a
// campaign spreads and what that raises, and what people ruled about it.
package circle

import (
	"context"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/classify/criteria"
	"github.com/qalxan/qalxan/store"
)

// Record is what campaigns are made of, and where they are kept: a store is
// one.
type Record interface {
	Item(ctx context.Context, id string) (qalxan.Item, error)
	SourcesSince(ctx context.Context, turn int64) ([]qalxan.Source, int64, error)
	FindingOf(ctx context.Context, identity string) (qalxan.Finding, error)
	Findings(ctx context.Context, f store.Filter, p store.Page) ([]qalxan.Finding, string, error)
	Claimants(ctx context.Context, r store.Reach, limit int) ([]store.Claimant, error)
	Naming(ctx context.Context, identity string, by []qalxan.Detector, r store.Reach, limit int) ([]string, error)
	Campaign(ctx context.Context, id string) (qalxan.Campaign, error)
	Spread(ctx context.Context, campaignID string, limit int) ([]store.Spread, error)
	Joined(ctx context.Context, campaignID string, after int64) ([]store.Spread, error)
	Turning(ctx context.Context, campaignID string) (store.Turning, error)
	Apart(ctx context.Context, campaignIDs []string) ([][2]string, error)
	Rule(ctx context.Context, r qalxan.Ruling, after ...qalxan.Campaign) error
	Commit(ctx context.Context, e store.Entry) error
}

// Judge gives a finding about an item the level that its signals and the facts
// make, and reports whether that raises it.
type Judge func(f *qalxan.Finding, item qalxan.Item, signals []qalxan.Signal, facts criteria.Facts) (raises bool)

// Options of campaigns; all are required.
type Options struct {
	Judge  Judge
	Claims func() map[string]string // of the narratives that are watched now, by id
	Now    func() time.Time
}

// Campaigns forms campaigns. Facts is safe for concurrent use; what is formed and
// ruled is one at a time.
type Campaigns struct {
	placing *campaign.Campaigns
	options Options
	record  Record
	extents extents
	rosters rosters
	outlets outlets
}

// New returns what forms the campaigns of a record.
func New(o Options, r Record) *Campaigns {
	return &Campaigns{placing: campaign.New(campaign.Options{}), options: o, record: r}
}
