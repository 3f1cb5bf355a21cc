package account

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan/store"
)

// MaxTokenAge is how long a token can be good.
const MaxTokenAge = 366 * 24 * time.Hour

// maxTokens is how many tokens of a user can be good at a time.
const maxTokens = 100

// tokenPrefix lets scanners of leaked secrets know what they found.
const tokenPrefix = "qalxan_"

// AddToken makes a token for a user, good for age. The secret is returned this
// once and can never be read again.
func (a *Accounts) AddToken(ctx context.Context, user, label string, scopes []Scope, age time.Duration) (secret string, t store.Token, err error) {
	u, err := a.record.User(ctx, Name(user))
	if err != nil {
		return "", t, err
	}
	for _, s := range scopes {
		if !slices.Contains(Scopes(), s) {
			return "", t, fmt.Errorf("%w: %.40q is no scope; the scopes are read, decide, export and manage", ErrUnfit, string(s))
		}
		if p := From(ctx); p.Way == ByToken && !slices.Contains(p.Scopes, string(s)) {
			return "", t, fmt.Errorf("%w: a token makes others only with scopes of its own, and it lacks %s", ErrUnfit, s)
		}
		t.Scopes = append(t.Scopes, string(s))
	}
	switch {
	case len(scopes) == 0:
		return "", t, fmt.Errorf("%w: a token needs at least one scope", ErrUnfit)
	case age < time.Hour || age > MaxTokenAge:
		return "", t, fmt.Errorf("%w: a token is good for 1 hour to %d days", ErrUnfit, MaxTokenAge/(24*time.Hour))
	case len(label) > 100:
		return "", t, fmt.Errorf("%w: a label has at most 100 bytes", ErrUnfit)
	}
	if err := a.roomFor(ctx, u.Name); err != nil {
		return "", t, err
	}
	secret, _ = newSecret()
	secret = tokenPrefix + secret
	id := make([]byte, 6)
	rand.Read(id)
	slices.Sort(t.Scopes)
	t.ID, t.Digest, t.User, t.Label, t.Scopes = "t-"+hex.EncodeToString(id), digestOf(secret), u.Name, label, slices.Compact(t.Scopes)
	t.Created = a.options.Now()
	t.Expires = t.Created.Add(age)
	if err := a.record.AddToken(ctx, t); err != nil {
		return "", t, err
	}
	return secret, t, a.enter(ctx, "token.add", t.ID, "for "+u.Name+", scopes "+strings.Join(t.Scopes, " "))
}

// roomFor reports why a user can have no further token.
func (a *Accounts) roomFor(ctx context.Context, user string) error {
	all, err := a.record.Tokens(ctx, user)
	if err != nil {
		return err
	}
	good := 0
	for _, t := range all {
		if t.Revoked.IsZero() && a.options.Now().Before(t.Expires) {
			good++
		}
	}
	if good >= maxTokens {
		return fmt.Errorf("%w: %s has %d tokens that are good; revoke one first", ErrUnfit, user, good)
	}
	return nil
}

// Tokens lists the tokens of a user, or of all for the empty name, newest
// first.
func (a *Accounts) Tokens(ctx context.Context, user string) ([]store.Token, error) {
	return a.record.Tokens(ctx, Name(user))
}

// RevokeToken ends a token.
func (a *Accounts) RevokeToken(ctx context.Context, id string) error {
	t, err := a.record.Token(ctx, id)
	if err != nil || !t.Revoked.IsZero() {
		return err
	}
	if err := a.record.RevokeToken(ctx, id, a.options.Now()); err != nil {
		return err
	}
	return a.enter(ctx, "token.revoke", id, "of "+t.User)
}

// RevokeTokenOf ends a token of a user; one of somebody else is
// store.ErrNotFound.
func (a *Accounts) RevokeTokenOf(ctx context.Context, user, id string) error {
	t, err := a.record.Token(ctx, id)
	if err == nil && t.User != Name(user) {
		err = fmt.Errorf("token %.100q of %s: %w", id, Name(user), store.ErrNotFound)
	}
	if err != nil {
		return err
	}
	return a.RevokeToken(ctx, id)
}

// ByToken is who asks with a token; nobody where it is unknown, revoked or has
// expired.
func (a *Accounts) ByToken(ctx context.Context, secret string) (Principal, error) {
	if !strings.HasPrefix(secret, tokenPrefix) || len(secret) > 100 {
		return Principal{}, nil
	}
	t, err := a.record.TokenByDigest(ctx, digestOf(secret))
	now := a.options.Now()
	if errors.Is(err, store.ErrNotFound) || err == nil && (!t.Revoked.IsZero() || !now.Before(t.Expires)) {
		return Principal{}, nil
	}
	if err != nil {
		return Principal{}, err
	}
	u, err := a.record.User(ctx, t.User)
	if err != nil || u.Disabled {
		return Principal{}, err
	}
	if now.Sub(t.LastUsed) >= seenEvery {
		if err := a.record.UseToken(ctx, t.ID, now); err != nil {
			return Principal{}, err
		}
	}
	return Principal{Name: u.Name, Role: Role(u.Role), Way: ByToken, TokenID: t.ID, Scopes: t.Scopes}, nil
}
