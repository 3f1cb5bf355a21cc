package openid

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Bounds of what an issuer may send, in bytes, and of how long it may take.
const (
	maxAnswer = 1 << 20
	maxToken  = 64 << 10
	patience  = 10 * time.Second
)

// leeway is how much the clocks may differ.
const leeway = time.Minute

// issuer is one that answered: how it is asked, and how its tokens are checked.
type issuer struct {
	oauth2   *oauth2.Config
	verifier *oidc.IDTokenVerifier
}

// newClient asks an issuer. It follows no redirect: a discovery document and
// keys are where they are said to be (OpenID Connect Discovery 1.0, 4.2), and an
// address inside the house is not reached by way of one outside.
func newClient(transport http.RoundTripper) *http.Client {
	if transport == nil {
		transport = http.DefaultTransport
	}
	return &http.Client{
		Transport: bounded{transport}, Timeout: patience,
		CheckRedirect: func(r *http.Request, _ []*http.Request) error {
			return fmt.Errorf("it sends to %.200q, where nothing is asked", r.URL)
		},
	}
}

// bounded ends answers that are too long.
type bounded struct{ http.RoundTripper }

// RoundTrip implements [http.RoundTripper].
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, maxAnswer)
	}
	return answer, err
}

// discover asks the issuer for its addresses, once it answers (OpenID Connect
// Discovery 1.0, 4). What it says in a fault is cut short: the whole answer may
// be in it.
func (p *Provider) discover(ctx context.Context) (*issuer, error) {
	p.mu.Lock()
	known := p.issuer
	p.mu.Unlock()
	if known != nil {
		return known, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.options.Issuer)
	var other *oidc.IssuerMismatchError
	switch {
	case errors.As(err, &other):
		return nil, fmt.Errorf("the issuer calls itself %.200q, not %q: correct openid.issuer", other.Discovered, other.Provided)
	case err != nil:
		return nil, fmt.Errorf("asking the issuer %s: %.300v", p.options.Issuer, err)
	}
	if err := p.secure(found); err != nil {
		return nil, err
	}
	made := p.newIssuer(found)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.issuer = made
	return made, nil
}

// secure holds all addresses of an issuer to the scheme of its own: who comes
// by TLS is not sent on without.
func (p *Provider) secure(found *oidc.Provider) error {
	var keys struct {
		Address string `json:"jwks_uri"`
	}
	if err := found.Claims(&keys); err != nil {
		return fmt.Errorf("reading the addresses of the issuer: %w", err)
	}
	scheme, _, _ := strings.Cut(p.options.Issuer, "://")
	for _, address := range []string{found.Endpoint().AuthURL, found.Endpoint().TokenURL, keys.Address} {
		if !strings.HasPrefix(address, scheme+"://") {
			return fmt.Errorf("the issuer names the address %.200q, which does not begin with %s://", address, scheme)
		}
	}
	return nil
}

// newIssuer fixes the algorithms: whatever the issuer lists, a secret or nothing
// signs no token. The clock of its verifier runs late by the leeway.
func (p *Provider) newIssuer(found *oidc.Provider) *issuer {
	return &issuer{
		oauth2: &oauth2.Config{
			ClientID: p.options.ClientID, ClientSecret: p.options.Secret, RedirectURL: p.options.Redirect,
			Endpoint: found.Endpoint(), Scopes: []string{oidc.ScopeOpenID, oidc.ScopeEmail, "groups"},
		},
		verifier: found.Verifier(&oidc.Config{
			ClientID: p.options.ClientID, SupportedSigningAlgs: []string{oidc.RS256, oidc.ES256},
			Now: func() time.Time { return p.options.Now().Add(-leeway) },
		}),
	}
}

// claims are what an ID token says of a person (OpenID Connect Core 1.0, 2 and
// 5.1), beside what the verifier reads.
type claims struct {
	Party    string   `json:"azp"`
	Email    string   `json:"email"`
	Verified bool     `json:"email_verified"`
	Groups   []string `json:"groups"`
}

// exchange gives the code of an attempt to the issuer and takes its ID token.
func (p *Provider) exchange(ctx context.Context, i *issuer, a attempt, code string) (*oidc.IDToken, error) {
	ctx = oidc.ClientContext(ctx, p.client)
	given, err := i.oauth2.Exchange(ctx, code, oauth2.VerifierOption(a.verifier))
	if err != nil {
		return nil, fmt.Errorf("%w: the issuer does not know the code: %.300v", ErrRefused, err)
	}
	raw, _ := given.Extra("id_token").(string)
	if len(raw) > maxToken {
		return nil, fmt.Errorf("%w: its token is longer than %d bytes", ErrRefused, maxToken)
	}
	token, err := i.verifier.Verify(ctx, raw)
	if err != nil {
		return nil, fmt.Errorf("%w: its token does not hold: %.300v", ErrRefused, err)
	}
	return token, nil
}
