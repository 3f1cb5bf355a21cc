// Package openid lets an OpenID Connect issuer say who somebody is: the
// authorization code flow (OpenID Connect Core 1.0, 3.1) with PKCE (RFC 7636),
// state and nonce. Discovery, keys and signatures are those of go-oidc.
package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
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
	// Transport carries what is asked of the issuer; nil for that of net/http.
	Transport http.RoundTripper
	Now       func() time.Time
}

const (
	// pendingAge is how long a login at the issuer may take.
	pendingAge = 10 * time.Minute
	maxPending = 1000
)

// Provider asks one issuer. It is safe for concurrent use.
type Provider struct {
	options Options
	client  *http.Client

	mu       sync.Mutex
	issuer   *issuer // nil until it answered
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
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Provider{options: o, client: newClient(o.Transport), pending: map[string]attempt{}}
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
	return issuer.oauth2.AuthCodeURL(a.state, oidc.Nonce(a.nonce), oauth2.S256ChallengeOption(a.verifier)), key, nil
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
	token, err := p.exchange(ctx, issuer, a, code)
	if err != nil {
		return account.Guest{}, err
	}
	var c claims
	if err := token.Claims(&c); err != nil {
		return account.Guest{}, fmt.Errorf("%w: its token cannot be read: %.300v", ErrRefused, err)
	}
	if err := p.holds(token, c, a.nonce); err != nil {
		return account.Guest{}, err
	}
	return p.guest(token.Subject, c)
}

// holds checks of an ID token what its verifier leaves to us (OpenID Connect
// Core 1.0, 3.1.3.7).
func (p *Provider) holds(token *oidc.IDToken, c claims, nonce string) error {
	switch {
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1:
		return fmt.Errorf("%w: the answer belongs to another login", ErrRefused)
	case token.Subject == "" || len(token.Subject) > 255:
		return fmt.Errorf("%w: its token names nobody", ErrRefused)
	case (len(token.Audience) > 1 || c.Party != "") && c.Party != p.options.ClientID:
		return fmt.Errorf("%w: its token is for another program", ErrRefused)
	case token.IssuedAt.After(p.options.Now().Add(leeway)):
		return fmt.Errorf("%w: its token is of the future; compare the clocks", ErrRefused)
	}
	return nil
}

// guest is the person of a verified token, if they may come in.
func (p *Provider) guest(subject string, c claims) (account.Guest, error) {
	_, domain, _ := strings.Cut(c.Email, "@")
	switch {
	case c.Email == "" || !c.Verified:
		return account.Guest{}, fmt.Errorf("%w: the issuer names no verified mail address", ErrRefused)
	case len(p.options.Domains) > 0 && !slices.Contains(p.options.Domains, strings.ToLower(domain)):
		return account.Guest{}, fmt.Errorf("%w: addresses at %.100q may not come in", ErrRefused, domain)
	}
	g := account.Guest{Subject: p.options.Issuer + "|" + subject, Name: c.Email, Role: p.options.Role}
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
