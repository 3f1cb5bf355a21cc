package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/store"
)

// LinkAge is how long the link is good by which a user sets a password.
const LinkAge = 3 * 24 * time.Hour

// Link makes the one code by which a user can set a password without knowing
// one. An earlier one ends with it. The password of before stays good until the
// link is used.
func (a *Accounts) Link(ctx context.Context, name string) (code string, expires time.Time, err error) {
	u, err := a.record.User(ctx, Name(name))
	switch {
	case err != nil:
		return "", expires, err
	case u.Subject != "":
		return "", expires, fmt.Errorf("%w: %s logs in at an issuer and has no password here", ErrUnfit, u.Name)
	case u.Disabled:
		return "", expires, fmt.Errorf("%w: %s is disabled; let them in again first", ErrUnfit, u.Name)
	}
	if err := a.enter(ctx, "user.link", u.Name, ""); err != nil {
		return "", expires, err
	}
	code, digest := newSecret()
	expires = a.options.Now().Add(LinkAge)
	return code, expires, a.record.PutLink(ctx, store.Link{User: u.Name, Digest: digest, Expires: expires})
}

// Linked is the user whose password a code lets set; ErrDenied where it is not
// good.
func (a *Accounts) Linked(ctx context.Context, code string) (name string, err error) {
	l, err := a.record.Link(ctx, digestOf(code))
	if errors.Is(err, store.ErrNotFound) || err == nil && !a.options.Now().Before(l.Expires) {
		return "", ErrDenied
	}
	if err != nil {
		return "", err
	}
	u, err := a.record.User(ctx, l.User)
	if err == nil && (u.Disabled || u.Subject != "") {
		err = ErrDenied
	}
	return u.Name, err
}

// Settle sets the password of whoever has a link, and begins their session. The
// link is good once; a password that does not fit does not use it up.
func (a *Accounts) Settle(ctx context.Context, code, password string) (secret string, err error) {
	a.settling.Lock()
	defer a.settling.Unlock()
	name, err := a.Linked(ctx, code)
	if err != nil {
		return "", err
	}
	as := With(ctx, Principal{Name: name, Way: BySession, Address: From(ctx).Address})
	if err := a.SetPassword(as, name, password); err != nil {
		return "", err
	}
	u, err := a.record.User(ctx, name)
	if err != nil {
		return "", err
	}
	return a.begin(ctx, u, "", "link")
}
