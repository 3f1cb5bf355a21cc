package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/fetch/terms"
)

// maxCrawlDelay is the longest Crawl-delay that is kept; a host that asks for
// more is left out.
const maxCrawlDelay = 120 * time.Second

// robotsGuard lets through what the robots.txt of the address's authority
// permits, sets the pace that it asks for, and learns whether the owner
// reserves mining.
type robotsGuard struct {
	next  http.RoundTripper
	agent string // product token
	board *board
}

func newRobotsGuard(next http.RoundTripper, o Options) *robotsGuard {
	return &robotsGuard{next: next, agent: o.Agent, board: newBoard(next, o)}
}

// RoundTrip implements [http.RoundTripper].
func (g *robotsGuard) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := fetchable(req.URL); err != nil {
		return nil, err
	}
	if err := g.examine(req.Context(), visitOf(req.Context()), req.URL); err != nil {
		return nil, err
	}
	return g.next.RoundTrip(req)
}

// examine holds an address against the robots.txt of its authority.
func (g *robotsGuard) examine(ctx context.Context, v *visit, u *url.URL) error {
	if v.isAPI(u) {
		v.gap, v.note = v.policy.Delay, map[string]string{"robots": "not asked: an interface for programs"}
		return nil
	}
	f, err := g.board.file(ctx, v, u, robotsFileAt)
	if err != nil {
		return err
	}
	if err := g.permit(v, u, f); err != nil {
		return err
	}
	if !v.text {
		return nil
	}
	v.reservation = terms.OfSignals(f.rules.Signals(g.agent), f.Fetched)
	return g.askMining(ctx, v, u, f)
}

// askMining looks into the authority's tdmrep.json, if robots.txt permits that.
// A host that fails to answer has reserved nothing that we know of; how the
// request for the page will fare there is for the gate to say.
func (g *robotsGuard) askMining(ctx context.Context, v *visit, u *url.URL, f *file) error {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: terms.FileAt}
	if !f.rules.Test(g.agent, at.String()).Allowed {
		return nil
	}
	said, err := g.board.file(ctx, v, u, terms.FileAt)
	var unknown *Error
	switch {
	case errors.As(err, &unknown) && !errors.Is(err, ErrPrivate):
		v.note["tdmrep"] = unknown.Reason
		return nil
	case err != nil:
		return err
	}
	if r := said.mining.Of(u.String(), said.Fetched); r != nil {
		v.reservation = r
	}
	return nil
}

// fetchable refuses what is no address of the open web: other schemes, and a
// name and password, for we never log in.
func fetchable(u *url.URL) *Error {
	switch {
	case !isWeb(u):
		return denied(u, "only http:// and https:// addresses are fetched")
	case u.User != nil:
		return denied(u, "the address holds a user name or password, and nothing is fetched that asks for one: take it out")
	case isDisguised(hostName(u)):
		return denied(u, "the host is a number that is no plain address, as 0x7f.1 is for 127.0.0.1: write it plainly")
	}
	return nil
}

// isDisguised reports whether a host ends in a number and is no address as it
// is commonly written. Some systems read octal, hexadecimal and shortened
// addresses out of such names; no name of the web is like that (URL Standard,
// ends in a number).
func isDisguised(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	digits, hex := strings.CutPrefix(last, "0x")
	if hex {
		return strings.Trim(digits, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// permit holds an address against the file, and notes for the visit which rule
// decided and which gap the host asks for.
func (g *robotsGuard) permit(v *visit, u *url.URL, f *file) error {
	d := f.rules.Test(g.agent, u.String())
	if !d.Allowed {
		return denied(u, fmt.Sprintf("robots.txt of %s forbids it (line %d: %s)", u.Host, d.Line, terms.Quote(d.Rule)))
	}
	delay, _ := f.rules.CrawlDelay(g.agent)
	if delay > maxCrawlDelay {
		return denied(u, fmt.Sprintf("robots.txt of %s asks for %s between requests (Crawl-delay), more than the %s that are kept: ask its owner, or leave the source out", u.Host, delay, maxCrawlDelay))
	}
	v.gap = max(v.policy.Delay, delay)
	v.note = map[string]string{"robots": f.origin, "robots-read": f.Fetched.UTC().Format(time.RFC3339)}
	if f.Fault != "" {
		v.note["robots-kept"] = "it could not be read anew: " + f.Fault
	}
	if d.Rule != "" {
		v.note["robots"] = fmt.Sprintf("robots.txt line %d: %s", d.Line, terms.Quote(d.Rule))
	}
	return nil
}

// sitemaps are those that the file of a site announces.
func (g *robotsGuard) sitemaps(ctx context.Context, v *visit, siteURL string) ([]string, error) {
	u, err := url.Parse(siteURL)
	if err != nil {
		return nil, err
	}
	if err := fetchable(u); err != nil {
		return nil, err
	}
	f, err := g.board.file(ctx, v, u, robotsFileAt)
	if err != nil {
		return nil, err
	}
	return absolute(u, f.rules.Sitemaps()), nil
}

func denied(u *url.URL, reason string) *Error {
	return &Error{URL: addressOf(u), Reason: reason, Err: ErrDenied}
}
