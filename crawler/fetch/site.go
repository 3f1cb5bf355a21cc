package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/robots"
)

// How long a robots.txt counts (RFC 9309 sections 2.3.1.4 and 2.4).
const (
	fileAge      = 24 * time.Hour      // fresh
	staleAge     = 30 * 24 * time.Hour // while it cannot be read anew
	failureAge   = 10 * time.Minute    // until a failed reading is tried again
	maxFileHops  = 5
	maxSites     = 4096
	robotsFileAt = "/robots.txt"
)

// site is one authority and its robots.txt. Whoever holds the turn may touch
// what is below it; so one request fetches the file and the others wait.
type site struct {
	used time.Time // guarded by the guard's lock

	turn    chan struct{}
	until   time.Time // when file or failure has to be renewed
	file    *file
	failure *Error
	copy    *file // the last one that could be read, and when
	copied  time.Time
}

// file returns the robots.txt that counts for the address, from memory or from
// its host. An *Error that is ErrWait means that nothing may be fetched there.
func (g *robotsGuard) file(ctx context.Context, v *visit, u *url.URL) (*file, error) {
	s := g.site(u)
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-s.turn }()
	if !g.now().Before(s.until) {
		if err := g.renew(ctx, v, u, s); err != nil {
			return nil, err
		}
	}
	if s.failure != nil {
		e := *s.failure
		e.URL = addressOf(u)
		return nil, &e
	}
	return s.file, nil
}

// renew asks the host. What stays as it was when it returns an error is asked
// for again by the next request: the end of ctx, a failure to record, an
// address that only some sources may reach, and a host whose turn is too far.
func (g *robotsGuard) renew(ctx context.Context, v *visit, u *url.URL, s *site) error {
	f, err := g.ask(withVisit(ctx, v.forRobots()), u)
	now := g.now()
	var e *Error
	switch {
	case err == nil:
		s.file, s.failure, s.until = f, nil, now.Add(fileAge)
		if f.read {
			s.copy, s.copied = f, now
		}
	case !errors.As(err, &e) || errors.Is(err, ErrPrivate):
		return err
	case s.copy != nil && now.Sub(s.copied) < staleAge:
		s.file, s.failure, s.until = s.copy, nil, now.Add(failureAge)
	case errors.Is(err, ErrWait):
		return err
	default:
		s.file, s.until = nil, now.Add(failureAge)
		s.failure = &Error{Reason: e.Reason, Err: fmt.Errorf("%w: %w", ErrWait, e.Err), Retry: s.until}
		g.log.Warn("robots.txt cannot be read", "host", u.Host, "reason", e.Reason)
	}
	return nil
}

// ask fetches the file of u's authority, across redirects. What stands at their
// end counts for the authority that was asked first (section 2.3.1.2); more
// than five of them are as good as no file.
func (g *robotsGuard) ask(ctx context.Context, u *url.URL) (*file, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: robotsFileAt}
	for range maxFileHops + 1 {
		res, err := g.get(ctx, at)
		if err != nil {
			return nil, err
		}
		next, err := res.Location()
		if err != nil || res.StatusCode/100 != 3 || fetchable(next) != nil {
			return readFile(u.Host, res)
		}
		at = next
	}
	return &file{rules: &robots.Rules{}, origin: "robots.txt redirects too often, so it forbids nothing"}, nil
}

func (g *robotsGuard) get(ctx context.Context, u *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, addressOf(u), nil)
	if err != nil {
		return nil, fmt.Errorf("asking for robots.txt: %w", err)
	}
	req.Header = g.header.Clone()
	return g.next.RoundTrip(req)
}

// readFile weighs the answer (section 2.3.1): a file is read, an answer that
// there is none permits everything, a server that fails or is overrun forbids
// everything.
func readFile(host string, res *http.Response) (*file, error) {
	switch status := res.StatusCode; {
	case status/100 == 2:
		body, err := io.ReadAll(res.Body)
		if err != nil {
			return nil, err
		}
		return &file{rules: robots.Parse(body), origin: "no rule of robots.txt applies", read: true}, nil
	case status == http.StatusTooManyRequests || status >= 500:
		return nil, &Error{
			Reason: fmt.Sprintf("robots.txt of %s answered %d, so nothing there may be fetched for now", host, status),
			Err:    fmt.Errorf("robots.txt answered %d", status),
		}
	default:
		return &file{rules: &robots.Rules{}, origin: fmt.Sprintf("robots.txt answered %d, so it forbids nothing", status)}, nil
	}
}

// site is the entry of u's authority. There are maxSites at most: the one that
// was not used for longest goes.
func (g *robotsGuard) site(u *url.URL) *site {
	key := authority(u)
	g.mu.Lock()
	defer g.mu.Unlock()
	s, ok := g.sites[key]
	if !ok {
		if len(g.sites) >= maxSites {
			g.evict()
		}
		s = &site{turn: make(chan struct{}, 1)}
		g.sites[key] = s
	}
	s.used = time.Now()
	return s
}

func (g *robotsGuard) evict() {
	var oldest string
	for key, s := range g.sites {
		if oldest == "" || s.used.Before(g.sites[oldest].used) {
			oldest = key
		}
	}
	delete(g.sites, oldest)
}

// authority is scheme, host and port, spelled in one way.
func authority(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return strings.ToLower(u.Scheme) + "://" + hostName(u) + ":" + port
}
