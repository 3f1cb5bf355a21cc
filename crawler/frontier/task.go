// Package frontier holds what is to be fetched: tasks, their states, and the
// one spelling of an address by which they are told apart. The store keeps
// them; the crawler works them off.
package frontier

import "time"

// Role says what an address is expected to answer with.
type Role string

// The roles, in the order in which they are worked off.
const (
	RoleFeed    Role = "feed"
	RoleSitemap Role = "sitemap"
	RoleAPI     Role = "api"
	RolePage    Role = "page"
)

// Task is one address to fetch for one source. Source and URL together are its
// key.
type Task struct {
	SourceID string
	URL      string // as Normalize spells it
	Role     Role
	Depth    int // links away from the start
	// Hint is what was said of the address where it was found.
	Hint Hint
	// ETag and LastModified are the validators of the last answer, for a
	// conditional request.
	ETag, LastModified string
	// Memory is what past answers taught about the address.
	Memory Memory
	// Late puts the task behind all others of its source: it is like those
	// that brought nothing.
	Late bool
}

// Hint is what a feed or sitemap says of an address before it is fetched.
type Hint struct {
	Title     string    `json:"title,omitempty"`
	Published time.Time `json:"published,omitzero"`
	// Changed is when it was changed last.
	Changed time.Time `json:"changed,omitzero"`
	// Origin is where it was said: "feed" or "sitemap".
	Origin string `json:"origin,omitempty"`
}

// State is where a task stands.
type State string

// The states of a task.
const (
	StateQueued State = "queued" // to be fetched, not before its next time
	StateDone   State = "done"   // answered
	StateDenied State = "denied" // robots.txt, the policy or a private address forbid it
	StateFailed State = "failed" // no answer, or an answer that cannot be used
)

// Result is where a task stands after it was worked on. The key is that of the
// task.
type Result struct {
	SourceID, URL string
	// Role and Depth are those of the task, for where it was forgotten
	// meanwhile; a result of no task leaves them out.
	Role  Role
	Depth int
	State State
	// Reason says in plain words why, and is empty where State is done.
	Reason string
	// Status is the HTTP status of the last answer; 0 where there was none.
	Status             int
	ETag, LastModified string
	Memory             Memory
	// Next is when the task is due again by itself; zero for never. A source's
	// next run makes its start tasks due whatever stands here.
	Next time.Time
	Time time.Time
}
