package store

import (
	"context"
	"iter"
	"time"

	"github.com/qalxan/qalxan/crawler/extract/claimreview"
)

// How long traces are kept.
const (
	// ShareAge is a day more than shares count.
	ShareAge = 22 * 24 * time.Hour
	// MarkAge is how long a mark is known after it was seen last.
	MarkAge = 365 * 24 * time.Hour
)

// Share is one account's sharing of one object in one post.
type Share struct {
	Kind    string
	Object  string
	Account string
	Outlet  string
	Content string // identity of the post
	Time    time.Time
}

// Mark is something that a site runs on, as it was seen there last.
type Mark struct {
	Site  string // registered name
	Kind  string
	Value string
	Seen  time.Time
}

// Review is the review of a claim that a page of a source published.
type Review struct {
	claimreview.Review
	SourceID string
	Seen     time.Time
}

// Tally is how many items came in one hour.
type Tally struct {
	Key   string // of a source or a narrative
	Hour  time.Time
	Items int
}

// Traces reads what the detectors that compare an item with many others know
// of those others, so that a new process knows what the one before it knew.
type Traces interface {
	// Shares yields the shares at or after since, oldest first.
	Shares(ctx context.Context, since time.Time) iter.Seq2[Share, error]
	// Marks yields the marks of all sites, those that were seen last at the end;
	// marks of one site that were seen together stand together.
	Marks(ctx context.Context) iter.Seq2[Mark, error]
	// Reviews yields the reviews that pages published, by their addresses.
	Reviews(ctx context.Context) iter.Seq2[Review, error]
	// FoundOn lists up to limit identities with a finding whose latest version
	// lies on a site (its registered name) and is not older than after, newest
	// first.
	FoundOn(ctx context.Context, site string, after time.Time, limit int) ([]string, error)
	// SourceTallies counts the items of every source by the hour (Item.When of
	// the first version), and NarrativeTallies those whose first version spreads
	// a narrative. Hours without any are left out.
	SourceTallies(ctx context.Context, since time.Time) ([]Tally, error)
	NarrativeTallies(ctx context.Context, since time.Time) ([]Tally, error)
	// SourcesWatched is when the first run of every source began, and
	// NarrativesWatched when every narrative was first saved.
	SourcesWatched(ctx context.Context) (map[string]time.Time, error)
	NarrativesWatched(ctx context.Context) (map[string]time.Time, error)
}
