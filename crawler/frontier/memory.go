package frontier

import "time"

// Memory is what the visits of an address taught so far: a few hundred bytes, of
// a feed some kilobytes.
// It travels with the task: a collector gets it, and gives it back in the
// result as this visit left it. A result with no memory leaves the old one.
type Memory struct {
	First   time.Time `json:"first,omitzero"`   // the first visit that there was something to read
	Checked time.Time `json:"checked,omitzero"` // the last such visit
	Changed time.Time `json:"changed,omitzero"` // the last that found something else than the one before
	Checks  int       `json:"checks,omitempty"` // visits that could be compared with the one before
	Changes int       `json:"changes,omitempty"`
	Print   string    `json:"print,omitempty"` // digest of what stood there at Checked

	// Rate is how often the address is thought to change, in times a day, and
	// Sure the precision of its logarithm; both zero before the first
	// comparison.
	Rate float64 `json:"rate,omitempty"`
	Sure float64 `json:"sure,omitempty"`
	// Wish is how long the owner of a list asks to be left alone between visits.
	Wish time.Duration `json:"wish,omitempty"`
	// Alarms are the visits in a row that found nothing new although a sitemap
	// had announced a change.
	Alarms int `json:"alarms,omitempty"`

	// Failures are the visits in a row that failed in a way that may pass.
	Failures int `json:"failures,omitempty"`

	// Identity is that of the item that was last read here.
	Identity string `json:"identity,omitempty"`
	// Absent is the first visit of those in a row that did not find the item,
	// Deleted the one that confirmed it.
	Absent  time.Time `json:"absent,omitzero"`
	Deleted time.Time `json:"deleted,omitzero"`

	// Covered is, for a feed, from when to when it listed what was published.
	Covered Window `json:"covered,omitzero"`
	// Unlisted is, for a page, what the feed that announced it covered at its
	// visit before, when it did not list this page.
	Unlisted Window `json:"unlisted,omitzero"`
	// Entries are, for a feed, the newest that it listed and that it may yet
	// take out again. The slice is never changed in place.
	Entries []Entry `json:"entries,omitempty"`
}

// Entry is one entry of a feed as it was listed.
type Entry struct {
	Identity  string    `json:"identity"` // of the item, or the address of its page
	Name      string    `json:"name"`     // digest of what the feed calls it
	Title     string    `json:"title"`    // digest of its title
	Published time.Time `json:"published"`
	// Absent is the first reading of those in a row that did not list it, Gone
	// the one that confirmed it.
	Absent time.Time `json:"absent,omitzero"`
	Gone   time.Time `json:"gone,omitzero"`
}

// Window is a stretch of time.
type Window struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// IsZero reports whether there is no such stretch.
func (w Window) IsZero() bool { return w.From.IsZero() && w.To.IsZero() }

// Holds reports whether a time lies in the window, both ends kept away from by
// a margin.
func (w Window) Holds(t time.Time, margin time.Duration) bool {
	return !w.IsZero() && t.After(w.From.Add(margin)) && t.Before(w.To.Add(-margin))
}
