package health

import (
	"strconv"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Robots is how the robots.txt of a source's host stands.
type Robots struct {
	store.Notice
	// Kept says that the file could not be read anew, and that the last good
	// copy counts.
	Kept   bool          `json:"kept,omitempty"`
	Reason qalxan.Reason `json:"reason"`
}

// robots says how the file of a host stands; nil where the host was never
// asked for it, or never answered.
func robots(n *store.Notice, now time.Time) *Robots {
	if n == nil {
		return nil
	}
	r := &Robots{Notice: *n, Kept: n.Fault != ""}
	age := lasting("age", now.Sub(n.Fetched))
	switch {
	case r.Kept:
		r.Reason = because("robots.kept", "robots.txt: the last good copy counts, {age} old: {why}.", age, fact("why", n.Fault))
	case n.Status/100 == 2:
		r.Reason = because("robots.read", "robots.txt: read {age} ago.", age)
	default:
		r.Reason = because("robots.none", "robots.txt: none, so it forbids nothing (answered {status}, asked {age} ago).",
			age, fact("status", strconv.Itoa(n.Status)))
	}
	return r
}
