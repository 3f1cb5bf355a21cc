package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// retryUnreachable is when a failure that may pass is worth another try.
const retryUnreachable = 10 * time.Minute

// retryBroken is the same of an answer that came and is damaged: that is seldom
// the network, and costs the host a whole page each time.
const retryBroken = time.Hour

// unreachable says in plain words why no answer came.
func (r *recorder) unreachable(u *url.URL, cause error) *Error {
	e := &Error{URL: addressOf(u), Err: fmt.Errorf("%w: %w", ErrUnreachable, cause)}
	var refused *privateError
	var lasting bool
	if errors.As(cause, &refused) {
		e.Err, lasting = cause, true
		e.Reason = fmt.Sprintf("%s leads to the private address %s, which only a source with allow_private may reach", u.Hostname(), refused.addr)
	} else {
		e.Reason, lasting = r.explain(u, cause)
	}
	if !lasting {
		e.Retry = r.now().Add(retryUnreachable)
	}
	return e
}

// explain is a sentence for people, and whether trying again is of no use.
func (r *recorder) explain(u *url.URL, cause error) (reason string, lasting bool) {
	host := u.Hostname()
	var name *net.DNSError
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(cause, &name) && name.IsNotFound:
		return fmt.Sprintf("the name %s does not resolve: check the address", host), true
	case errors.As(cause, &name):
		return fmt.Sprintf("the name %s could not be resolved: check the network and its name server", host), false
	case errors.Is(cause, context.DeadlineExceeded), errors.As(cause, &timeout) && timeout.Timeout():
		return fmt.Sprintf("%s did not answer in full within %s", host, r.timeout), false
	case errors.Is(cause, syscall.ECONNREFUSED):
		return fmt.Sprintf("%s refuses connections: nothing listens there", u.Host), false
	case errors.Is(cause, syscall.ENETUNREACH), errors.Is(cause, syscall.EHOSTUNREACH):
		return fmt.Sprintf("there is no way to %s: check the network", host), false
	case isTLS(cause):
		return explainTLS(host, cause), true
	case errors.Is(cause, io.EOF), errors.Is(cause, io.ErrUnexpectedEOF), errors.Is(cause, syscall.ECONNRESET):
		return fmt.Sprintf("%s broke off before its answer was complete", host), false
	}
	return host + " " + explainHTTP(cause), false
}

// explainHTTP says what is wrong with an answer, or a connection, of which
// [net/http] tells in a text only. What the host said is not repeated.
func explainHTTP(cause error) string {
	var failed *net.OpError
	text := cause.Error()
	switch {
	case errors.As(cause, &failed) && failed.Op == "dial":
		return fmt.Sprintf("cannot be reached: %v", failed.Err)
	case strings.Contains(text, "headers exceeded"):
		return fmt.Sprintf("sends more than %d KiB of headers", maxHeader>>10)
	case strings.Contains(text, "multiple Content-Length"):
		return "says two different lengths of its answer"
	case strings.Contains(text, "chunk"):
		return "sends its answer in pieces that do not fit together"
	case strings.Contains(text, "malformed HTTP response"):
		return "speaks no HTTP"
	}
	return "gave no answer that can be read: it breaks the rules of HTTP"
}

func isTLS(cause error) bool {
	var certificate *tls.CertificateVerificationError
	return errors.As(cause, &certificate) || errors.Is(cause, http.ErrSchemeMismatch) ||
		strings.Contains(cause.Error(), "tls: ") // alerts have no exported type
}

func explainTLS(host string, cause error) string {
	var unknown x509.UnknownAuthorityError
	var other x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(cause, &unknown):
		return fmt.Sprintf("the certificate of %s is signed by nobody that this system trusts", host)
	case errors.As(cause, &other):
		return fmt.Sprintf("the certificate that %s shows is for another name", host)
	case errors.As(cause, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("the certificate of %s has expired or is not valid yet", host)
	}
	return fmt.Sprintf("no secure connection to %s could be made: %v", host, cause)
}

// failure is how the end of a visit is told: a failure to record and the end of
// ctx as they are, everything else as an *Error that names the address.
func failure(ctx context.Context, address string, v *visit, err error) error {
	var broken *recordError
	var known *Error
	switch {
	case errors.As(err, &broken):
		return fmt.Errorf("getting %s: %w", address, broken)
	case ctx.Err() != nil:
		return fmt.Errorf("getting %s: %w", address, ctx.Err())
	case !errors.As(err, &known):
		return &Error{
			URL:      address,
			Reason:   unfit(err),
			Err:      fmt.Errorf("%w: %w", ErrUnreachable, err),
			Captures: v.captures,
		}
	}
	e := *known
	e.Captures = v.captures
	if len(e.Captures) > 0 && e.URL != address {
		e.Reason += ", redirected from " + address
	}
	return &e
}

// unfit says why no request could be made. Where a redirect leads is foreign
// text, of which [net/http] would repeat all.
func unfit(err error) string {
	if strings.Contains(err.Error(), "Location header") {
		return "it redirects to something that is no address"
	}
	return fmt.Sprintf("the address cannot be fetched: %v", err)
}
