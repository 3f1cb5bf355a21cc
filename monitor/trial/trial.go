// Package trial tries a source before it is saved: what robots.txt says, which
// feeds and sitemaps there are, and a few items as they would be stored.
//
// It works with the collectors of a real crawl and asks a site for a handful
// of pages at most, at the pace of the source's policy.
package trial

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
)

// Bounds of a trial.
const (
	MaxItems   = 5
	maxTasks   = 12 // addresses that are asked, robots.txt beside
	maxLists   = 4  // feeds and sitemaps that are read
	maxRefused = 10 // addresses that are named as not permitted
	maxChecked = 200
)

// Web is what a trial asks beside the collector. *fetch.Client is one.
type Web interface {
	Permission(ctx context.Context, r fetch.Request) (fetch.Permission, error)
}

// Languages tells the language of a text.
type Languages interface {
	Detect(text string) qalxan.Language
}

// Trial tries sources of one kind. It is for one goroutine.
type Trial struct {
	web       Web
	collector source.Collector
	languages Languages
}

// New returns a trial with the collector of a kind of source.
func New(web Web, c source.Collector, l Languages) (*Trial, error) {
	if web == nil || c == nil || l == nil {
		return nil, errors.New("trial: a web, a collector and languages are needed")
	}
	return &Trial{web: web, collector: c, languages: l}, nil
}

// Result is what a trial found.
type Result struct {
	// Source is as it would be saved.
	Source qalxan.Source `json:"source"`
	// Robots is what robots.txt says of the address; absent with RobotsError
	// where it could not be read.
	Robots      *fetch.Permission `json:"robots,omitempty"`
	RobotsError string            `json:"robots_error,omitempty"`
	Feeds       []string          `json:"feeds"`    // found on the way
	Sitemaps    []string          `json:"sitemaps"` // named by robots.txt, or at the usual place
	Pages       int               `json:"pages"`    // addresses of pages found
	Items       []Sample          `json:"items"`
	// Failed are the addresses that were asked and gave nothing to use, Denied
	// some of those that would not be asked.
	Failed []Refusal `json:"failed"`
	Denied []Refusal `json:"denied"`
	Asked  int       `json:"asked"` // addresses
}

// Refusal is an address and why nothing comes of it.
type Refusal struct {
	URL    string `json:"url"`
	Reason string `json:"reason"`
}

// Run tries a source. An error means that the trial itself could not go on;
// what is wrong with the source stands in the result.
func (t *Trial) Run(ctx context.Context, s qalxan.Source) (Result, error) {
	r := Result{
		Source: s, Feeds: []string{}, Sitemaps: []string{}, Items: []Sample{}, Failed: []Refusal{}, Denied: []Refusal{},
	}
	if err := t.robots(ctx, &r); err != nil {
		return r, err
	}
	q := newQueue(t.collector.Seeds(s))
	for r.Asked < maxTasks && len(r.Items) < MaxItems {
		task, ok := q.next()
		if !ok {
			break
		}
		h, err := t.collector.Collect(ctx, s, task)
		if err != nil {
			return r, fmt.Errorf("trying %s: %w", task.URL, err)
		}
		t.take(&r, task, h)
		q.add(h.Found)
	}
	r.tell(q.known)
	return r, t.refused(ctx, &r, q)
}

// robots asks what robots.txt says of the source's address.
func (t *Trial) robots(ctx context.Context, r *Result) error {
	p, err := t.web.Permission(ctx, request(r.Source, r.Source.URL, r.Source.Kind == qalxan.KindWikipedia))
	var refused *fetch.Error
	switch {
	case err == nil:
		r.Robots = &p
	case errors.As(err, &refused):
		r.RobotsError = refused.Reason
	default:
		return fmt.Errorf("reading robots.txt: %w", err)
	}
	return nil
}

func request(s qalxan.Source, address string, api bool) fetch.Request {
	return fetch.Request{SourceID: s.ID, URL: address, Policy: s.Policy, API: api}
}

// take adds what came of one task.
func (t *Trial) take(r *Result, task frontier.Task, h source.Harvest) {
	r.Asked++
	switch h.Result.State {
	case frontier.StateDone:
	case frontier.StateDenied:
		r.Denied = append(r.Denied, Refusal{task.URL, h.Result.Reason})
	default:
		r.Failed = append(r.Failed, Refusal{task.URL, waitFor(h.Result)})
	}
	for _, item := range slices.Backward(h.Items) { // the newest stand last
		if len(r.Items) < MaxItems {
			r.Items = append(r.Items, t.sample(item))
		}
	}
}

func waitFor(r frontier.Result) string {
	if r.State == frontier.StateQueued && !r.Next.IsZero() {
		return fmt.Sprintf("%s; not before %s", r.Reason, r.Next.UTC().Format(time.RFC3339))
	}
	return r.Reason
}

// tell lists what was found by what it is.
func (r *Result) tell(known []frontier.Task) {
	for _, task := range known {
		switch task.Role {
		case frontier.RoleFeed:
			r.Feeds = append(r.Feeds, task.URL)
		case frontier.RoleSitemap:
			r.Sitemaps = append(r.Sitemaps, task.URL)
		case frontier.RolePage:
			r.Pages++
		}
	}
}

// refused asks robots.txt, which is known by now, about addresses of the
// source's own host that were found. Nothing is fetched for it.
func (t *Trial) refused(ctx context.Context, r *Result, q *queue) error {
	host := frontier.Host(r.Source.URL)
	for _, task := range q.left(host, maxChecked) {
		if r.Robots == nil || len(r.Denied) >= maxRefused {
			return nil
		}
		p, err := t.web.Permission(ctx, request(r.Source, task.URL, task.Role == frontier.RoleAPI))
		if err != nil {
			return fmt.Errorf("asking robots.txt about %s: %w", task.URL, err)
		}
		if !p.Allowed {
			r.Denied = append(r.Denied, Refusal{task.URL, p.Reason})
		}
	}
	return nil
}
