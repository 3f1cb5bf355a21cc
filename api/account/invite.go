package account

import (
	"context"
	"crypto/subtle"
	"time"

	"github.com/qalxan/qalxan/store"
)

// InviteAge is how long the link for the first admin is good.
const InviteAge = time.Hour

// Invite makes the one code by which the first admin can come in. An earlier
// one ends with it. It lives in memory: it is for the person at the terminal.
func (a *Accounts) Invite() (code string) {
	a.invite.mu.Lock()
	defer a.invite.mu.Unlock()
	code, a.invite.digest = newSecret()
	a.invite.expires = a.options.Now().Add(InviteAge)
	return code
}

// Invited reports whether a code is good now.
func (a *Accounts) Invited(code string) bool {
	a.invite.mu.Lock()
	defer a.invite.mu.Unlock()
	return a.invited(code)
}

func (a *Accounts) invited(code string) bool {
	good := a.invite.digest != "" && a.options.Now().Before(a.invite.expires) && !a.Any()
	return subtle.ConstantTimeCompare([]byte(digestOf(code)), []byte(a.invite.digest)) == 1 && good
}

// Found makes the first admin of whoever has the code, and begins their
// session. The code is good once; a name or password that does not fit does
// not use it up.
func (a *Accounts) Found(ctx context.Context, code, name, password string) (secret string, err error) {
	a.invite.mu.Lock()
	defer a.invite.mu.Unlock()
	if !a.invited(code) {
		return "", ErrDenied
	}
	u := store.User{Name: Name(name), Role: string(Admin)}
	if err := a.add(With(ctx, Principal{Name: u.Name, Way: BySession, Address: From(ctx).Address}), u, password, true); err != nil {
		return "", err
	}
	a.invite.digest = ""
	return a.begin(ctx, u, "", "one-time link")
}
