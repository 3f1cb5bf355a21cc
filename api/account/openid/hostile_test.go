package openid_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/qalxan/qalxan/api/account/openid"
)

// places are where an issuer is asked.
var places = []string{"/.well-known/openid-configuration", "/token", "/keys"}

// at answers in one place of an issuer in another way.
func (i *issuer) at(path string, other http.HandlerFunc) {
	before := i.Config.Handler
	i.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path {
			other(w, r)
			return
		}
		before.ServeHTTP(w, r)
	})
}

// login is a whole login, up to the first fault.
func (i *issuer) login(t *testing.T, p *openid.Provider) error {
	t.Helper()
	if _, _, err := p.Begin(t.Context()); err != nil {
		return err
	}
	key, state := i.walk(t, p)
	_, err := p.Finish(t.Context(), key, state, "code")
	return err
}

// TestAnswers: whatever an issuer answers in whatever place, nobody comes in,
// and the fault stays short.
func TestAnswers(t *testing.T) {
	for name, other := range map[string]http.HandlerFunc{
		"a long fault": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, strings.Repeat("x", 900_000))
		},
		"nothing":      func(http.ResponseWriter, *http.Request) {},
		"not JSON":     func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "\x00\xff<html>") },
		"another type": func(w http.ResponseWriter, _ *http.Request) { answer(w, []int{1}) },
		"an empty one": func(w http.ResponseWriter, _ *http.Request) { answer(w, map[string]any{}) },
		"odd keys": func(w http.ResponseWriter, _ *http.Request) {
			answer(w, map[string]any{"keys": []any{map[string]any{"kid": "r", "kty": "oct", "k": "AAAA"}, 1}})
		},
	} {
		for _, place := range places {
			i := open(t)
			i.at(place, other)
			if err := i.login(t, i.provider(func(*openid.Options) {})); err == nil || len(err.Error()) > 800 {
				t.Errorf("%s at %s: %.900v", name, place, err)
			}
		}
	}
}

// TestEndless: an answer that does not end is not read for long. What is sent
// and not read fills the buffers of the connection only.
func TestEndless(t *testing.T) {
	const far = 64 << 20
	for _, place := range places {
		i, sent := open(t), atomic.Int64{}
		i.at(place, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for chunk := bytes.Repeat([]byte("[\""), 1<<15); sent.Load() < far; {
				n, err := w.Write(chunk)
				if sent.Add(int64(n)); err != nil {
					return
				}
			}
		})
		err := i.login(t, i.provider(func(*openid.Options) {}))
		if err == nil || len(err.Error()) > 800 || sent.Load() >= far {
			t.Errorf("%s: %d bytes were sent, %.900v", place, sent.Load(), err)
		}
	}
}

// TestNoRedirects: an issuer does not lead us to a place inside the house.
func TestNoRedirects(t *testing.T) {
	for _, place := range places {
		for _, status := range []int{http.StatusFound, http.StatusTemporaryRedirect} {
			i := open(t)
			before, asked := i.Config.Handler, false
			inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = true
				before.ServeHTTP(w, r)
			}))
			i.at(place, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inside.URL+place, status) })
			err := i.login(t, i.provider(func(*openid.Options) {}))
			inside.Close()
			if err == nil || asked {
				t.Errorf("%d at %s: %v, asked: %t", status, place, err, asked)
			}
		}
	}
}

// TestAddresses: an issuer that is reached by one scheme names no address of
// another.
func TestAddresses(t *testing.T) {
	for _, name := range []string{"authorization_endpoint", "token_endpoint", "jwks_uri"} {
		for _, address := range []string{"", "/keys", "https://other.example/", "file:///etc/passwd", "javascript:alert(1)"} {
			i := open(t)
			i.at(places[0], func(w http.ResponseWriter, _ *http.Request) {
				all := map[string]any{"issuer": i.URL, "authorization_endpoint": i.URL, "token_endpoint": i.URL, "jwks_uri": i.URL}
				all[name] = address
				answer(w, all)
			})
			if _, _, err := i.provider(func(*openid.Options) {}).Begin(t.Context()); err == nil || errors.Is(err, openid.ErrRefused) {
				t.Errorf("%s %q: %v", name, address, err)
			}
		}
	}
}
