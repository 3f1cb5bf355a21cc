package openid

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// issuer is what an issuer says of itself (OpenID Connect Discovery 1.0, 3).
type issuer struct {
	Issuer        string `json:"issuer"`
	Authorization string `json:"authorization_endpoint"`
	Token         string `json:"token_endpoint"`
	Keys          string `json:"jwks_uri"`
}

const (
	// maxAnswer bounds what an issuer answers, in bytes.
	maxAnswer = 1 << 20
	// keysAge is how soon keys are asked for again because of a token whose key
	// is not among them.
	keysAge = time.Minute
	// leeway is how much the clocks may differ.
	leeway = time.Minute
)

// discover asks the issuer for its addresses, once it answers.
func (p *Provider) discover(ctx context.Context) (*issuer, error) {
	p.mu.Lock()
	known := p.issuer
	p.mu.Unlock()
	if known != nil {
		return known, nil
	}
	found := &issuer{}
	if err := p.get(ctx, strings.TrimSuffix(p.options.Issuer, "/")+"/.well-known/openid-configuration", found); err != nil {
		return nil, err
	}
	if found.Issuer != p.options.Issuer {
		return nil, fmt.Errorf("the issuer calls itself %.200q, not %q: correct openid.issuer", found.Issuer, p.options.Issuer)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.issuer = found
	return found, nil
}

// keys are the issuer's. They are asked for anew where the one named is not
// among them: issuers change keys.
func (p *Provider) keys(ctx context.Context, i *issuer, id string) ([]key, error) {
	p.mu.Lock()
	known, asked := p.known, p.asked
	p.mu.Unlock()
	if slices.ContainsFunc(known, func(k key) bool { return id == "" || k.ID == id }) || p.options.Now().Sub(asked) < keysAge {
		return known, nil
	}
	var set struct{ Keys []key }
	if err := p.get(ctx, i.Keys, &set); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known, p.asked = set.Keys, p.options.Now()
	return p.known, nil
}

func (p *Provider) get(ctx context.Context, address string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return fmt.Errorf("asking the issuer: %w", err)
	}
	answer, err := p.options.Client.Do(r)
	if err != nil {
		return fmt.Errorf("asking the issuer: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("asking the issuer: %s answered %s", address, answer.Status)
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, maxAnswer)).Decode(into); err != nil {
		return fmt.Errorf("reading what %s answered: %w", address, err)
	}
	return nil
}

func (p *Provider) config(i *issuer) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.options.ClientID, ClientSecret: p.options.Secret, RedirectURL: p.options.Redirect,
		Endpoint: oauth2.Endpoint{AuthURL: i.Authorization, TokenURL: i.Token},
		Scopes:   []string{"openid", "email", "groups"},
	}
}

// claims are what an ID token says (OpenID Connect Core 1.0, 2).
type claims struct {
	Issuer   string   `json:"iss"`
	Subject  string   `json:"sub"`
	Audience audience `json:"aud"`
	Party    string   `json:"azp"`
	Expires  int64    `json:"exp"`
	Issued   int64    `json:"iat"`
	Nonce    string   `json:"nonce"`
	Email    string   `json:"email"`
	Verified bool     `json:"email_verified"`
	Groups   []string `json:"groups"`
}

// audience is one name or several.
type audience []string

// UnmarshalJSON reads a text or a list.
func (a *audience) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*a = audience{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(a))
}

// holds checks what an ID token says (OpenID Connect Core 1.0, 3.1.3.7).
func (p *Provider) holds(c claims, i *issuer) error {
	now := p.options.Now()
	switch {
	case c.Issuer != i.Issuer || c.Subject == "" || len(c.Subject) > 255:
		return fmt.Errorf("%w: its token is of another issuer", ErrRefused)
	case !slices.Contains(c.Audience, p.options.ClientID), (len(c.Audience) > 1 || c.Party != "") && c.Party != p.options.ClientID:
		return fmt.Errorf("%w: its token is for another program", ErrRefused)
	case !now.Before(time.Unix(c.Expires, 0).Add(leeway)):
		return fmt.Errorf("%w: its token has expired", ErrRefused)
	case time.Unix(c.Issued, 0).After(now.Add(leeway)):
		return fmt.Errorf("%w: its token is of the future; compare the clocks", ErrRefused)
	}
	return nil
}
