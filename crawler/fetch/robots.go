package fetch

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/qalxan/qalxan/crawler/robots"
)

// maxCrawlDelay is the longest Crawl-delay that is kept; a host that asks for
// more is left out.
const maxCrawlDelay = 120 * time.Second

// robotsGuard lets through what the robots.txt of the address's authority
// permits, and sets the pace that it asks for.
type robotsGuard struct {
	next   http.RoundTripper
	agent  string      // product token
	header http.Header // of the request for robots.txt
	now    func() time.Time
	log    *slog.Logger

	mu    sync.Mutex
	sites map[string]*site // by scheme and authority
}

func newRobotsGuard(next http.RoundTripper, o Options) *robotsGuard {
	return &robotsGuard{
		next:   next,
		agent:  o.Agent,
		header: baseHeader(o.userAgent(), "text/plain,*/*;q=0.5"),
		now:    o.Now,
		log:    o.Logger,
		sites:  map[string]*site{},
	}
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
	f, err := g.file(ctx, v, u)
	if err != nil {
		return err
	}
	return g.permit(v, u, f)
}

// fetchable refuses what is no address of the open web: other schemes, and a
// name and password, for we never log in.
func fetchable(u *url.URL) *Error {
	switch {
	case !isWeb(u):
		return denied(u, "only http:// and https:// addresses are fetched")
	case u.User != nil:
		return denied(u, "the address holds a user name or password, and nothing is fetched that asks for one: take it out")
	}
	return nil
}

// permit holds an address against the file, and notes for the visit which rule
// decided and which gap the host asks for.
func (g *robotsGuard) permit(v *visit, u *url.URL, f *file) error {
	d := f.rules.Test(g.agent, u.String())
	if !d.Allowed {
		return denied(u, fmt.Sprintf("robots.txt of %s forbids it (line %d: %s)", u.Host, d.Line, brief(d.Rule)))
	}
	delay, _ := f.rules.CrawlDelay(g.agent)
	if delay > maxCrawlDelay {
		return denied(u, fmt.Sprintf("robots.txt of %s asks for %s between requests (Crawl-delay), more than the %s that are kept: ask its owner, or leave the source out", u.Host, delay, maxCrawlDelay))
	}
	v.gap = max(v.policy.Delay, delay)
	v.note = map[string]string{"robots": f.origin}
	if d.Rule != "" {
		v.note["robots"] = fmt.Sprintf("robots.txt line %d: %s", d.Line, brief(d.Rule))
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
	f, err := g.file(ctx, v, u)
	if err != nil {
		return nil, err
	}
	return absolute(u, f.rules.Sitemaps()), nil
}

func denied(u *url.URL, reason string) *Error {
	return &Error{URL: addressOf(u), Reason: reason, Err: ErrDenied}
}

// brief is a foreign rule as it is shown: quoted, and not without end.
func brief(rule string) string {
	const most = 200
	if len(rule) > most {
		return fmt.Sprintf("%q...", rule[:most])
	}
	return fmt.Sprintf("%q", rule)
}

// file is a robots.txt as it counts for an authority.
type file struct {
	rules  *robots.Rules
	origin string // what permits an address that no rule names
	read   bool   // there was a file to read
}
