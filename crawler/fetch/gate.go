package fetch

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/idna"
)

// sweepEvery is how often the hosts that nobody waits for are forgotten.
const sweepEvery = time.Minute

// gate lets one request at a time through to a host, whatever its scheme and
// port, and keeps the gap between the end of one and the start of the next. It
// measures real time, because that is what a host feels.
type gate struct {
	next    http.RoundTripper
	maxWait time.Duration
	now     func() time.Time // the clock in which others are told to wait
	log     *slog.Logger

	mu    sync.Mutex
	hosts map[string]*host
	swept time.Time
}

func newGate(next http.RoundTripper, o Options) *gate {
	return &gate{next: next, maxWait: o.MaxWait, now: o.Now, log: o.Logger, hosts: map[string]*host{}, swept: time.Now()}
}

// RoundTrip implements [http.RoundTripper]. It returns ErrWait at once where
// the turn would come too late.
func (g *gate) RoundTrip(req *http.Request) (*http.Response, error) {
	name := hostName(req.URL)
	h := g.enter(name)
	defer g.leave(h)
	gap := visitOf(req.Context()).gap
	if err := g.await(req.Context(), h, gap, req.URL); err != nil {
		return nil, err
	}
	defer func() { <-h.turn }()
	res, err := g.next.RoundTrip(req)
	g.settle(name, h, gap, res)
	return res, err
}

// await returns once h's turn is taken and its gap has passed. The gap that the
// request asks for itself is never too long to wait for.
func (g *gate) await(ctx context.Context, h *host, gap time.Duration, u *url.URL) error {
	limit := time.Now().Add(max(g.maxWait, gap))
	if ready := g.ready(h, gap); ready.After(limit) {
		return g.refuse(u, ready)
	}
	timer := time.NewTimer(g.maxWait)
	defer timer.Stop()
	select {
	case h.turn <- struct{}{}:
	case <-timer.C:
		return g.refuse(u, time.Now().Add(gap))
	case <-ctx.Done():
		return ctx.Err()
	}
	ready := g.ready(h, gap)
	if ready.After(limit) {
		<-h.turn
		return g.refuse(u, ready)
	}
	if err := sleep(ctx, time.Until(ready)); err != nil {
		<-h.turn
		return err
	}
	return nil
}

func (g *gate) ready(h *host, gap time.Duration) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return h.ready(gap)
}

// refuse says when the host can be asked again, in the clock of those who are
// told.
func (g *gate) refuse(u *url.URL, ready time.Time) *Error {
	wait := time.Until(ready).Round(time.Second)
	return &Error{
		URL:    addressOf(u),
		Reason: fmt.Sprintf("%s has to be left alone for another %s", hostName(u), wait),
		Err:    ErrWait,
		Retry:  g.now().Add(wait),
	}
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

// settle notes how the request ended, and for how long that closes the host.
func (g *gate) settle(name string, h *host, gap time.Duration, res *http.Response) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	h.ended, h.gap = now, gap
	if res == nil {
		return
	}
	if wait := h.closedFor(res, g.now()); wait > 0 {
		h.closed = now.Add(wait)
		g.log.Info("host asked to wait", "host", name, "status", res.StatusCode, "wait", wait)
	}
}

// readyAt is the earliest start for the host of the address; zero for now.
func (g *gate) readyAt(u *url.URL) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	h, ok := g.hosts[hostName(u)]
	if !ok {
		return time.Time{}
	}
	now := time.Now()
	if len(h.turn) > 0 {
		return later(now, h.closed).Add(h.gap)
	}
	if ready := h.ready(0); ready.After(now) {
		return ready
	}
	return time.Time{}
}

func (g *gate) enter(name string) *host {
	g.mu.Lock()
	defer g.mu.Unlock()
	if time.Since(g.swept) > sweepEvery {
		g.sweep(time.Now())
	}
	h, ok := g.hosts[name]
	if !ok {
		h = &host{turn: make(chan struct{}, 1)}
		g.hosts[name] = h
	}
	h.users++
	return h
}

func (g *gate) leave(h *host) {
	g.mu.Lock()
	defer g.mu.Unlock()
	h.users--
}

func (g *gate) sweep(now time.Time) {
	g.swept = now
	for name, h := range g.hosts {
		if h.forgettable(now) {
			delete(g.hosts, name)
		}
	}
}

// hostName is the name of a host, spelled in one way.
func hostName(u *url.URL) string {
	name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ascii, err := idna.Lookup.ToASCII(name); err == nil {
		return ascii
	}
	return name // with an underscore, for one: it resolves all the same
}
