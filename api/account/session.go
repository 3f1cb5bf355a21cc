package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/store"
)

// secretLength is how many random bytes a secret has.
const secretLength = 32

// newSecret returns a secret and its digest. A digest without salt is enough
// for what nobody can guess.
func newSecret() (secret, digest string) {
	raw := make([]byte, secretLength)
	rand.Read(raw)
	secret = base64.RawURLEncoding.EncodeToString(raw)
	return secret, digestOf(secret)
}

func digestOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Login begins a session. It returns ErrDenied, or a *SlowDownError where there
// were too many tries. The session of the cookie that the browser had, if any,
// ends with it: a secret from before the login is worth nothing after it.
func (a *Accounts) Login(ctx context.Context, name, password, old string) (secret string, err error) {
	name = Name(name)
	address := From(ctx).Address
	if err := a.brakes.try(counted(name), address); err != nil {
		return "", err
	}
	u, err := a.check(ctx, name, password)
	if errors.Is(err, ErrDenied) {
		return "", errors.Join(err, a.denied(ctx, name, "password"))
	}
	if err != nil {
		return "", err
	}
	a.brakes.right(counted(name), address)
	return a.begin(ctx, u, old, "password")
}

// counted is the name for which a try counts. Names that nobody can have count
// together: one of them must not be spelt like the count of somebody else.
func counted(name string) string {
	if !validName.MatchString(name) {
		return "?"
	}
	return name
}

// clipName bounds what is remembered of names that nobody has.
func clipName(name string) string { return name[:min(len(name), 100)] }

// denied enters a login that failed. A name that no user could have is left
// out: people type passwords there.
func (a *Accounts) denied(ctx context.Context, name, how string) error {
	if !validName.MatchString(name) {
		name = "?"
	}
	return a.ledger.Enter(ctx, store.Entered{Verb: "login", By: name, Object: name, Outcome: "failed", Detail: how})
}

// check returns the user with this name and password.
func (a *Accounts) check(ctx context.Context, name, password string) (store.User, error) {
	u, err := a.record.User(ctx, clipName(name))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return u, err
	}
	right, stale, err := a.verify(ctx, u.Password, password)
	if err != nil {
		return u, fmt.Errorf("checking the password of %s: %w", u.Name, err)
	}
	if !right || u.Disabled {
		return u, ErrDenied
	}
	if stale {
		a.renew(ctx, u, password)
	}
	return u, nil
}

// renew hashes a password at today's cost. That it failed is no reason to keep
// the user out.
func (a *Accounts) renew(ctx context.Context, u store.User, password string) {
	phc, err := a.hash(ctx, password)
	if err == nil {
		err = a.replace(ctx, u, phc)
	}
	if err != nil {
		a.log.WarnContext(ctx, "a password keeps its old hash", "user", u.Name, "error", err)
	}
}

// replace changes the hash of a user's password where nobody set another
// meanwhile.
func (a *Accounts) replace(ctx context.Context, was store.User, phc string) error {
	a.changing.Lock()
	defer a.changing.Unlock()
	now, err := a.record.User(ctx, was.Name)
	if err != nil || now.Password != was.Password {
		return err
	}
	now.Password = phc
	return a.record.SaveUser(ctx, now)
}

// begin starts a session of a user who has shown who they are.
func (a *Accounts) begin(ctx context.Context, u store.User, old, how string) (string, error) {
	if old != "" {
		if err := a.record.EndSession(ctx, digestOf(old)); err != nil {
			return "", err
		}
	}
	err := a.ledger.Enter(ctx, store.Entered{Verb: "login", By: u.Name, Object: u.Name, Outcome: "ok", Detail: how})
	if err != nil {
		return "", err
	}
	secret, digest := newSecret()
	now := a.options.Now()
	s := store.Session{Digest: digest, User: u.Name, Created: now, Seen: now, Expires: now.Add(a.options.Absolute)}
	return secret, a.record.StartSession(ctx, s, now)
}

// seenEvery is how exactly the use of sessions and tokens is noted.
const seenEvery = time.Minute

// BySecret is who has a session; nobody where it ended.
func (a *Accounts) BySecret(ctx context.Context, secret string) (Principal, error) {
	s, err := a.record.Session(ctx, digestOf(secret))
	now := a.options.Now()
	if errors.Is(err, store.ErrNotFound) || err == nil && (!now.Before(s.Expires) || now.Sub(s.Seen) >= a.options.Idle) {
		return Principal{}, nil
	}
	if err != nil {
		return Principal{}, err
	}
	u, err := a.record.User(ctx, s.User)
	if err != nil || u.Disabled {
		return Principal{}, err
	}
	if now.Sub(s.Seen) >= seenEvery {
		// A session that ended in this moment is not there any more.
		if err := a.record.SeeSession(ctx, s.Digest, now); err != nil && !errors.Is(err, store.ErrNotFound) {
			return Principal{}, err
		}
	}
	return Principal{Name: u.Name, Role: Role(u.Role), Way: BySession, Local: u.Password != "", session: s.Digest}, nil
}

// Logout ends the session of whoever asks.
func (a *Accounts) Logout(ctx context.Context) error {
	p := From(ctx)
	if p.session == "" {
		return nil
	}
	if err := a.record.EndSession(ctx, p.session); err != nil {
		return err
	}
	return a.enter(ctx, "logout", p.Name, "")
}

// ChangePassword sets the password of whoever asks, who has to know the old
// one. All their sessions end, and a new one begins.
func (a *Accounts) ChangePassword(ctx context.Context, old, password string) (secret string, err error) {
	p := From(ctx)
	if p.Way != BySession {
		return "", ErrDenied
	}
	if err := a.brakes.try(p.Name, p.Address); err != nil {
		return "", err
	}
	if _, err := a.check(ctx, p.Name, old); err != nil {
		return "", errors.Join(err, a.denied(ctx, p.Name, "old password"))
	}
	a.brakes.right(p.Name, p.Address)
	if err := a.SetPassword(ctx, p.Name, password); err != nil {
		return "", err
	}
	u, err := a.record.User(ctx, p.Name)
	if err != nil {
		return "", err
	}
	return a.begin(ctx, u, "", "new password")
}
