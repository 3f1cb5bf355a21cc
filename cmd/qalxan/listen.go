package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"github.com/qalxan/qalxan/configs"
)

// secrecy is how the desk's connections are encrypted; nil for not at all.
func secrecy(c configs.Config) (*tls.Config, error) {
	switch t := c.Web.TLS; {
	case t.ACME:
		m := &autocert.Manager{
			Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(filepath.Join(c.Data, "acme")),
			HostPolicy: autocert.HostWhitelist(c.Web.Names...), Email: t.Email,
		}
		return m.TLSConfig(), nil
	case t.Certificate != "":
		files := &certificate{cert: t.Certificate, key: t.Key}
		if _, err := files.get(nil); err != nil {
			return nil, usageError{err}
		}
		return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: files.get}, nil
	}
	return nil, nil
}

// certificate is a certificate in files, read anew when they change, so that a
// renewal needs no restart.
type certificate struct {
	cert, key string

	mu     sync.Mutex
	read   time.Time // the change of the file that was read
	loaded *tls.Certificate
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	info, err := os.Stat(c.cert)
	if err == nil && c.loaded != nil && info.ModTime().Equal(c.read) {
		return c.loaded, nil
	}
	pair, loadErr := tls.LoadX509KeyPair(c.cert, c.key)
	switch {
	case loadErr == nil && err == nil:
		c.loaded, c.read = &pair, info.ModTime()
	case c.loaded == nil:
		return nil, fmt.Errorf("web.tls: reading the certificate %s and its key: %w", c.cert, loadErr)
	}
	// While files are being replaced the old certificate is still good.
	return c.loaded, nil
}

// site is the address of the desk for people.
func site(c configs.Config, l net.Listener) string {
	if c.Web.Address != "" {
		return strings.TrimSuffix(c.Web.Address, "/")
	}
	u := url.URL{Scheme: "http", Host: l.Addr().String()}
	if c.Web.TLS.On() && !c.Web.TLS.Proxy {
		u.Scheme = "https"
	}
	if host, port, err := net.SplitHostPort(u.Host); err == nil {
		if ip := net.ParseIP(host); len(c.Web.Names) > 0 {
			u.Host = net.JoinHostPort(c.Web.Names[0], port)
		} else if ip != nil && ip.IsUnspecified() {
			u.Host = net.JoinHostPort("localhost", port)
		}
	}
	return u.String()
}

// invite says how the first admin comes in, or who may read.
func (a *app) invite(c configs.Config, h *holder, desk string) {
	switch {
	case h.accounts.Any():
		fmt.Fprintln(a.err, "Users log in; qalxan user lists them.")
	case c.Exposed():
		fmt.Fprintf(a.err, "There are no users yet. This link makes the first one, an admin; it is good once, for an hour:\n%s/setup?%s\n",
			desk, url.Values{"code": {h.accounts.Invite()}}.Encode())
	default:
		fmt.Fprintln(a.err, "It has no users yet, so it answers this machine only.")
	}
}

// openPublic opens the network address of the desk.
func openPublic(ctx context.Context, c configs.Config) (net.Listener, *tls.Config, error) {
	config, err := secrecy(c)
	if err != nil {
		return nil, nil, err
	}
	var listening net.ListenConfig
	l, err := listening.Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the desk: %w; choose another address with --addr", err)
	}
	return l, config, nil
}
