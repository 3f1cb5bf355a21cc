package fetch

import (
	"context"
	"net/netip"
	"net/url"
	"sync"
	"time"
)

const (
	locatedFor = time.Minute // shorter than most names promise to stay
	maxLocated = 8192
)

// locator finds out where hosts are, before they are asked, so that hosts which
// share an address share its pace and are dialled where they were found.
type locator struct {
	lookup  func(context.Context, string) ([]netip.Addr, error) // or nil
	timeout time.Duration

	mu    sync.Mutex
	known map[string]place
}

type place struct {
	addrs []netip.Addr
	until time.Time
}

func newLocator(o Options) *locator {
	return &locator{lookup: o.Resolve, timeout: o.Timeout, known: map[string]place{}}
}

// find returns the addresses of a host; none where they cannot be found, which
// the dialer will explain.
func (l *locator) find(ctx context.Context, u *url.URL) []netip.Addr {
	if addrs := l.peek(u); addrs != nil || l.lookup == nil {
		return addrs
	}
	ctx, cancel := context.WithTimeout(ctx, l.timeout)
	defer cancel()
	addrs, err := l.lookup(ctx, hostName(u))
	if err != nil {
		return nil
	}
	for i := range addrs {
		addrs[i] = addrs[i].Unmap()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.known) >= maxLocated {
		clear(l.known)
	}
	l.known[hostName(u)] = place{addrs, time.Now().Add(locatedFor)}
	return addrs
}

// peek returns what is known without asking.
func (l *locator) peek(u *url.URL) []netip.Addr {
	if a, err := netip.ParseAddr(hostName(u)); err == nil {
		return []netip.Addr{a.Unmap()}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.known[hostName(u)]
	if !ok || time.Now().After(p.until) {
		return nil
	}
	return p.addrs
}

type placeKey struct{}

// withPlace tells the dialer where the host was found.
func withPlace(ctx context.Context, addrs []netip.Addr) context.Context {
	return context.WithValue(ctx, placeKey{}, addrs)
}

func placeOf(ctx context.Context) []netip.Addr {
	addrs, _ := ctx.Value(placeKey{}).([]netip.Addr)
	return addrs
}
