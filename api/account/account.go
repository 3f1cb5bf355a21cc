// Package account knows who asks: users with roles and passwords, sessions of
// browsers, tokens of programs, and the link by which the first admin comes in.
//
// Secrets are random or hashed with argon2id, and only digests of them are
// kept. What the package does is entered into the audit log before it answers.
// docs/users.md says what is guarded against, and what is not.
package account

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/qalxan/qalxan/store"
)

// Errors that callers act on. Their words may be shown to whoever asks.
var (
	// ErrDenied: the name, the password or the link is wrong, or the user is
	// disabled. It never says which.
	ErrDenied = errors.New("name or password is wrong")
	// ErrUnfit: what is to be set cannot be; the text says why.
	ErrUnfit = errors.New("this cannot be set")
)

// Ledger is where what happened is entered: *audit.Log.
type Ledger interface {
	Enter(ctx context.Context, e store.Entered) error
}

// Options are what New needs besides the record. Zero values become the
// defaults.
type Options struct {
	Now    func() time.Time
	Logger *slog.Logger
	// Idle ends a session that is not used, 2 hours unless set; Absolute ends
	// any, 12 hours unless set.
	Idle, Absolute time.Duration
}

// Accounts is safe for concurrent use.
type Accounts struct {
	record  store.Accounts
	ledger  Ledger
	options Options
	log     *slog.Logger
	brakes  *brakes
	hashing chan struct{}
	any     atomic.Bool // there are users; this never becomes false again
	// changing is held while a user is changed, settling while a link is used.
	changing, settling sync.Mutex
	invite             struct {
		mu      sync.Mutex
		digest  string
		expires time.Time
	}
}

// New returns the accounts of a record.
func New(ctx context.Context, o Options, record store.Accounts, ledger Ledger) (*Accounts, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Idle == 0 {
		o.Idle = 2 * time.Hour
	}
	if o.Absolute == 0 {
		o.Absolute = 12 * time.Hour
	}
	users, err := record.Users(ctx)
	if err != nil {
		return nil, err
	}
	a := &Accounts{
		record: record, ledger: ledger, options: o, log: o.Logger,
		brakes: newBrakes(o.Now), hashing: make(chan struct{}, hashesAtOnce),
	}
	a.any.Store(len(users) > 0)
	return a, nil
}

// Any reports whether there are users. Where there are, nobody else may ask.
func (a *Accounts) Any() bool { return a.any.Load() }

// Users lists all users by name.
func (a *Accounts) Users(ctx context.Context) ([]store.User, error) { return a.record.Users(ctx) }

// validName keeps names to letters that cannot be taken for one another.
var validName = regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{0,99}$`)

// Name is the one spelling of a user's name.
func Name(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// Add adds a user with a password.
func (a *Accounts) Add(ctx context.Context, name string, role Role, password string) error {
	return a.add(ctx, store.User{Name: Name(name), Role: string(role)}, password, false)
}

func (a *Accounts) add(ctx context.Context, u store.User, password string, first bool) error {
	if err := fits(u); err != nil {
		return err
	}
	var err error
	if u.Subject == "" {
		if u.Password, err = a.hash(ctx, password); err != nil {
			return err
		}
	}
	return a.enlist(ctx, u, first)
}

// fits reports why a user cannot have this name or role.
func fits(u store.User) error {
	if !validName.MatchString(u.Name) {
		return fmt.Errorf("%w: a user's name has 1 to 100 of the letters a to z, digits and . _ @ + -, not %.40q", ErrUnfit, u.Name)
	}
	if !Role(u.Role).Valid() {
		return fmt.Errorf("%w: %.40q is no role; the roles are viewer, analyst, lead and admin", ErrUnfit, u.Role)
	}
	return nil
}

// enlist adds a user as they are.
func (a *Accounts) enlist(ctx context.Context, u store.User, first bool) error {
	if err := fits(u); err != nil {
		return err
	}
	u.Created = a.options.Now()
	u.Changed = u.Created
	if err := a.record.AddUser(ctx, u, first); err != nil {
		if errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("%w: there is a user %s already", ErrUnfit, u.Name)
		}
		return err
	}
	a.any.Store(true)
	return a.enter(ctx, "user.add", u.Name, "role "+u.Role)
}

// SetPassword gives a user another password and ends all of the user's
// sessions, and a link to set one.
func (a *Accounts) SetPassword(ctx context.Context, name, password string) error {
	return a.change(ctx, name, "user.password", "", func(u *store.User) (err error) {
		if u.Password, err = a.hash(ctx, password); err != nil {
			return err
		}
		return a.record.DropLink(ctx, u.Name)
	})
}

// SetRole gives a user another role and ends all of the user's sessions. It is
// ErrLastAdmin where no other admin is left.
func (a *Accounts) SetRole(ctx context.Context, name string, role Role) error {
	return a.setRole(ctx, name, role, a.spare)
}

// setRole sets a role where the check lets it.
func (a *Accounts) setRole(ctx context.Context, name string, role Role, check func(ctx context.Context, was, next store.User) error) error {
	if !role.Valid() {
		return fmt.Errorf("%w: %.40q is no role; the roles are viewer, analyst, lead and admin", ErrUnfit, string(role))
	}
	return a.change(ctx, name, "user.role", "role "+string(role), func(u *store.User) error {
		was := *u
		u.Role = string(role)
		return check(ctx, was, *u)
	})
}

// Disable keeps a user out, or lets them in again. Sessions end at once, tokens
// do not work meanwhile. It is ErrLastAdmin where no other admin is left.
func (a *Accounts) Disable(ctx context.Context, name string, disabled bool) error {
	verb := map[bool]string{true: "user.disable", false: "user.enable"}[disabled]
	return a.change(ctx, name, verb, "", func(u *store.User) error {
		was := *u
		u.Disabled = disabled
		return a.spare(ctx, was, *u)
	})
}

// change writes a user, ends their sessions and enters it.
func (a *Accounts) change(ctx context.Context, name, verb, detail string, how func(*store.User) error) error {
	a.changing.Lock()
	defer a.changing.Unlock()
	u, err := a.record.User(ctx, Name(name))
	if err != nil {
		return err
	}
	if err := how(&u); err != nil {
		return err
	}
	u.Changed = a.options.Now()
	if err := a.record.SaveUser(ctx, u); err != nil {
		return err
	}
	if err := a.record.EndSessions(ctx, u.Name); err != nil {
		return err
	}
	return a.enter(ctx, verb, u.Name, detail)
}

// enter notes what worked.
func (a *Accounts) enter(ctx context.Context, verb, object, detail string) error {
	return a.ledger.Enter(ctx, store.Entered{Verb: verb, Object: object, Outcome: "ok", Detail: detail})
}
