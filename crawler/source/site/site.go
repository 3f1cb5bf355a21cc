// Package site collects web sites: their pages, their sitemaps and the feeds
// that they announce.
package site

import (
	"context"
	"net/http"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/page"
)

// When what is no article is looked at again, if a run comes by.
const (
	listAgain    = 24 * time.Hour // a page of links
	catalogAgain = time.Hour      // a feed or a sitemap
)

// Web gets pages and knows robots.txt. *fetch.Client is one.
type Web interface {
	fetch.Getter
	// Sitemaps are the absolute addresses that robots.txt announces.
	Sitemaps(ctx context.Context, siteURL string, r fetch.Request) ([]string, error)
}

// Options of a collector.
type Options struct {
	// Now is the clock. Default time.Now.
	Now func() time.Time
}

// Collector collects web sites. It is safe for concurrent use.
type Collector struct {
	web   Web
	pages page.Reader
}

var _ source.Collector = (*Collector)(nil)

// New returns a collector that gets pages from web and reads them with ex.
func New(o Options, web Web, ex page.Extractor) *Collector {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Collector{web, page.Reader{Visitor: page.Visitor{Getter: web, Now: o.Now}, Extractor: ex}}
}

// Seeds implements [source.Collector]: the front page.
func (c *Collector) Seeds(s qalxan.Source) []frontier.Task {
	var seeds page.Tasks
	seeds.Add(frontier.Task{SourceID: s.ID, URL: s.URL, Role: frontier.RolePage})
	return seeds.List
}

// Collect implements [source.Collector]. Nothing outside the registered domain
// of the source is followed, but for sitemaps that its robots.txt names.
func (c *Collector) Collect(ctx context.Context, s qalxan.Source, t frontier.Task) (source.Harvest, error) {
	switch t.Role {
	case frontier.RoleFeed:
		return c.feed(ctx, s, t)
	case frontier.RoleSitemap:
		return c.sitemap(ctx, s, t)
	}
	return c.page(ctx, s, t)
}

func (c *Collector) page(ctx context.Context, s qalxan.Source, t frontier.Task) (source.Harvest, error) {
	h, p, err := c.pages.Visit(ctx, s, t, "")
	if err != nil {
		return h, err
	}
	if p == nil {
		unchanged(&h, t)
		return h, nil
	}
	if !frontier.SameSite(p.URL, s.URL) {
		page.Fail(&h, "it leads to another site, %s", frontier.Host(p.URL))
		return h, nil
	}
	a := c.pages.Read(&h, s, t, p)
	if h.Result.State != frontier.StateDone {
		return h, nil
	}
	h.Found = follow(s, t, a, len(h.Items) > 0)
	if t.Depth > 0 {
		again(&h, t, s)
		return h, nil
	}
	maps, err := c.sitemaps(ctx, s)
	h.Found = append(h.Found, maps...)
	return h, err
}

// unchanged plans the next look at a page that is the same as before, by when
// its server says it changed. The start page needs none: every run asks it.
func unchanged(h *source.Harvest, t frontier.Task) {
	if h.Result.State == frontier.StateDone && t.Depth > 0 {
		changed, _ := http.ParseTime(h.Result.LastModified)
		h.Result.Next = page.Again(h.Result.Time, changed)
	}
}

// again plans the next look at a page of links. An article has its own plan.
func again(h *source.Harvest, t frontier.Task, s qalxan.Source) {
	if h.Result.Next.IsZero() && t.Depth < s.Policy.MaxDepth {
		h.Result.Next = h.Result.Time.Add(listAgain)
	}
}

// follow turns what a page links to into tasks.
func follow(s qalxan.Source, t frontier.Task, a extract.Article, isItem bool) []frontier.Task {
	if a.NoFollow {
		return nil
	}
	var found page.Tasks
	if !isItem { // the feed of an article is that of its comments
		for _, link := range a.Feeds {
			if frontier.SameSite(link, s.URL) && !aboutComments(link) {
				found.Add(frontier.Task{SourceID: s.ID, URL: link, Role: frontier.RoleFeed, Depth: t.Depth})
			}
		}
	}
	if t.Depth < s.Policy.MaxDepth {
		for _, link := range a.Links {
			if len(found.List) < maxLinks && frontier.SameSite(link, s.URL) && worthwhile(link) {
				found.Add(frontier.Task{SourceID: s.ID, URL: link, Role: frontier.RolePage, Depth: t.Depth + 1})
			}
		}
	}
	return found.List
}
