package account

import (
	"context"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/store"
)

// ErrLastAdmin: nobody would be left who manages. It is ErrUnfit too.
var ErrLastAdmin = fmt.Errorf("%w: this is the last admin who can come in; make somebody else one first", ErrUnfit)

// User finds a user.
func (a *Accounts) User(ctx context.Context, name string) (store.User, error) {
	return a.record.User(ctx, Name(name))
}

// AddInvited adds a user who has no password yet, with the code of a link to set
// one.
func (a *Accounts) AddInvited(ctx context.Context, name string, role Role) (code string, expires time.Time, err error) {
	if err := a.enlist(ctx, store.User{Name: Name(name), Role: string(role)}, false); err != nil {
		return "", expires, err
	}
	return a.Link(ctx, name)
}

// EndSessions ends all sessions of a user.
func (a *Accounts) EndSessions(ctx context.Context, name string) error {
	a.changing.Lock()
	defer a.changing.Unlock()
	return a.endSessions(ctx, name)
}

func (a *Accounts) endSessions(ctx context.Context, name string) error {
	u, err := a.record.User(ctx, Name(name))
	if err != nil {
		return err
	}
	if err := a.record.EndSessions(ctx, u.Name); err != nil {
		return err
	}
	return a.enter(ctx, "user.logout", u.Name, "everywhere")
}

// EndOthers ends all sessions of whoever asks but the one they ask with.
func (a *Accounts) EndOthers(ctx context.Context) error {
	p := From(ctx)
	if p.session == "" {
		return ErrDenied
	}
	// A session that ended while this waits, with a password or a role, must not
	// begin again.
	a.changing.Lock()
	defer a.changing.Unlock()
	here, err := a.record.Session(ctx, p.session)
	if err != nil {
		return err
	}
	if err := a.endSessions(ctx, p.Name); err != nil {
		return err
	}
	return a.record.StartSession(ctx, here, a.options.Now())
}

// Waits is how long a user has to wait before the next login after failures;
// zero for not at all.
func (a *Accounts) Waits(name string) time.Duration { return a.brakes.waits(counted(Name(name))) }

// Unlock forgets the failures that make a user wait.
func (a *Accounts) Unlock(ctx context.Context, name string) error {
	u, err := a.record.User(ctx, Name(name))
	if err != nil {
		return err
	}
	a.brakes.release(u.Name)
	return a.enter(ctx, "user.unlock", u.Name, "")
}

// spare reports ErrLastAdmin where a user, as they are to be, leaves nobody who
// can come in as an admin. Who has no password yet cannot.
func (a *Accounts) spare(ctx context.Context, was, next store.User) error {
	manages := func(u store.User) bool {
		return Role(u.Role) == Admin && !u.Disabled && (u.Password != "" || u.Subject != "")
	}
	if !manages(was) || manages(next) {
		return nil
	}
	all, err := a.record.Users(ctx)
	if err != nil {
		return err
	}
	for _, u := range all {
		if u.Name != was.Name && manages(u) {
			return nil
		}
	}
	return ErrLastAdmin
}
