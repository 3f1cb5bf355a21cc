package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/qalxan/qalxan/store"
)

const (
	userColumns    = "name, role, password, subject, disabled, created, changed"
	sessionColumns = "digest, user, created, seen, expires"
	tokenColumns   = "id, digest, user, label, scopes, created, expires, last_used, revoked"
)

var (
	addUser    = insertion("INSERT OR IGNORE", "users", userColumns)
	addSession = insertion("INSERT", "sessions", sessionColumns)
	addToken   = insertion("INSERT", "tokens", tokenColumns)
)

func userFields(u *store.User) []any {
	return []any{&u.Name, &u.Role, &u.Password, &u.Subject, &u.Disabled, instant{&u.Created}, instant{&u.Changed}}
}

func sessionFields(s *store.Session) []any {
	return []any{&s.Digest, &s.User, instant{&s.Created}, instant{&s.Seen}, instant{&s.Expires}}
}

func tokenFields(t *store.Token) []any {
	return []any{
		&t.ID, &t.Digest, &t.User, &t.Label,
		document{&t.Scopes},
		instant{&t.Created},
		instant{&t.Expires},
		instant{&t.LastUsed},
		instant{&t.Revoked},
	}
}

// AddUser implements [store.Accounts].
func (s *Store) AddUser(ctx context.Context, u store.User, only bool) error {
	return s.write(ctx, "adding user "+u.Name, func(tx *sql.Tx) error {
		users, err := first(ctx, tx, itself[int], "SELECT count(*) FROM users")
		if err != nil {
			return err
		}
		if only && users > 0 {
			return fmt.Errorf("%w: there are users already", store.ErrConflict)
		}
		added, err := tx.ExecContext(ctx, addUser, userFields(&u)...)
		if err != nil {
			return err
		}
		if n, err := added.RowsAffected(); err != nil || n == 0 {
			return fmt.Errorf("%w: the name or the issuer's name for it is taken", store.ErrConflict)
		}
		return nil
	})
}

// SaveUser implements [store.Accounts].
func (s *Store) SaveUser(ctx context.Context, u store.User) error {
	return s.mustChange(ctx, "saving user "+u.Name,
		"UPDATE users SET role = ?2, password = ?3, subject = ?4, disabled = ?5, created = ?6, changed = ?7 WHERE name = ?1", userFields(&u)...)
}

// mustChange runs a statement that changes a row; where there is none, that is
// store.ErrNotFound.
func (s *Store) mustChange(ctx context.Context, doing, statement string, args ...any) error {
	return s.write(ctx, doing, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return store.ErrNotFound
		}
		return nil
	})
}

// User implements [store.Accounts].
func (s *Store) User(ctx context.Context, name string) (store.User, error) {
	u, err := first(ctx, s.reader, userFields, "SELECT "+userColumns+" FROM users WHERE name = ?", name)
	return u, s.explain(fmt.Sprintf("reading user %.100q", name), err)
}

// UserBySubject implements [store.Accounts].
func (s *Store) UserBySubject(ctx context.Context, subject string) (store.User, error) {
	u, err := first(ctx, s.reader, userFields, "SELECT "+userColumns+" FROM users WHERE subject = ? AND subject <> ''", subject)
	return u, s.explain("reading the user of an issuer", err)
}

// Users implements [store.Accounts].
func (s *Store) Users(ctx context.Context) ([]store.User, error) {
	all, err := list(ctx, s.reader, userFields, "SELECT "+userColumns+" FROM users ORDER BY name")
	return all, s.explain("reading users", err)
}

// StartSession implements [store.Accounts].
func (s *Store) StartSession(ctx context.Context, n store.Session, now time.Time) error {
	return s.write(ctx, "starting a session of "+n.User, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM sessions WHERE expires < ?", instant{&now}); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, addSession, sessionFields(&n)...)
		return err
	})
}

// Session implements [store.Accounts].
func (s *Store) Session(ctx context.Context, digest string) (store.Session, error) {
	found, err := first(ctx, s.reader, sessionFields, "SELECT "+sessionColumns+" FROM sessions WHERE digest = ?", digest)
	return found, s.explain("reading a session", err)
}

// SeeSession implements [store.Accounts].
func (s *Store) SeeSession(ctx context.Context, digest string, seen time.Time) error {
	return s.mustChange(ctx, "noting the use of a session", "UPDATE sessions SET seen = ? WHERE digest = ?", instant{&seen}, digest)
}

// EndSession implements [store.Accounts].
func (s *Store) EndSession(ctx context.Context, digest string) error {
	return s.write(ctx, "ending a session", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM sessions WHERE digest = ?", digest)
		return err
	})
}

// EndSessions implements [store.Accounts].
func (s *Store) EndSessions(ctx context.Context, user string) error {
	return s.write(ctx, "ending the sessions of "+user, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM sessions WHERE user = ?", user)
		return err
	})
}

// AddToken implements [store.Accounts].
func (s *Store) AddToken(ctx context.Context, t store.Token) error {
	return s.write(ctx, "adding a token of "+t.User, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, addToken, tokenFields(&t)...)
		return err
	})
}

// Token implements [store.Accounts].
func (s *Store) Token(ctx context.Context, id string) (store.Token, error) {
	t, err := first(ctx, s.reader, tokenFields, "SELECT "+tokenColumns+" FROM tokens WHERE id = ?", id)
	return t, s.explain(fmt.Sprintf("reading token %.100q", id), err)
}

// TokenByDigest implements [store.Accounts].
func (s *Store) TokenByDigest(ctx context.Context, digest string) (store.Token, error) {
	t, err := first(ctx, s.reader, tokenFields, "SELECT "+tokenColumns+" FROM tokens WHERE digest = ?", digest)
	return t, s.explain("reading a token", err)
}

// Tokens implements [store.Accounts].
func (s *Store) Tokens(ctx context.Context, user string) ([]store.Token, error) {
	all, err := list(ctx, s.reader, tokenFields,
		"SELECT "+tokenColumns+" FROM tokens WHERE ?1 IN ('', user) ORDER BY created DESC, id", user)
	return all, s.explain("reading tokens", err)
}

// UseToken implements [store.Accounts].
func (s *Store) UseToken(ctx context.Context, id string, at time.Time) error {
	return s.mustChange(ctx, "noting the use of token "+id, "UPDATE tokens SET last_used = ? WHERE id = ?", instant{&at}, id)
}

// RevokeToken implements [store.Accounts].
func (s *Store) RevokeToken(ctx context.Context, id string, at time.Time) error {
	return s.mustChange(ctx, fmt.Sprintf("revoking token %.100q", id), "UPDATE tokens SET revoked = ? WHERE id = ?", instant{&at}, id)
}
