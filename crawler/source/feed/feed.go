// Package feed collects sources that are one RSS, Atom or JSON feed.
package feed

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/page"
)

// Accept asks for feeds before anything else.
const Accept = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5"

// Options of a collector.
type Options struct {
	// Now is the clock. Default time.Now.
	Now func() time.Time
	// Absences is shared by the collectors that meet on the same hosts. Default
	// one of its own.
	Absences *page.Absences
}

// Collector collects feeds. It is safe for concurrent use.
type Collector struct{ pages page.Reader }

var _ source.Collector = (*Collector)(nil)

// New returns a collector that gets pages with get and reads them with ex.
func New(o Options, get fetch.Getter, ex page.Extractor) *Collector {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Absences == nil {
		o.Absences = page.NewAbsences()
	}
	return &Collector{pages: page.Reader{Visitor: page.Visitor{Getter: get, Now: o.Now}, Extractor: ex, Absences: o.Absences}}
}

// Seeds implements [source.Collector]: the feed itself.
func (c *Collector) Seeds(s qalxan.Source) []frontier.Task {
	var seeds page.Tasks
	seeds.Add(frontier.Task{SourceID: s.ID, URL: s.URL, Role: frontier.RoleFeed})
	return seeds.List
}

// Collect implements [source.Collector]. The pages behind the entries may lie
// on any site; their own links are not followed.
func (c *Collector) Collect(ctx context.Context, s qalxan.Source, t frontier.Task) (source.Harvest, error) {
	if t.Role == frontier.RoleFeed {
		return c.feed(ctx, s, t)
	}
	h, p, err := c.pages.Visit(ctx, s, t, "")
	if err != nil || p == nil {
		return h, err
	}
	_, err = c.pages.Examine(ctx, &h, s, t, p)
	return h, err
}

func (c *Collector) feed(ctx context.Context, s qalxan.Source, t frontier.Task) (source.Harvest, error) {
	h, p, err := c.pages.Visit(ctx, s, t, Accept)
	if err != nil {
		return h, err
	}
	if p == nil {
		Unchanged(&h, s)
		return h, nil
	}
	f, err := Parse(p.Body, p.URL)
	if err != nil {
		page.Unread(&h, s, p, "feed", err)
		return h, nil
	}
	if s.Entries == qalxan.EntriesTake {
		h.Items = items(&h, s, p, f)
	} else {
		h.Found = f.Tasks(s.ID, 1)
	}
	f.Plan(&h, s, p)
	return h, nil
}

// Tasks are the pages behind the entries, with what the feed says of them.
func (f Feed) Tasks(sourceID string, depth int) []frontier.Task {
	var tasks page.Tasks
	for _, e := range f.Entries {
		tasks.Add(frontier.Task{
			SourceID: sourceID, URL: e.URL, Role: frontier.RolePage, Depth: depth,
			Hint: frontier.Hint{Title: e.Title, Published: e.Published, Origin: page.OriginFeed},
		})
	}
	return tasks.List
}

// items are the entries themselves, oldest first: feeds begin with the newest.
// Of entries that share an identity the newest counts.
func items(h *source.Harvest, s qalxan.Source, p *fetch.Page, f Feed) []qalxan.Item {
	var all []qalxan.Item
	known := map[string]bool{}
	for _, e := range f.Entries {
		item := e.item(s, p)
		if item.Identity == "" || known[item.Identity] || item.Title == "" && item.Text == "" {
			continue
		}
		known[item.Identity] = true
		item.CaptureID, item.Seen = page.Origin(h, p)
		item.Site = f.Title
		all = append(all, item)
	}
	slices.Reverse(all)
	return all
}

func (e Entry) item(s qalxan.Source, p *fetch.Page) qalxan.Item {
	item := qalxan.Item{SourceID: s.ID, Identity: e.identity(s), URL: cmp.Or(e.URL, p.URL), Title: e.Title, Author: e.Author}
	item.Withheld = page.Withheld(s, p.Terms)
	if base, err := url.Parse(item.URL); err == nil && item.Withheld == nil {
		item.Text, item.Links = text(e.HTML, base)
	}
	item.Dates = e.dates()
	return item
}

func (e Entry) dates() []qalxan.Date {
	claimed := []qalxan.Date{
		{Kind: qalxan.DatePublished, Time: e.Published, Origin: page.OriginFeed},
		{Kind: qalxan.DateModified, Time: e.Updated, Origin: page.OriginFeed},
	}
	return slices.DeleteFunc(claimed, func(d qalxan.Date) bool { return d.Time.IsZero() })
}

// identity is the entry's address, and where it has none the feed's and what the
// feed calls the entry. Without either there is none.
func (e Entry) identity(s qalxan.Source) string {
	if e.URL != "" {
		return e.URL
	}
	address, err := frontier.Normalize(s.URL)
	if err != nil || e.ID == "" {
		return ""
	}
	return address + "#" + (&url.URL{Fragment: e.ID}).EscapedFragment()
}
