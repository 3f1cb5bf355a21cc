package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/fetch/inflate"
)

// Recorder keeps every exchange as evidence before anyone reads its answer. An
// error stops the crawl: what cannot be proven is not collected.
type Recorder interface {
	Record(ctx context.Context, x evidence.Exchange) (qalxan.Capture, error)
}

// Client gets pages politely. It is safe for concurrent use; requests to one
// host wait for each other.
type Client struct {
	agent    string // the User-Agent header
	evidence Recorder
	guard    *robotsGuard
	gate     *gate
}

var _ Getter = (*Client)(nil)

// pageAccept asks for what a reader of pages and feeds can use.
const pageAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// New returns a client that records what it gets. The only options that have to
// be set are those of Contact.
func New(o Options, evidence Recorder) (*Client, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	if evidence == nil {
		return nil, errors.New("fetch: a recorder of evidence is needed")
	}
	gate := newGate(&decoder{next: &recorder{next: newWire(o), agent: o.Agent, timeout: o.Timeout, now: o.Now}, now: o.Now}, o)
	return &Client{agent: o.userAgent(), evidence: evidence, guard: newRobotsGuard(gate, o), gate: gate}, nil
}

// Get implements [Getter]. It blocks for its turn at the host, as long as
// Options.MaxWait says a hop, and follows up to 10 redirects; each hop passes
// robots.txt, the gate and the address check again.
func (c *Client) Get(ctx context.Context, r Request) (*Page, error) {
	r.URL, _, _ = strings.Cut(r.URL, "#")
	v := newVisit(r, c.evidence)
	page, err := c.collect(withVisit(ctx, v), r)
	if err != nil {
		return nil, failure(ctx, r.URL, v, err)
	}
	page.Captures, page.Truncated, page.Terms, page.Names = v.captures, v.truncated, v.terms, v.names
	return page, nil
}

// Sitemaps are the absolute http(s) addresses that the robots.txt of the site's
// host announces. The file is fetched, in the name of r's source and under its
// policy, unless it is known. Errors are those of Get.
func (c *Client) Sitemaps(ctx context.Context, siteURL string, r Request) ([]string, error) {
	v := newVisit(r, c.evidence)
	found, err := c.guard.sitemaps(ctx, v, siteURL)
	if err != nil {
		return nil, failure(ctx, siteURL, v, err)
	}
	return found, nil
}

// ReadyAt is the earliest moment, in real time, at which a request to the host
// of the address would start; zero for now. It knows nothing of robots.txt.
func (c *Client) ReadyAt(rawURL string) time.Time {
	u, err := url.Parse(rawURL)
	if err != nil {
		return time.Time{}
	}
	return c.gate.readyAt(u)
}

func (c *Client) header(r Request) http.Header {
	h := baseHeader(c.agent, r.Accept)
	if r.ETag != "" {
		h.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		h.Set("If-Modified-Since", r.LastModified)
	}
	return h
}

func baseHeader(agent, accept string) http.Header {
	if accept == "" {
		accept = pageAccept
	}
	return http.Header{
		"User-Agent":      {agent},
		"Accept":          {accept},
		"Accept-Encoding": {inflate.Accept},
	}
}

// absolute resolves references against a site, keeps those that lead to a web
// address, and each once.
func absolute(base *url.URL, refs []string) []string {
	var found []string
	for _, ref := range refs {
		u, err := base.Parse(ref)
		if err != nil || !isWeb(u) || slices.Contains(found, u.String()) {
			continue
		}
		found = append(found, u.String())
	}
	return found
}

func isWeb(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}
