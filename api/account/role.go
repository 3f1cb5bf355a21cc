package account

import (
	"context"
	"slices"
)

// Role is what a user may do: each may what those before it may.
type Role string

// The roles, least first.
const (
	Viewer  Role = "viewer"  // reads
	Analyst Role = "analyst" // decides and exports
	Lead    Role = "lead"    // also second looks at critical cases
	Admin   Role = "admin"   // users and the audit log
)

// Roles lists every role, least first.
func Roles() []Role { return []Role{Viewer, Analyst, Lead, Admin} }

// Valid reports whether there is such a role.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// AtLeast reports whether r may what other may. No role may nothing.
func (r Role) AtLeast(other Role) bool {
	return r.Valid() && slices.Index(Roles(), r) >= slices.Index(Roles(), other)
}

// Scope is what a token may do, within the role of its user.
type Scope string

// The scopes. None includes another.
const (
	Read   Scope = "read"
	Decide Scope = "decide"
	Export Scope = "export"
	Manage Scope = "manage"
)

// Scopes lists every scope.
func Scopes() []Scope { return []Scope{Read, Decide, Export, Manage} }

// Way is how somebody came in.
type Way string

// The ways.
const (
	// Open: nobody has to say who they are, because there are no users.
	Open Way = "open"
	// Socket: a command on this machine, guarded by file permissions.
	Socket Way = "socket"
	// BySession and ByToken: a browser, a program.
	BySession Way = "session"
	ByToken   Way = "token"
)

// Principal is who asks. The zero value is nobody.
type Principal struct {
	Name string
	Role Role
	Way  Way
	// TokenID and Scopes are set with ByToken.
	TokenID string
	Scopes  []string
	// Local says that the user has a password here, and no issuer.
	Local bool
	// Address is where the request came from.
	Address string
	session string // the digest of the session's secret
}

// May reports whether the principal has the role and, where a program asks, the
// scope. The empty scope is one that no program has.
func (p Principal) May(role Role, scope Scope) bool {
	if !p.Role.AtLeast(role) {
		return false
	}
	return p.Way != ByToken || scope != "" && slices.Contains(p.Scopes, string(scope))
}

// Via names the way in the audit log.
func (p Principal) Via() string {
	if p.Way == ByToken {
		return "token:" + p.TokenID
	}
	return string(p.Way)
}

type principal struct{}

// With returns a context in which p asks.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principal{}, p)
}

// From is who asks in a context; nobody where nothing was said.
func From(ctx context.Context) Principal {
	p, _ := ctx.Value(principal{}).(Principal)
	return p
}
