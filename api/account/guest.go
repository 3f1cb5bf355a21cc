package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/qalxan/qalxan/store"
)

// Guest is somebody for whom an OpenID Connect issuer vouches.
type Guest struct {
	// Subject is the issuer and its name for the person, which never changes.
	Subject string
	Name    string
	Role    Role
	// Firm says that the role follows from the issuer's groups, and replaces
	// one that was set here.
	Firm bool
}

// Welcome begins a session of a guest, who becomes a user where they are none.
// A user who has a password here is never taken over by an issuer that knows
// the same name.
func (a *Accounts) Welcome(ctx context.Context, g Guest, old string) (secret string, err error) {
	u, err := a.record.UserBySubject(ctx, g.Subject)
	switch {
	case errors.Is(err, store.ErrNotFound):
		u = store.User{Name: Name(g.Name), Role: string(g.Role), Subject: g.Subject}
		err = a.add(With(ctx, Principal{Name: u.Name, Way: BySession, Address: From(ctx).Address}), u, "", false)
	case err == nil && g.Firm && u.Role != string(g.Role):
		// The issuer decides, even about the last admin: commands make another.
		err = a.setRole(ctx, u.Name, g.Role, func(context.Context, store.User, store.User) error { return nil })
	}
	if err != nil {
		return "", err
	}
	if u.Disabled {
		return "", errors.Join(ErrDenied, a.denied(ctx, u.Name, "openid, disabled"))
	}
	return a.begin(ctx, u, old, "openid")
}

// Unwelcome enters that an issuer vouched for nobody who may come in.
func (a *Accounts) Unwelcome(ctx context.Context, why error) error {
	return a.ledger.Enter(ctx, store.Entered{Verb: "login", By: "?", Object: "?", Outcome: "failed", Detail: fmt.Sprintf("openid: %v", why)})
}
