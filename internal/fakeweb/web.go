package fakeweb

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Options set up a web. The zero value works.
type Options struct {
	// Now is the web's time. Without it New makes a Clock that stands at Start.
	Now func() time.Time
	// Start is where that clock stands; zero for the present.
	Start time.Time
	// Logger hears of what goes wrong while serving; nil for nobody.
	Logger *slog.Logger
}

// Web is a set of hosts behind two listeners on loopback.
type Web struct {
	clock *Clock
	now   func() time.Time
	log   *slog.Logger
	ca    *authority

	plain, secure net.Listener
	servers       []*http.Server
	serving       sync.WaitGroup

	mu    sync.RWMutex
	hosts map[string]*Host
}

// New starts a web without hosts. The caller closes it.
func New(o Options) (*Web, error) {
	w := &Web{now: o.Now, log: o.Logger, hosts: map[string]*Host{}}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	if w.now == nil {
		if o.Start.IsZero() {
			o.Start = time.Now()
		}
		w.clock = NewClock(o.Start)
		w.now = w.clock.Now
	}
	var err error
	if w.ca, err = newAuthority(w.exists); err != nil {
		return nil, err
	}
	if err := w.listen(); err != nil {
		return nil, err
	}
	w.serve()
	return w, nil
}

func (w *Web) listen() (err error) {
	if w.plain, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return fmt.Errorf("listen on loopback: %w", err)
	}
	if w.secure, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return errors.Join(fmt.Errorf("listen on loopback: %w", err), w.plain.Close())
	}
	return nil
}

func (w *Web) serve() {
	plain, secure := w.server(), w.server()
	secure.TLSConfig = &tls.Config{GetCertificate: w.ca.certificate, MinVersion: tls.VersionTLS12}
	w.servers = []*http.Server{plain, secure}
	w.serving.Go(func() { w.ended(plain.Serve(w.plain)) })
	w.serving.Go(func() { w.ended(secure.ServeTLS(w.secure, "", "")) })
}

func (w *Web) server() *http.Server {
	return &http.Server{
		Handler:           http.HandlerFunc(w.answer),
		ReadHeaderTimeout: 10 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(w.log.Handler(), slog.LevelDebug),
	}
}

func (w *Web) ended(err error) {
	if !errors.Is(err, http.ErrServerClosed) {
		w.log.Error("the fake web stopped serving", "error", err)
	}
}

// Close ends all connections and waits until nobody listens any more.
func (w *Web) Close() error {
	var errs []error
	for _, s := range w.servers {
		errs = append(errs, s.Close())
	}
	w.serving.Wait()
	return errors.Join(errs...)
}

// Clock is the clock that New made; nil where Options.Now was given.
func (w *Web) Clock() *Clock { return w.clock }

// RootCAs holds the one authority that signed every certificate of this web.
func (w *Web) RootCAs() *x509.CertPool { return w.ca.pool }

// Host returns the host of that name, and makes it where there is none.
func (w *Web) Host(name string) *Host {
	name = strings.ToLower(name)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hosts[name] == nil {
		w.hosts[name] = newHost(name, w.now)
	}
	return w.hosts[name]
}

// lookup is the host of that name; nil where there is none at this time.
func (w *Web) lookup(name string) *Host {
	w.mu.RLock()
	defer w.mu.RUnlock()
	h := w.hosts[strings.ToLower(name)]
	if h == nil || !h.born() {
		return nil
	}
	return h
}

func (w *Web) exists(name string) bool { return w.lookup(name) != nil }

// Dial connects to a host of this web: port 80 without and port 443 with TLS.
// For every other name it returns a *net.DNSError that says so, and no name is
// ever asked of the system.
func (w *Web) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	name, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("dial the fake web: %w", err)
	}
	if !w.exists(name) {
		return nil, &net.DNSError{Err: "no such host on the fake web", Name: name, IsNotFound: true}
	}
	var d net.Dialer
	switch port {
	case "80":
		return d.DialContext(ctx, "tcp", w.plain.Addr().String())
	case "443":
		return d.DialContext(ctx, "tcp", w.secure.Addr().String())
	}
	return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
}

// Client returns a client that can reach this web and nothing else. It follows
// no redirects.
func (w *Web) Client() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:     w.Dial,
			TLSClientConfig: &tls.Config{RootCAs: w.RootCAs()},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (w *Web) answer(rw http.ResponseWriter, r *http.Request) {
	name, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		name = r.Host
	}
	host := w.lookup(name)
	if host == nil {
		http.Error(rw, "no such host here", http.StatusMisdirectedRequest)
		return
	}
	host.ServeHTTP(rw, r)
}

// Addresses are where the plain and the TLS listener answer, for a client in
// another process.
func (w *Web) Addresses() (plain, secure string) {
	return w.plain.Addr().String(), w.secure.Addr().String()
}

// Certificate is that of the authority, as PEM.
func (w *Web) Certificate() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: w.ca.cert.Raw})
}
