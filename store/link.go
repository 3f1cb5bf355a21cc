package store

import (
	"context"
	"time"
)

// Links keep the one link by which a user can set a password.
type Links interface {
	// PutLink gives a user a link in place of the one before.
	PutLink(ctx context.Context, l Link) error
	// Link finds a link by the digest of its secret.
	Link(ctx context.Context, digest string) (Link, error)
	// DropLink ends the link of a user. Ending what has ended is no error.
	DropLink(ctx context.Context, user string) error
}

// Link lets somebody set the password of a user, once.
type Link struct {
	User    string
	Digest  string // of its secret
	Expires time.Time
}
