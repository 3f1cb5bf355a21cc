// Package site collects web sites: their pages, their sitemaps and the feeds
// that they announce.
package site

import (
	"context"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/page"
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
	// Absences is shared by the collectors that meet on the same hosts. Default
	// one of its own.
	Absences *page.Absences
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
	if o.Absences == nil {
		o.Absences = page.NewAbsences()
	}
	return &Collector{web, page.Reader{Visitor: page.Visitor{Getter: web, Now: o.Now}, Extractor: ex, Absences: o.Absences}}
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
		unchanged(&h, s, t)
		return h, nil
	}
	if !frontier.SameSite(p.URL, s.URL) {
		page.Fail(&h, "it leads to another site, %s", frontier.Host(p.URL))
		return h, nil
	}
	a, err := c.pages.Examine(ctx, &h, s, t, p)
	if err != nil {
		return h, err
	}
	if h.Result.State != frontier.StateDone {
		return h, nil
	}
	h.Found = follow(s, t, a, len(h.Items) > 0)
	if len(h.Items) == 0 && t.Memory.Identity == "" {
		page.Listed(&h, p, revisit.Lists, 0)
	}
	if t.Depth > 0 {
		dropDeepest(&h, s, t)
		return h, nil
	}
	maps, err := c.sitemaps(ctx, s)
	h.Found = append(h.Found, maps...)
	return h, err
}

// unchanged plans the next look at a page of links that is as it was.
func unchanged(h *source.Harvest, s qalxan.Source, t frontier.Task) {
	page.Unchanged(h, revisit.Lists)
	dropDeepest(h, s, t)
}

// dropDeepest leaves a page of links alone whose links are not followed.
func dropDeepest(h *source.Harvest, s qalxan.Source, t frontier.Task) {
	if h.Result.State == frontier.StateDone && h.Result.Memory.Identity == "" && t.Depth >= s.Policy.MaxDepth {
		h.Result.Next = time.Time{}
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
