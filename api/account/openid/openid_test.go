package openid_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/account/openid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var raw = base64.RawURLEncoding

// issuer is a little OpenID Connect issuer on loopback.
type issuer struct {
	*httptest.Server
	rsa       *rsa.PrivateKey
	ecdsa     *ecdsa.PrivateKey
	signer    *rsa.PrivateKey // signs; the key of rsa is the one that is shown
	algorithm string
	// change spoils an answer before it is signed.
	change    func(header, claims map[string]any)
	challenge string
	nonce     string
}

// first is the key that every issuer begins with.
var first = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func open(t *testing.T) *issuer {
	t.Helper()
	key, err := first()
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{rsa: key, signer: key, algorithm: "RS256", change: func(_, _ map[string]any) {}}
	if i.ecdsa, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{
			"issuer": i.URL, "authorization_endpoint": i.URL + "/in", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
			// What an issuer lists makes no check weaker.
			"id_token_signing_alg_values_supported": []string{"none", "HS256", "RS256", "ES256"},
		})
	})
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("POST /token", i.token)
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}

func (i *issuer) keys(w http.ResponseWriter, _ *http.Request) {
	point, _ := i.ecdsa.PublicKey.Bytes()
	answer(w, map[string]any{"keys": []any{
		map[string]any{"kid": "r", "kty": "RSA", "use": "sig", "n": raw.EncodeToString(i.rsa.N.Bytes()), "e": raw.EncodeToString(big.NewInt(int64(i.rsa.E)).Bytes())},
		map[string]any{"kid": "e", "kty": "EC", "crv": "P-256", "x": raw.EncodeToString(point[1:33]), "y": raw.EncodeToString(point[33:])},
	}})
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if r.FormValue("code") != "code" || raw.EncodeToString(sum[:]) != i.challenge || id != "desk" || secret != "s3cret" {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	now := time.Now().Unix()
	header := map[string]any{"alg": i.algorithm, "kid": map[string]string{"RS256": "r", "ES256": "e"}[i.algorithm]}
	claims := map[string]any{
		"iss": i.URL, "sub": "1", "aud": "desk", "exp": now + 60, "iat": now, "nonce": i.nonce,
		"email": "Leyla@agency.example", "email_verified": true, "groups": []string{"press", "desk-leads"},
	}
	i.change(header, claims)
	answer(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": i.sign(header, claims)})
}

// sign signs as the header says, with a secret as everybody could: by the public
// key.
func (i *issuer) sign(header, claims map[string]any) string {
	h, _ := json.Marshal(header)
	c, _ := json.Marshal(claims)
	text := raw.EncodeToString(h) + "." + raw.EncodeToString(c)
	digest := sha256.Sum256([]byte(text))
	var signature []byte
	switch header["alg"] {
	case "RS256":
		signature, _ = rsa.SignPKCS1v15(rand.Reader, i.signer, crypto.SHA256, digest[:])
	case "ES256":
		r, s, _ := ecdsa.Sign(rand.Reader, i.ecdsa, digest[:])
		signature = append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	case "HS256":
		public, _ := x509.MarshalPKIXPublicKey(&i.rsa.PublicKey)
		mac := hmac.New(sha256.New, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
		mac.Write([]byte(text))
		signature = mac.Sum(nil)
	}
	return text + "." + raw.EncodeToString(signature)
}

func (i *issuer) provider(change func(*openid.Options)) *openid.Provider {
	o := openid.Options{
		Issuer: i.URL, ClientID: "desk", Secret: "s3cret", Redirect: "https://desk.example/openid/back",
		Domains: []string{"agency.example"}, Role: account.Viewer, Transport: i.Client().Transport,
	}
	change(&o)
	return openid.New(o)
}

// walk begins a login and lets the issuer see the browser.
func (i *issuer) walk(t *testing.T, p *openid.Provider) (key, state string) {
	t.Helper()
	address, key, err := p.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("response_type") != "code" || q.Get("redirect_uri") != "https://desk.example/openid/back" || !strings.Contains(q.Get("scope"), "openid") {
		t.Errorf("the browser goes to %s", address)
	}
	i.challenge, i.nonce = q.Get("code_challenge"), q.Get("nonce")
	return key, q.Get("state")
}

func TestLogin(t *testing.T) {
	for name, change := range map[string]func(*issuer){
		"RS256":              func(*issuer) {},
		"ES256":              func(i *issuer) { i.algorithm = "ES256" },
		"several audiences":  func(i *issuer) { i.change = set("aud", []string{"other", "desk"}, "azp", "desk") },
		"no key is named":    func(i *issuer) { i.change = func(h, _ map[string]any) { delete(h, "kid") } },
		"clocks that differ": func(i *issuer) { i.change = set("iat", time.Now().Unix()+30) },
		"just expired":       func(i *issuer) { i.change = set("exp", time.Now().Unix()-30) },
	} {
		t.Run(name, func(t *testing.T) {
			i := open(t)
			change(i)
			p := i.provider(func(*openid.Options) {})
			key, state := i.walk(t, p)
			g, err := p.Finish(t.Context(), key, state, "code")
			if want := (account.Guest{Subject: i.URL + "|1", Name: "Leyla@agency.example", Role: account.Viewer}); err != nil || g != want {
				t.Errorf("%+v, %v", g, err)
			}
			if _, err := p.Finish(t.Context(), key, state, "code"); !errors.Is(err, openid.ErrRefused) {
				t.Errorf("a second time: %v", err)
			}
		})
	}
}

// set is a change of claims, given as name, value, name, value.
func set(pairs ...any) func(header, claims map[string]any) {
	return func(_, claims map[string]any) {
		for n := 0; n+1 < len(pairs); n += 2 {
			claims[fmt.Sprint(pairs[n])] = pairs[n+1]
		}
	}
}

func TestRefused(t *testing.T) {
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*issuer){
		"another issuer":       func(i *issuer) { i.change = set("iss", "https://evil.example") },
		"no subject":           func(i *issuer) { i.change = set("sub", "") },
		"another program":      func(i *issuer) { i.change = set("aud", "other") },
		"another party":        func(i *issuer) { i.change = set("aud", []string{"desk", "other"}, "azp", "other") },
		"nobody's program":     func(i *issuer) { i.change = set("aud", nil) },
		"never expires":        func(i *issuer) { i.change = set("exp", nil) },
		"not yet":              func(i *issuer) { i.change = set("nbf", time.Now().Unix()+3600) },
		"expired":              func(i *issuer) { i.change = set("exp", time.Now().Unix()-120) },
		"of the future":        func(i *issuer) { i.change = set("iat", time.Now().Unix()+600) },
		"another nonce":        func(i *issuer) { i.change = set("nonce", "x") },
		"no nonce":             func(i *issuer) { i.change = set("nonce", nil) },
		"mail not verified":    func(i *issuer) { i.change = set("email_verified", false) },
		"no mail":              func(i *issuer) { i.change = set("email", "") },
		"another domain":       func(i *issuer) { i.change = set("email", "leyla@evil.example") },
		"a domain in the name": func(i *issuer) { i.change = set("email", "leyla@evil.example@agency.example") },
		"not signed":           func(i *issuer) { i.change = func(h, _ map[string]any) { h["alg"] = "none" } },
		"signed as a secret":   func(i *issuer) { i.change = func(h, _ map[string]any) { h["alg"] = "HS256" } },
		"another kind of key":  func(i *issuer) { i.change = func(h, _ map[string]any) { h["kid"] = "e" } },
		"an unknown key":       func(i *issuer) { i.change = func(h, _ map[string]any) { h["kid"] = "x" } },
		"something critical":   func(i *issuer) { i.change = func(h, _ map[string]any) { h["crit"] = []string{"x"} } },
		"claims of odd types":  func(i *issuer) { i.change = set("groups", "desk-leads") },
		"huge":                 func(i *issuer) { i.change = set("x", strings.Repeat("x", 100_000)) },
		"another verifier":     func(i *issuer) { i.challenge = "x" },
		"the key of somebody": func(i *issuer) {
			i.change = func(_, _ map[string]any) { i.signer = stranger }
		},
	} {
		t.Run(name, func(t *testing.T) {
			i := open(t)
			p := i.provider(func(*openid.Options) {})
			// One good login, so that the true keys are known.
			key, state := i.walk(t, p)
			if _, err := p.Finish(t.Context(), key, state, "code"); err != nil {
				t.Fatal(err)
			}
			key, state = i.walk(t, p)
			change(i)
			if g, err := p.Finish(t.Context(), key, state, "code"); !errors.Is(err, openid.ErrRefused) {
				t.Errorf("came in as %+v, %v", g, err)
			}
		})
	}
}

// TestAttempts: a login belongs to the browser that began it.
func TestAttempts(t *testing.T) {
	i := open(t)
	now := time.Now()
	p := i.provider(func(o *openid.Options) { o.Now = func() time.Time { return now } })
	key, state := i.walk(t, p)
	other, _ := i.walk(t, p)
	for name, try := range map[string][3]string{
		"no cookie":              {"", state, "code"},
		"a cookie of nobody":     {"x", state, "code"},
		"the cookie of somebody": {other, state, "code"},
		"no state":               {key, "", "code"},
	} {
		if _, err := p.Finish(t.Context(), try[0], try[1], try[2]); !errors.Is(err, openid.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	key, state = i.walk(t, p)
	now = now.Add(time.Hour)
	if _, err := p.Finish(t.Context(), key, state, "code"); !errors.Is(err, openid.ErrRefused) {
		t.Errorf("after an hour: %v", err)
	}
}

// TestOtherKeys: an issuer changes its keys, and the new ones are asked for.
func TestOtherKeys(t *testing.T) {
	i := open(t)
	p := i.provider(func(*openid.Options) {})
	for range 2 {
		key, state := i.walk(t, p)
		if _, err := p.Finish(t.Context(), key, state, "code"); err != nil {
			t.Fatal(err)
		}
		next, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		i.rsa, i.signer = next, next
	}
}

func TestGroups(t *testing.T) {
	i := open(t)
	groups := map[string]account.Role{"press": account.Viewer, "desk-leads": account.Lead, "it": account.Admin}
	p := i.provider(func(o *openid.Options) { o.Groups = groups })
	key, state := i.walk(t, p)
	if g, err := p.Finish(t.Context(), key, state, "code"); err != nil || g.Role != account.Lead || !g.Firm {
		t.Errorf("%+v, %v", g, err)
	}
	i.change = set("groups", []string{"others"})
	key, state = i.walk(t, p)
	if _, err := p.Finish(t.Context(), key, state, "code"); !errors.Is(err, openid.ErrRefused) {
		t.Errorf("in no group: %v", err)
	}
}

func TestIssuerIsAway(t *testing.T) {
	i := open(t)
	p := i.provider(func(o *openid.Options) { o.Issuer = i.URL + "/other" })
	if _, _, err := p.Begin(t.Context()); err == nil || errors.Is(err, openid.ErrRefused) {
		t.Errorf("an issuer that is not there: %v", err)
	}
	lying := i.provider(func(o *openid.Options) { o.Issuer = i.URL + "/" })
	if _, _, err := lying.Begin(t.Context()); err == nil || !strings.Contains(err.Error(), "calls itself") {
		t.Errorf("an issuer of another name: %v", err)
	}
}
