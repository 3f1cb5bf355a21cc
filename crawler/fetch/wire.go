package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"

	"github.com/qalxan/qalxan/crawler/fetch/address"
)

// wire sends requests. Sources that may reach private addresses have a transport
// of their own: what one may dial is nothing for the other.
type wire struct {
	public, private *http.Transport
}

func newWire(o Options) *wire {
	return &wire{public: newTransport(o, false), private: newTransport(o, true)}
}

// RoundTrip implements [http.RoundTripper].
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if visitOf(req.Context()).policy.AllowPrivate {
		return w.private.RoundTrip(req)
	}
	return w.public.RoundTrip(req)
}

// maxHeader is how many bytes of headers are taken.
const maxHeader = 256 << 10

// newTransport speaks HTTP/1.1, whose messages are what the evidence keeps,
// takes no proxy from the environment and leaves bodies as they come. Every
// request has a connection of its own: on one that was kept and is reset the
// transport would ask again by itself, past the gate, and the host would see
// two requests in one moment.
func newTransport(o Options, private bool) *http.Transport {
	return &http.Transport{
		DialContext:            asking(dialer(o, private)),
		TLSClientConfig:        tlsConfig(o),
		TLSHandshakeTimeout:    o.Timeout,
		DisableCompression:     true,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: maxHeader,
	}
}

// tlsConfig resumes sessions: a connection a request would cost the host and us
// a whole handshake each time.
func tlsConfig(o Options) *tls.Config {
	return &tls.Config{RootCAs: o.RootCAs, MinVersion: tls.VersionTLS12, ClientSessionCache: tls.NewLRUClientSessionCache(maxSessions)}
}

// maxSessions is how many hosts' sessions are remembered.
const maxSessions = 4096

type dialFunc = func(ctx context.Context, network, addr string) (net.Conn, error)

// dialer dials where the host was found, one address after another, or by name
// where that is not known. Each address passes the check again.
func dialer(o Options, private bool) dialFunc {
	dial := baseDialer(o, private)
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		_, port, err := net.SplitHostPort(addr)
		addrs := placeOf(ctx)
		if err != nil || len(addrs) == 0 {
			return dial(ctx, network, addr)
		}
		var errs []error
		for _, a := range addrs[:min(len(addrs), maxDials)] {
			conn, err := dial(ctx, network, net.JoinHostPort(a.String(), port))
			if err == nil || errors.Is(err, ErrPrivate) {
				return conn, err
			}
			errs = append(errs, err)
		}
		return nil, errors.Join(errs...)
	}
}

// maxDials is how many addresses of one host are tried.
const maxDials = 4

// baseDialer dials one address, or a name where it has to.
func baseDialer(o Options, private bool) dialFunc {
	switch {
	case o.Dial == nil && private:
		return (&net.Dialer{Timeout: o.Timeout}).DialContext
	case o.Dial == nil:
		return (&net.Dialer{Timeout: o.Timeout, ControlContext: refusePrivate}).DialContext
	case private:
		return o.Dial
	}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if a, err := netip.ParseAddrPort(addr); err == nil && !address.Public(a.Addr()) {
			return nil, &privateError{a.Addr()}
		}
		return o.Dial(ctx, network, addr)
	}
}

// refusePrivate sees the address after the name was resolved, right before the
// connection: a name that resolves to something else a moment later gains
// nothing.
func refusePrivate(_ context.Context, _, addr string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(addr)
	if err != nil {
		return fmt.Errorf("%w: %q cannot be read", ErrPrivate, addr)
	}
	if !address.Public(a.Addr()) {
		return &privateError{a.Addr()}
	}
	return nil
}

// privateError is ErrPrivate with the address that was refused.
type privateError struct{ addr netip.Addr }

func (e *privateError) Error() string { return fmt.Sprintf("%v %s", ErrPrivate, e.addr) }
func (e *privateError) Unwrap() error { return ErrPrivate }
