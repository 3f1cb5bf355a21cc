package fetch

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/idna"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// gate lets one request at a time through to a host, whatever its scheme and
// port, and to an address, whatever the hosts that share it. It keeps the gap
// between the end of one and the start of the next. It measures real time,
// because that is what a host feels.
type gate struct {
	next    http.RoundTripper
	places  *locator
	maxWait time.Duration
	now     func() time.Time // the clock in which others are told to wait
	log     *slog.Logger
	rests   RestStore // or nil

	mu    sync.Mutex
	lanes map[string]*lane // by host, or by the key of an address
	swept time.Time
}

func newGate(next http.RoundTripper, o Options) *gate {
	return &gate{
		next: next, places: newLocator(o), maxWait: o.MaxWait, now: o.Now, log: o.Logger, rests: o.Rests,
		lanes: map[string]*lane{}, swept: time.Now(),
	}
}

// RoundTrip implements [http.RoundTripper]. It returns ErrWait at once where
// the turn would come too late, and where the answer is a test for browsers.
// The host's lane is always entered before that of its address, so that no two
// requests wait for each other.
func (g *gate) RoundTrip(req *http.Request) (*http.Response, error) {
	v, name := visitOf(req.Context()), hostName(req.URL)
	host := g.enter(name)
	defer g.leave(host)
	if err := g.await(req.Context(), host, v.gap, req.URL); err != nil {
		return nil, err
	}
	defer func() { <-host.turn }()
	addrs := g.places.find(req.Context(), req.URL)
	if len(addrs) == 0 {
		return g.send(req, name, host, v)
	}
	shared := g.enter(laneOf(addrs[0]))
	defer g.leave(shared)
	if err := g.await(req.Context(), shared, v.policy.Delay, req.URL); err != nil {
		return nil, err
	}
	defer func() { <-shared.turn }()
	return g.send(req.WithContext(withPlace(req.Context(), addrs)), name, host, v)
}

func laneOf(a netip.Addr) string { return "address " + a.Unmap().String() }

// send passes the request on and notes how it ended.
func (g *gate) send(req *http.Request, name string, host *lane, v *visit) (*http.Response, error) {
	v.peer = ""
	res, err := g.next.RoundTrip(req)
	challenge := ""
	if err == nil && !v.isAside {
		challenge = challengeOf(res)
	}
	if rest, changed := g.settle(name, host, v, res, challenge); changed {
		g.keep(req.Context(), rest)
	}
	g.settleShared(placeOf(req.Context()), v)
	if challenge != "" {
		return nil, g.challenged(req.URL, host, challenge)
	}
	return res, err
}

// challenged is the failure of a request that met a test for browsers. What it
// shows is no page, whatever its status, and no test of ours to pass.
func (g *gate) challenged(u *url.URL, host *lane, challenge string) *Error {
	wait := max(time.Until(g.ready(host, 0)), minLeave).Round(time.Second)
	return &Error{
		URL:    addressOf(u),
		Reason: fmt.Sprintf("%s shows %s instead of the page", hostName(u), challenge),
		Err:    fmt.Errorf("%w: %w", ErrWait, ErrBlocked),
		Retry:  g.now().Add(wait),
	}
}

// await returns once l's turn is taken and its gap has passed. The gap that the
// request asks for itself is never too long to wait for.
func (g *gate) await(ctx context.Context, l *lane, gap time.Duration, u *url.URL) error {
	limit := time.Now().Add(max(g.maxWait, gap))
	if ready := g.ready(l, gap); ready.After(limit) {
		return g.refuse(u, l, ready)
	}
	timer := time.NewTimer(g.maxWait)
	defer timer.Stop()
	select {
	case l.turn <- struct{}{}:
	case <-timer.C:
		return g.refuse(u, l, time.Now().Add(gap))
	case <-ctx.Done():
		return ctx.Err()
	}
	ready := g.ready(l, gap)
	if ready.After(limit) {
		<-l.turn
		return g.refuse(u, l, ready)
	}
	if err := sleep(ctx, time.Until(ready)); err != nil {
		<-l.turn
		return err
	}
	return nil
}

func (g *gate) ready(l *lane, gap time.Duration) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return l.ready(gap)
}

// refuse says when the host can be asked again, in the clock of those who are
// told.
func (g *gate) refuse(u *url.URL, l *lane, ready time.Time) *Error {
	g.mu.Lock()
	why := l.why
	closed := time.Now().Before(l.closed)
	g.mu.Unlock()
	wait := time.Until(ready).Round(time.Second)
	e := &Error{
		URL:    addressOf(u),
		Reason: fmt.Sprintf("%s has to be left alone for another %s", hostName(u), wait),
		Err:    ErrWait,
		Retry:  g.now().Add(wait),
	}
	if closed && why != "" {
		e.Reason = fmt.Sprintf("%s %s; it is left alone for another %s", hostName(u), why, wait)
		e.Err = fmt.Errorf("%w: %w", ErrWait, ErrBlocked)
	}
	return e
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settle notes how the request ended, and for how long that closes the host;
// it returns what has to be kept of that. What a host says to a request for one
// of its files of rules, other than that it is overrun, is weighed by those who
// asked for the file.
func (g *gate) settle(name string, l *lane, v *visit, res *http.Response, challenge string) (frontier.Rest, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now, closed := time.Now(), l.closed
	l.ended, l.gap = now, v.gap
	if res == nil || v.isAside && res.StatusCode != http.StatusTooManyRequests && res.StatusCode != http.StatusServiceUnavailable {
		return frontier.Rest{}, false
	}
	if wait := l.closedFor(res, g.now()); wait > 0 {
		l.close(now, wait, "")
		g.log.Info("host asked to wait", "host", name, "status", res.StatusCode, "wait", wait)
	}
	if v.isAside {
		return g.restOf(name, l, closed)
	}
	if wait, why := l.turnedAway(res.StatusCode, challenge); wait > 0 {
		l.close(now, wait, why)
		g.log.Warn("host is left alone", "host", name, "reason", why, "wait", wait)
	}
	return g.restOf(name, l, closed)
}

// settleShared notes that an address was used: the one that was waited for, and
// the one that answered, which is another where the first did not.
func (g *gate) settleShared(addrs []netip.Addr, v *visit) {
	if len(addrs) == 0 {
		return
	}
	g.rest(laneOf(addrs[0]), v.policy.Delay)
	if peer, err := netip.ParseAddr(v.peer); err == nil && peer.Unmap() != addrs[0] {
		g.rest(laneOf(peer), v.policy.Delay)
	}
}

// readyAt is the earliest start for the host of the address; zero for now.
func (g *gate) readyAt(u *url.URL) time.Time {
	ready := g.startOf(hostName(u))
	if addrs := g.places.peek(u); len(addrs) > 0 {
		ready = later(ready, g.startOf(laneOf(addrs[0])))
	}
	return ready
}

// hostName is the name of a host, spelled in one way.
func hostName(u *url.URL) string {
	name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ascii, err := idna.Lookup.ToASCII(name); err == nil {
		return ascii
	}
	return name // with an underscore, for one: it resolves all the same
}
