package store

import (
	"context"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// MaxRests is how many hosts are remembered that have to be left alone.
const MaxRests = 1 << 16

// Rests keeps until when hosts have to be left alone, so that a restart asks
// none of them too soon.
type Rests interface {
	// SaveRest adds or replaces the rest of its host; one without an end removes
	// it. Rests that expired before now, and beyond MaxRests those that expire
	// first, are dropped.
	SaveRest(ctx context.Context, r frontier.Rest, now time.Time) error
	// LoadRests lists the rests that have not expired at now.
	LoadRests(ctx context.Context, now time.Time) ([]frontier.Rest, error)
}

// Traps keeps what runs learned of the traps of their sources.
type Traps interface {
	// SaveTraps replaces the traps of a source, and drops those of any source
	// that are older than frontier.TrapAge at now.
	SaveTraps(ctx context.Context, sourceID string, traps []frontier.Trap, now time.Time) error
	// LoadTraps lists the traps of a source that are not older at now.
	LoadTraps(ctx context.Context, sourceID string, now time.Time) ([]frontier.Trap, error)
}
