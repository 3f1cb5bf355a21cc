// Package openid lets an OpenID Connect issuer say who somebody is: the
// authorization code flow (OpenID Connect Core 1.0, 3.1) with PKCE (RFC 7636),
// state and nonce.
package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"github.com/qalxan/qalxan/api/account"
)

// ErrRefused: the issuer vouches for somebody who may not come in, or does not
// vouch at all.
var ErrRefused = errors.New("the login was not accepted")

// Options are what the operator agreed with the issuer.
type Options struct {
	Issuer, ClientID, Secret string
	// Redirect is the address of the desk's callback, as browsers reach it.
	Redirect string
	// Domains are those of the mail addresses that may come in; none for all.
	Domains []string
	// Groups gives the members of a group a role; the highest counts. Where it
	// is empty everybody gets Role.
	Groups map[string]account.Role
	Role   account.Role
	// Client asks the issuer; nil for one that gives up after ten seconds.
	Client *http.Client
	Now    func() time.Time
}

const (
	// pendingAge is how long a login at the issuer may take.
	pendingAge = 10 * time.Minute
	maxPending = 1000
)

// Provider asks one issuer. It is safe for concurrent use.
type Provider struct {
	options Options

	mu       sync.Mutex
	issuer   *issuer // nil until it answered
	known    []key   // its keys
	asked    time.Time
	pending  map[string]attempt
	sequence []string // keys of pending, oldest first
}

// attempt is a login that is under way.
type attempt struct {
	state, nonce, verifier string
	begun                  time.Time
}

// New returns a provider. The issuer is first asked when somebody logs in, so
// that one which is down keeps nobody else out.
func New(o Options) *Provider {
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 10 * time.Second}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Provider{options: o, pending: map[string]attempt{}}
}

// Begin returns where the browser has to go, and a key that it has to bring
// back in a cookie.
func (p *Provider) Begin(ctx context.Context) (address, key string, err error) {
	issuer, err := p.discover(ctx)
	if err != nil {
		return "", "", err
	}
	a := attempt{state: rand.Text(), nonce: rand.Text(), verifier: oauth2.GenerateVerifier(), begun: p.options.Now()}
	key = rand.Text()
	p.keep(key, a)
	return p.config(issuer).AuthCodeURL(a.state, oauth2.SetAuthURLParam("nonce", a.nonce), oauth2.S256ChallengeOption(a.verifier)), key, nil
}

// Finish reads what the browser brought back. An attempt is good once.
func (p *Provider) Finish(ctx context.Context, key, state, code string) (account.Guest, error) {
	a, known := p.take(key)
	if !known || subtle.ConstantTimeCompare([]byte(state), []byte(a.state)) != 1 {
		return account.Guest{}, fmt.Errorf("%w: it was begun elsewhere or too long ago", ErrRefused)
	}
	issuer, err := p.discover(ctx)
	if err != nil {
		return account.Guest{}, err
	}
	token, err := p.config(issuer).Exchange(context.WithValue(ctx, oauth2.HTTPClient, p.options.Client), code, oauth2.VerifierOption(a.verifier))
	if err != nil {
		return account.Guest{}, fmt.Errorf("%w: the issuer does not know the code: %w", ErrRefused, err)
	}
	raw, _ := token.Extra("id_token").(string)
	signed, err := p.signature(ctx, issuer, raw)
	if err != nil {
		return account.Guest{}, err
	}
	var c claims
	if err := json.Unmarshal(signed, &c); err != nil {
		return account.Guest{}, fmt.Errorf("%w: its token cannot be read: %w", ErrRefused, err)
	}
	if err := p.holds(c, issuer); err != nil {
		return account.Guest{}, err
	}
	if subtle.ConstantTimeCompare([]byte(c.Nonce), []byte(a.nonce)) != 1 {
		return account.Guest{}, fmt.Errorf("%w: the answer belongs to another login", ErrRefused)
	}
	return p.guest(c)
}

// guest is the person of a verified token, if they may come in.
func (p *Provider) guest(c claims) (account.Guest, error) {
	_, domain, _ := strings.Cut(c.Email, "@")
	switch {
	case c.Email == "" || !c.Verified:
		return account.Guest{}, fmt.Errorf("%w: the issuer names no verified mail address", ErrRefused)
	case len(p.options.Domains) > 0 && !slices.Contains(p.options.Domains, strings.ToLower(domain)):
		return account.Guest{}, fmt.Errorf("%w: addresses at %.100q may not come in", ErrRefused, domain)
	}
	g := account.Guest{Subject: c.Issuer + "|" + c.Subject, Name: c.Email, Role: p.options.Role}
	if len(p.options.Groups) == 0 {
		return g, nil
	}
	g.Role, g.Firm = "", true
	for _, name := range c.Groups {
		if role, ok := p.options.Groups[name]; ok && (g.Role == "" || role.AtLeast(g.Role)) {
			g.Role = role
		}
	}
	if g.Role == "" {
		return account.Guest{}, fmt.Errorf("%w: %.100q is in no group that may come in", ErrRefused, c.Email)
	}
	return g, nil
}

// keep remembers an attempt; beyond the bound the oldest is forgotten.
func (p *Provider) keep(key string, a attempt) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pending[key] = a
	p.sequence = append(p.sequence, key)
	for len(p.sequence) > maxPending {
		delete(p.pending, p.sequence[0])
		p.sequence = p.sequence[1:]
	}
}

func (p *Provider) take(key string) (attempt, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, known := p.pending[key]
	delete(p.pending, key)
	return a, known && p.options.Now().Sub(a.begun) < pendingAge
}
