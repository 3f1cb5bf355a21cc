package circle

import (
	"sync"
	"time"

	"github.com/qalxan/qalxan/classify/breakout"
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

// ask is how far a campaign with these members reaches.
func (e *extents) ask(campaignID string, r roster) extent {
	e.mu.Lock()
	known, held := e.of[campaignID]
	e.mu.Unlock()
	if held && known.turn == r.at.Turn {
		return known
	}
	sources, members := map[string]bool{}, make([]breakout.Member, len(r.rows))
	for i, row := range r.rows {
		sources[row.SourceID], members[i].When = true, row.When
	}
	found := extent{r.at.Turn, len(r.rows), len(sources), breakout.Doubled(members)}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.of == nil || len(e.of) >= maxExtents {
		e.of = map[string]extent{}
	}
	e.of[campaignID] = found
	return found
}
