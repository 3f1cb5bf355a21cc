package store

import (
	"context"
	"time"
)

// Accounts keeps who may ask: users, their sessions and their tokens. Secrets
// are never in it, only digests of them.
type Accounts interface {
	Links

	// AddUser adds a user; a name that is taken is ErrConflict. With first it
	// is ErrConflict too where there is any user already.
	AddUser(ctx context.Context, u User, first bool) error
	// SaveUser replaces the user of the same name.
	SaveUser(ctx context.Context, u User) error
	User(ctx context.Context, name string) (User, error)
	// UserBySubject finds the user whom an issuer knows by this subject.
	UserBySubject(ctx context.Context, subject string) (User, error)
	// Users lists all users by name.
	Users(ctx context.Context) ([]User, error)

	// StartSession adds a session and forgets those that ended before now, by
	// their Expires.
	StartSession(ctx context.Context, s Session, now time.Time) error
	Session(ctx context.Context, digest string) (Session, error)
	// SeeSession notes when a session was last used.
	SeeSession(ctx context.Context, digest string, seen time.Time) error
	// EndSession ends one session, EndSessions all of a user. Ending what has
	// ended is no error.
	EndSession(ctx context.Context, digest string) error
	EndSessions(ctx context.Context, user string) error

	AddToken(ctx context.Context, t Token) error
	// Token finds a token by its id, TokenByDigest by the digest of its secret.
	Token(ctx context.Context, id string) (Token, error)
	TokenByDigest(ctx context.Context, digest string) (Token, error)
	// Tokens lists the tokens of a user, or of all for the empty name, newest
	// first.
	Tokens(ctx context.Context, user string) ([]Token, error)
	// UseToken notes when a token was last used, RevokeToken when it ended.
	UseToken(ctx context.Context, id string, at time.Time) error
	RevokeToken(ctx context.Context, id string, at time.Time) error
}

// User is a person who may ask. Users are disabled, never removed: what they
// decided stays, and so does who they were.
type User struct {
	Name string `json:"name"`
	Role string `json:"role"`
	// Password is the PHC string of the password's hash; empty where the user
	// comes by an issuer only.
	Password string `json:"-"`
	// Subject is the issuer and its name for the user; empty for none.
	Subject  string    `json:"subject,omitempty"`
	Disabled bool      `json:"disabled"`
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`
}

// Session is a browser that is logged in.
type Session struct {
	Digest  string // of its secret
	User    string
	Created time.Time
	Seen    time.Time
	Expires time.Time // at the latest
}

// Token is what a program asks with, in the name of a user.
type Token struct {
	ID       string    `json:"id"`
	Digest   string    `json:"-"` // of its secret
	User     string    `json:"user"`
	Label    string    `json:"label"`
	Scopes   []string  `json:"scopes"`
	Created  time.Time `json:"created"`
	Expires  time.Time `json:"expires"`
	LastUsed time.Time `json:"last_used,omitzero"`
	Revoked  time.Time `json:"revoked,omitzero"`
}
