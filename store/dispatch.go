package store

import (
	"context"
	"time"
)

// Dispatches keeps which standing reports are known and every report that was
// made, so that a due time brings one report, whenever the process ends.
type Dispatches interface {
	// BeginReports notes now for every standing report that was not known,
	// forgets those not named, and returns since when each is known. What was
	// made of a forgotten one stays.
	BeginReports(ctx context.Context, names []string, now time.Time) (map[string]time.Time, error)
	// SaveDispatch adds or replaces a dispatch and adds the letters that bring
	// it, in one transaction. Dispatches made more than DispatchesKept before
	// this one are dropped.
	SaveDispatch(ctx context.Context, d Dispatch, letters []Letter) error
	Dispatch(ctx context.Context, id string) (Dispatch, error)
	// LastDispatch is the one of a standing report with the latest due time; what
	// a person asked for does not count.
	LastDispatch(ctx context.Context, report string) (Dispatch, error)
	// Dispatches lists them, last made first.
	Dispatches(ctx context.Context, p Page) ([]Dispatch, string, error)
}

// DispatchesKept is how long the record of a report that was made is kept.
const DispatchesKept = 730 * 24 * time.Hour

// DispatchState is where a report stands.
type DispatchState string

// The states of a dispatch.
const (
	DispatchMaking DispatchState = "making" // or the process ended meanwhile
	DispatchMade   DispatchState = "made"
	DispatchFailed DispatchState = "failed"
)

// Dispatch is one report that was made, or was to be.
type Dispatch struct {
	ID string `json:"id"`
	// Report is the name of the standing report; empty for one that a person
	// asked for. Due is its time by the schedule; zero where a person asked.
	Report string        `json:"report,omitempty"`
	Due    time.Time     `json:"due,omitzero"`
	Made   time.Time     `json:"made"` // when it was made, or tried last
	State  DispatchState `json:"state"`
	Tries  int           `json:"tries"`
	By     string        `json:"by,omitempty"` // the person who asked

	Kind      string   `json:"kind"`
	Format    string   `json:"format"`
	Languages []string `json:"languages"`
	Title     string   `json:"title"`
	Query     string   `json:"query,omitempty"`
	// After and Before are the period that is told of; zero for open.
	After  time.Time `json:"after,omitzero"`
	Before time.Time `json:"before,omitzero"`
	// Missed counts the due times before this one that brought no report, and
	// Late says that this one came after its time.
	Late   bool `json:"late,omitempty"`
	Missed int  `json:"missed,omitempty"`

	File     string   `json:"file,omitempty"` // name inside the folder of reports
	Size     int64    `json:"size,omitempty"` // bytes
	SHA256   string   `json:"sha256,omitempty"`
	Findings int      `json:"findings"`
	Went     []string `json:"went,omitempty"` // where it went, in words
	Error    string   `json:"error,omitempty"`
}
