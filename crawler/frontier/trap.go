package frontier

import "time"

// TrapAge is how long a trap is believed to be one. A site that was mended
// is tried again after that.
const TrapAge = 30 * 24 * time.Hour

// Trap is a group of addresses of a source that brought nothing when a run
// looked at some of them, as it is kept from one run to the next.
type Trap struct {
	Name   string    // of the group
	Wide   bool      // it is all below one name of the site
	Astray bool      // they only led from one address to the next
	Since  time.Time // when it was found out
}
