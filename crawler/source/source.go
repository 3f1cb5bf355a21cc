// Package source says how a kind of source is collected. Each kind is a
// package below this one; a new kind is a new package and one line where the
// monitor lists them.
package source

import (
	"context"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract/claimreview"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/crawler/frontier"
)

// Collector works off the tasks of one kind of source. It keeps nothing
// between calls that a new one would not learn again, and is safe for
// concurrent use.
type Collector interface {
	// Seeds are the tasks that every run starts from.
	Seeds(s qalxan.Source) []frontier.Task
	// Collect carries out one task. What goes wrong with the address (no
	// answer, not permitted, unreadable) is told in the harvest's result; an
	// error means that the run itself cannot go on.
	Collect(ctx context.Context, s qalxan.Source, t frontier.Task) (Harvest, error)
}

// Harvest is what one task brought.
type Harvest struct {
	Result   frontier.Result
	Captures []qalxan.Capture
	// Beside counts the addresses that were asked for beside the task's own;
	// their captures are among the others. They count for the run's bound.
	Beside int
	// Items are drafts, oldest first: without ID, Version and Hash, which
	// depend on the record. Language is left zero too.
	Items []qalxan.Item
	Found []frontier.Task
	// Fates are the known items of which this visit settled that they are gone,
	// or are back.
	Fates []Fate
	// Unlisted is what the feed that announced these items covered before, when
	// it did not list them. It is about new items only.
	Unlisted frontier.Window
	// Marks tell who runs the site that the items were read from.
	Marks []marks.Mark
	// Reviews are those of claims that the page of the items publishes.
	Reviews []claimreview.Review
}

// Fate is what became of a known item that was missing.
type Fate struct {
	Identity string
	// Back says that a deleted item can be read again; otherwise it is deleted.
	Back bool
	// Reason says in plain words how its absence showed.
	Reason string
	Status int // of the answer
	// Since is the first visit that did not find it, Time this one, and
	// CaptureID its answer.
	Since, Time time.Time
	CaptureID   string
}
