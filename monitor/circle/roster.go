package circle

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/qalxan/qalxan/store"
)

// rosters remembers the members of campaigns, because every one more has all of
// them looked at: of what came or changed since, that alone is read. The zero
// value is ready for use.
type rosters struct {
	mu   sync.Mutex
	of   map[string]roster // by the ids of the campaigns
	rows int
}

// roster is the members of a campaign, earliest first, at a turn of the record.
// It is never changed.
type roster struct {
	at   store.Turning
	rows []store.Spread
}

// maxRows bounds how many members are remembered, some 30 MB; beyond, all are
// forgotten.
const maxRows = 100_000

// ask lists the members of a campaign by the record, up to maxSpread.
func (r *rosters) ask(ctx context.Context, record Record, campaignID string) (roster, error) {
	// The turn is read first: what changes meanwhile is read again next time.
	at, err := record.Turning(ctx, campaignID)
	if err != nil {
		return roster{}, err
	}
	r.mu.Lock()
	known, held := r.of[campaignID]
	r.mu.Unlock()
	now := roster{at: at}
	switch {
	case held && known.at.Turn == at.Turn:
		return known, nil
	case held && known.at.Gone == at.Gone:
		var joined []store.Spread
		joined, err = record.Joined(ctx, campaignID, known.at.Turn)
		now.rows = merged(known.rows, joined)
	default:
		now.rows, err = record.Spread(ctx, campaignID, maxSpread)
	}
	if err != nil {
		return roster{}, err
	}
	r.keep(campaignID, now)
	return now, nil
}

func (r *rosters) keep(campaignID string, now roster) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows += len(now.rows) - len(r.of[campaignID].rows)
	if r.of == nil || r.rows > maxRows {
		r.of, r.rows = map[string]roster{}, len(now.rows)
	}
	r.of[campaignID] = now
}

// merged is rows with those that came or changed.
func merged(rows, joined []store.Spread) []store.Spread {
	anew := map[string]bool{}
	for _, j := range joined {
		anew[j.FindingID] = true
	}
	all := slices.DeleteFunc(slices.Clone(rows), func(r store.Spread) bool { return anew[r.FindingID] })
	all = append(all, joined...)
	slices.SortFunc(all, func(a, b store.Spread) int {
		return cmp.Or(a.When.Compare(b.When), cmp.Compare(a.FindingID, b.FindingID))
	})
	return all[:min(len(all), maxSpread)]
}
