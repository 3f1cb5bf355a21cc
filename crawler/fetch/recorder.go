package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/evidence"
)

// recorder takes each answer whole, up to the policy's bound, and has it kept
// as evidence before it passes it on.
type recorder struct {
	next    http.RoundTripper
	agent   string // product token, by which headers may name us
	timeout time.Duration
	now     func() time.Time
}

// RoundTrip implements [http.RoundTripper]. Failures on the way are *Error.
func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	v := visitOf(req.Context())
	x := evidence.Exchange{
		SourceID:      v.sourceID,
		URL:           addressOf(req.URL),
		Method:        req.Method,
		Time:          r.now(),
		RequestHeader: req.Header.Clone(),
		Note:          v.note,
	}
	res, err := r.exchange(req, v.policy.MaxBody, &x)
	if err != nil {
		if end := req.Context().Err(); end != nil {
			return nil, end
		}
		return nil, r.unreachable(req.URL, err)
	}
	v.peer, v.names, v.truncated = x.IP, certified(res.TLS), x.Truncated
	res.Body = io.NopCloser(bytes.NewReader(x.Body))
	if !v.isAside && !v.isAPI(req.URL) {
		v.weigh(&x, r.agent)
	}
	capture, err := v.evidence.Record(req.Context(), x)
	if err != nil {
		return nil, &recordError{err}
	}
	v.captures = append(v.captures, capture)
	return res, nil
}

// exchange sends the request and reads the answer into x.
func (r *recorder) exchange(req *http.Request, limit int64, x *evidence.Exchange) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(req.Context(), r.timeout)
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(c httptrace.GotConnInfo) { x.IP = hostOf(c.Conn.RemoteAddr()) },
	})
	res, err := r.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	x.Truncated = int64(len(body)) > limit
	x.Body = body[:min(int64(len(body)), limit)]
	x.Proto, x.Status, x.Header = res.Proto, res.StatusCode, res.Header
	x.StatusText = strings.TrimPrefix(strings.TrimPrefix(res.Status, strconv.Itoa(res.StatusCode)), " ")
	return res, nil
}

// certified are the names on the certificate of a connection.
func certified(c *tls.ConnectionState) []string {
	if c == nil || len(c.PeerCertificates) == 0 {
		return nil
	}
	return c.PeerCertificates[0].DNSNames
}

// addressOf is an address as it is recorded and shown: without what never goes
// over the wire.
func addressOf(u *url.URL) string {
	plain := *u
	plain.User, plain.Fragment, plain.RawFragment = nil, "", ""
	return plain.String()
}

func hostOf(a net.Addr) string {
	host, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return ""
	}
	return host
}

// recordError is a failure to keep evidence. It is no *Error, because it says
// nothing of the address.
type recordError struct{ err error }

func (e *recordError) Error() string { return "recording evidence: " + e.err.Error() }
func (e *recordError) Unwrap() error { return e.err }
