package site

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/feed"
	"github.com/qalxan/qalxan/crawler/source/page"
	"github.com/qalxan/qalxan/crawler/source/sitemap"
)

const (
	acceptSitemap = "application/xml,text/xml;q=0.9,*/*;q=0.5"

	// maxIndexes is how many indexes may stand above a sitemap.
	maxIndexes = 2
	// A sitemap above so many entries is an archive, in which what is older
	// than news is left out.
	archive = 200
	news    = 30 * 24 * time.Hour
	// Of what is left the newest are taken.
	maxPages    = 1000
	maxSitemaps = 20
)

func (c *Collector) feed(ctx context.Context, s qalxan.Source, t frontier.Task) (source.Harvest, error) {
	h, p, err := c.pages.Visit(ctx, s, t, feed.Accept)
	if err != nil {
		return h, err
	}
	if p == nil {
		feed.Unchanged(&h, s)
		return h, nil
	}
	f, err := feed.Parse(p.Body, p.URL)
	if err != nil {
		page.Unread(&h, s, p, "feed", err)
		return h, nil
	}
	h.Found = slices.DeleteFunc(f.Tasks(s.ID, 1), func(found frontier.Task) bool {
		return !frontier.SameSite(found.URL, s.URL)
	})
	f.Plan(&h, s, p)
	return h, nil
}

// sitemaps are those that robots.txt names, and otherwise the one at the usual
// place. The owner of robots.txt may keep them on another site.
func (c *Collector) sitemaps(ctx context.Context, s qalxan.Source) ([]frontier.Task, error) {
	named, err := c.web.Sitemaps(ctx, s.URL, fetch.Request{SourceID: s.ID, URL: s.URL, Policy: s.Policy})
	var refused *fetch.Error
	if err != nil && !errors.As(err, &refused) {
		return nil, err
	}
	if len(named) == 0 {
		u, err := url.Parse(s.URL)
		if err != nil {
			return nil, nil
		}
		named = []string{u.Scheme + "://" + u.Host + "/sitemap.xml"}
	}
	var tasks page.Tasks
	for _, address := range named[:min(len(named), maxSitemaps)] {
		tasks.Add(frontier.Task{SourceID: s.ID, URL: address, Role: frontier.RoleSitemap})
	}
	return tasks.List, nil
}

func (c *Collector) sitemap(ctx context.Context, s qalxan.Source, t frontier.Task) (source.Harvest, error) {
	h, p, err := c.pages.Visit(ctx, s, t, acceptSitemap)
	if err != nil {
		return h, err
	}
	if h.Result.Status == http.StatusNotFound || h.Result.Status == http.StatusGone {
		// Most sites have none, and that is no fault of theirs.
		h.Result.State, h.Result.Reason = frontier.StateDone, ""
		return h, nil
	}
	if p == nil {
		page.Unchanged(&h, revisit.Catalogs)
		return h, nil
	}
	m, err := sitemap.Parse(p.Body)
	if err != nil && len(m.Entries) == 0 {
		page.Unread(&h, s, p, "sitemap", err)
		return h, nil
	}
	if m.Index {
		h.Found = children(s, t, m)
	} else {
		h.Found = pages(s, m, h.Result.Time)
		announce(h.Found, m, t.Memory.Checked)
	}
	page.Listed(&h, p, revisit.Catalogs, 0)
	return h, nil
}

// children are the newest sitemaps of an index. For a sitemap, depth counts
// the indexes above it.
func children(s qalxan.Source, t frontier.Task, m sitemap.Sitemap) []frontier.Task {
	if t.Depth >= maxIndexes {
		return nil
	}
	var found page.Tasks
	for _, e := range newest(m.Entries, maxSitemaps) {
		if frontier.SameSite(e.URL, s.URL) {
			found.Add(frontier.Task{SourceID: s.ID, URL: e.URL, Role: frontier.RoleSitemap, Depth: t.Depth + 1})
		}
	}
	return found.List
}

// pages are the newest pages of a sitemap. Those that are not known to be news
// come last in the queue, as deep as the source goes.
func pages(s qalxan.Source, m sitemap.Sitemap, now time.Time) []frontier.Task {
	var found page.Tasks
	for _, e := range newest(m.Entries, maxPages) {
		old := now.Sub(e.Newest()) > news
		if !frontier.SameSite(e.URL, s.URL) || !worthwhile(e.URL) ||
			old && !e.Newest().IsZero() && len(m.Entries) > archive {
			continue
		}
		task := frontier.Task{SourceID: s.ID, URL: e.URL, Role: frontier.RolePage, Depth: 1}
		if old {
			task.Depth = s.Policy.MaxDepth
		}
		if e.Title != "" || !e.Published.IsZero() {
			task.Hint = frontier.Hint{Title: e.Title, Published: e.Published, Origin: page.OriginSitemap}
		}
		found.Add(task)
	}
	return found.List
}

// announce tells when the pages changed, so that those that are known are
// looked at again, unless the sitemap says so of nearly all every time.
func announce(found []frontier.Task, m sitemap.Sitemap, before time.Time) {
	changed, all := map[string]time.Time{}, []time.Time(nil)
	for _, e := range m.Entries {
		if address, err := frontier.Normalize(e.URL); err == nil && !e.Modified.IsZero() {
			changed[address] = e.Modified
			all = append(all, e.Modified)
		}
	}
	if !revisit.Honest(all, before) {
		return
	}
	for i := range found {
		found[i].Hint.Changed = changed[found[i].URL]
	}
}

// newest orders entries by their dates, latest first and undated last, and
// takes so many.
func newest(entries []sitemap.Entry, most int) []sitemap.Entry {
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, func(a, b sitemap.Entry) int { return b.Newest().Compare(a.Newest()) })
	return sorted[:min(len(sorted), most)]
}
