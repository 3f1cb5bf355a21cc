package fetch

import (
	"context"
	"errors"
	"net/url"
	"time"
)

// Permission is what the robots.txt of an address's host says of it.
type Permission struct {
	Allowed bool `json:"allowed"`
	// Reason says in plain words what decided. It holds foreign text.
	Reason string `json:"reason"`
	// Rule and Line are the deciding rule and where it stands, from 1; empty
	// where no rule applied.
	Rule string `json:"rule,omitempty"`
	Line int    `json:"line,omitempty"`
	// Delay is the Crawl-delay that the host asks of us; 0 for none.
	Delay    time.Duration `json:"delay,omitempty" doc:"nanoseconds"`
	Sitemaps []string      `json:"sitemaps,omitempty"` // absolute
}

// Permission asks robots.txt about the address of r without getting it. The
// file is fetched, in the name of r's source and under its policy, unless it is
// known. Errors are those of Get: where the file cannot be read, nothing is
// known.
func (c *Client) Permission(ctx context.Context, r Request) (Permission, error) {
	v := newVisit(r, c.evidence)
	u, err := url.Parse(r.URL)
	if err != nil {
		return Permission{}, failure(ctx, r.URL, v, err)
	}
	if err := fetchable(u); err != nil {
		return Permission{Reason: err.Reason}, nil
	}
	if v.isAPI(u) {
		return Permission{Allowed: true, Reason: "robots.txt is not asked: this is an interface for programs"}, nil
	}
	f, err := c.guard.board.file(ctx, v, u, robotsFileAt)
	if err != nil {
		return Permission{}, failure(ctx, r.URL, v, err)
	}
	d := f.rules.Test(c.guard.agent, u.String())
	p := Permission{Allowed: d.Allowed, Rule: d.Rule, Line: d.Line, Sitemaps: absolute(u, f.rules.Sitemaps())}
	p.Delay, _ = f.rules.CrawlDelay(c.guard.agent)
	var refused *Error
	if errors.As(c.guard.permit(v, u, f), &refused) {
		p.Allowed, p.Reason = false, refused.Reason
	} else {
		p.Reason = v.note["robots"]
	}
	return p, nil
}
