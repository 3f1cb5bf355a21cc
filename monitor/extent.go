package monitor

import (
	"context"
	"sync"
	"time"

	"github.com/qalxan/qalxan/classify/breakout"
	"github.com/qalxan/qalxan/store"
)

// extents remembers how far campaigns reach, because the members of one may be
// thousands and everybody who opens a page about one of them asks. The record's
// turn of a campaign says whether that still holds. The zero value is ready for
// use.
type extents struct {
	mu sync.Mutex
	of map[string]extent // by the ids of the campaigns
}

// extent is what the criteria are told of a campaign's members.
type extent struct {
	turn             int64
	members, sources int
	doubled          time.Duration
}

// maxExtents bounds how many are remembered; beyond, all are forgotten.
const maxExtents = 2000

// ask is how far a campaign reaches by the record.
func (e *extents) ask(ctx context.Context, record store.Reader, campaignID string) (extent, error) {
	// The turn is read first: what changes meanwhile is read again next time.
	turn, err := record.CampaignTurn(ctx, campaignID)
	if err != nil {
		return extent{}, err
	}
	e.mu.Lock()
	known, held := e.of[campaignID]
	e.mu.Unlock()
	if held && known.turn == turn {
		return known, nil
	}
	rows, err := record.Spread(ctx, campaignID, maxSpread)
	if err != nil {
		return extent{}, err
	}
	sources, members := map[string]bool{}, make([]breakout.Member, len(rows))
	for i, r := range rows {
		sources[r.SourceID], members[i].When = true, r.When
	}
	found := extent{turn, len(rows), len(sources), breakout.Doubled(members)}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.of == nil || len(e.of) >= maxExtents {
		e.of = map[string]extent{}
	}
	e.of[campaignID] = found
	return found, nil
}
