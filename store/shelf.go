package store

import (
	"context"
	"time"
)

// MaxSearches is how many searches one user keeps.
const MaxSearches = 100

// Shelves keep what people put aside for themselves at the desk. The empty user
// is whoever sits at a machine without users.
type Shelves interface {
	// SaveSearch adds a search or replaces that of the same user and name. One
	// more than MaxSearches is ErrConflict.
	SaveSearch(ctx context.Context, s SavedSearch) error
	// RenameSearch gives a search another name; one that is taken is
	// ErrConflict.
	RenameSearch(ctx context.Context, user, name, to string) error
	// DropSearch forgets a search. Forgetting what is not there is no error.
	DropSearch(ctx context.Context, user, name string) error
	// Searches lists the searches of a user by name.
	Searches(ctx context.Context, user string) ([]SavedSearch, error)
	// Visit notes that a user has read what is new, Visited when they last had;
	// the zero time for never.
	Visit(ctx context.Context, user string, at time.Time) error
	Visited(ctx context.Context, user string) (time.Time, error)
}

// SavedSearch is a query under a name.
type SavedSearch struct {
	User  string    `json:"-"`
	Name  string    `json:"name"`
	Query string    `json:"query"`
	Saved time.Time `json:"saved"`
}
