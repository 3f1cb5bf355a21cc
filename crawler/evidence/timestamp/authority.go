package timestamp

import (
	"bytes"
	"cmp"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"time"

	"github.com/digitorus/timestamp"
)

// Options of an authority.
type Options struct {
	URL     string              // http or https
	Roots   []*x509.Certificate // that its certificate has to lead to
	Timeout time.Duration       // of one request. Default 30 s.
}

// Authority is one that stamps times. It is safe for concurrent use.
type Authority struct {
	options Options
	client  *http.Client
}

// New returns an authority without asking it anything. The address is the
// operator's own choice, so it may be in a private network.
func New(o Options) (*Authority, error) {
	u, err := url.Parse(o.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, fmt.Errorf("time-stamping authority %q: give an address that begins with https:// or http://", o.URL)
	}
	if len(o.Roots) == 0 {
		return nil, fmt.Errorf("time-stamping authority %s: give the root certificates that it is verified with", o.URL)
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, ForceAttemptHTTP2: true}
	return &Authority{o, &http.Client{
		Transport: transport, Timeout: cmp.Or(o.Timeout, 30*time.Second),
		// A request that was redirected arrives as another one.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Stamp asks for a token over a digest (RFC 3161 section 3.4) and verifies it:
// it is over that digest, answers this request, and is signed by one who is
// trusted. The error is ErrRefused, ErrToken, ErrUntrusted, or that of ctx or of
// the network.
func (a *Authority) Stamp(ctx context.Context, digest [sha256.Size]byte) (Token, error) {
	t, err := a.stamp(ctx, digest)
	if err != nil {
		return Token{}, fmt.Errorf("time stamp from %s: %w", a.options.URL, err)
	}
	return t, nil
}

func (a *Authority) stamp(ctx context.Context, digest [sha256.Size]byte) (Token, error) {
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	if err != nil {
		return Token{}, err
	}
	query := timestamp.Request{HashAlgorithm: crypto.SHA256, HashedMessage: digest[:], Certificates: true, Nonce: nonce}
	body, err := query.Marshal()
	if err != nil {
		return Token{}, err
	}
	answer, err := a.post(ctx, body)
	if err != nil {
		return Token{}, err
	}
	raw, err := granted(answer)
	if err != nil {
		return Token{}, err
	}
	t, err := Verify(raw, a.options.Roots)
	switch {
	case err != nil:
		return Token{}, err
	case t.Digest != digest:
		return Token{}, fmt.Errorf("%w: it is over another digest than the one that was sent", ErrToken)
	case t.Nonce == nil || t.Nonce.Cmp(nonce) != 0:
		return Token{}, fmt.Errorf("%w: it answers another request", ErrToken)
	}
	return t, nil
}

// post sends a request and returns the answer's body.
func (a *Authority) post(ctx context.Context, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.options.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	res, err := a.client.Do(req)
	if err != nil {
		if inner := errors.Unwrap(err); inner != nil {
			err = inner // the address is named by the caller
		}
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: it answered %d %s", ErrRefused, res.StatusCode, http.StatusText(res.StatusCode))
	}
	answer, err := io.ReadAll(io.LimitReader(res.Body, MaxToken+1))
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	if len(answer) > MaxToken {
		return nil, fmt.Errorf("%w: its answer is over %d bytes", ErrRefused, MaxToken)
	}
	return answer, nil
}
