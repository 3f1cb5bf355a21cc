package alert

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Bounds of what is sent by HTTP.
const (
	sendTime  = 30 * time.Second
	maxAnswer = 16 << 10
	maxWait   = 6 * time.Hour // that a receiver may ask for
)

// poster asks addresses that the operator configured. It follows no redirect:
// what was signed for one address goes to no other.
type poster struct{ client *http.Client }

func newPoster(w World) poster {
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true,
		TLSClientConfig:        &tls.Config{RootCAs: w.RootCAs, MinVersion: tls.VersionTLS12},
		MaxResponseHeaderBytes: maxAnswer, DisableKeepAlives: true,
	}
	return poster{&http.Client{Transport: transport, Timeout: w.Timeout, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// post sends a body and returns the first bytes of the answer. Its errors never
// name the address, which may hold a secret.
func (p poster) post(ctx context.Context, address string, body []byte, header http.Header) ([]byte, error) {
	u, err := secureURL(address)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(body))
	if err != nil {
		return nil, errURL
	}
	request.Header = header.Clone()
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	return p.do(request)
}

func (p poster) do(request *http.Request) ([]byte, error) {
	request.Header.Set("User-Agent", "Qalxan")
	answer, err := p.client.Do(request)
	if err != nil {
		var named *url.Error
		if errors.As(err, &named) {
			err = named.Err
		}
		return nil, fmt.Errorf("asking %s: %w", request.URL.Host, err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	switch code := answer.StatusCode; {
	case code >= 300 && code < 400:
		return nil, fmt.Errorf("%s answered %s: redirects are not followed, configure the new address", request.URL.Host, answer.Status)
	case code >= 200 && code < 300:
		return said, err
	}
	err = fmt.Errorf("%s answered %d %s", request.URL.Host, answer.StatusCode, http.StatusText(answer.StatusCode))
	if after := retryAfter(answer, said); after > 0 {
		err = &Wait{after, err}
	}
	return said, err
}

// retryAfter is how long a receiver asked to wait: in the header (RFC 9110,
// 10.2.3) or, as Telegram does, in the answer.
func retryAfter(answer *http.Response, said []byte) time.Duration {
	var asked struct {
		Parameters struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if err != nil && json.Unmarshal(said, &asked) == nil {
		seconds = asked.Parameters.RetryAfter
	}
	if seconds < 0 || seconds > int(maxWait/time.Second) {
		return maxWait
	}
	return time.Duration(seconds) * time.Second
}

// revealed is an address as configured, or as a secret holds it.
func revealed(configured string, env func(string) string) (string, error) {
	if secret := Secret(configured); secret.validate() == nil {
		return secret.read(env)
	}
	return configured, nil
}

// get asks an address and forgets the answer.
func (p poster) get(ctx context.Context, address string) error {
	u, err := secureURL(address)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return errURL
	}
	_, err = p.do(request)
	return err
}
