// Package wikipedia collects the revisions of watched articles of one
// MediaWiki, over its Action API.
package wikipedia

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/fetch/terms"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/page"
	"github.com/qalxan/qalxan/crawler/source/wikipedia/wikitext"
)

// query asks for the last revisions of one article, newest first. With maxlag,
// as the API's etiquette wants it of programs, a busy wiki sends us away.
const query = "/w/api.php?action=query&format=json&formatversion=2&prop=revisions&titles=%s" +
	"&rvprop=ids%%7Ctimestamp%%7Cuser%%7Ccomment%%7Csha1%%7Ccontent&rvslots=main&rvlimit=20&maxlag=5"

// How long a busy wiki is left alone.
const (
	leastWait = time.Minute
	mostWait  = time.Hour
)

// Unregistered is the author of revisions by people who were not logged in.
// The wiki names their IP address, which is personal data.
const Unregistered = "unregistered"

// Options of a collector.
type Options struct {
	// Now is the clock. Default time.Now.
	Now func() time.Time
}

// Collector collects articles. It is safe for concurrent use.
type Collector struct{ api page.Visitor }

var _ source.Collector = (*Collector)(nil)

// New returns a collector that asks the API with get.
func New(o Options, get fetch.Getter) *Collector {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Collector{page.Visitor{Getter: get, Now: o.Now}}
}

// Seeds implements [source.Collector]: one call for each article.
func (c *Collector) Seeds(s qalxan.Source) []frontier.Task {
	var seeds page.Tasks
	for _, title := range s.Articles {
		address := root(s.URL) + fmt.Sprintf(query, url.QueryEscape(title))
		seeds.Add(frontier.Task{SourceID: s.ID, URL: address, Role: frontier.RoleAPI})
	}
	return seeds.List
}

// root is the address of a wiki without any path.
func root(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// Collect implements [source.Collector]. The items are the revisions, oldest
// first, as drafts of one identity. Revisions that the record has already come
// again each time; their DateModified tells them.
func (c *Collector) Collect(ctx context.Context, s qalxan.Source, t frontier.Task) (source.Harvest, error) {
	h, p, err := c.api.Visit(ctx, s, t, "application/json")
	if err != nil || p == nil {
		return h, err
	}
	if p.Truncated {
		page.Fail(&h, "the answer is longer than max_body (%d bytes): allow this source more", s.Policy.MaxBody)
		return h, nil
	}
	a, err := parse(p.Body)
	switch {
	case err != nil:
		page.Fail(&h, "the answer of the wiki cannot be read: %v", err)
	case a.Error.Code != "":
		refuse(&h, a.Error, p.Header)
	case len(a.Query.Pages) == 0:
		page.Fail(&h, "the wiki answered without an article")
	default:
		read(&h, s, p, a.Query.Pages[0])
	}
	return h, nil
}

// refuse tells what the wiki says instead of an answer. Being busy passes.
func refuse(h *source.Harvest, e apiError, header http.Header) {
	page.Fail(h, "the wiki refused: %s (%s)", brief(e.Info), brief(e.Code))
	switch e.Code {
	case "maxlag", "ratelimited", "readonly":
		seconds, _ := strconv.Atoi(header.Get("Retry-After"))
		wait := min(max(time.Duration(seconds)*time.Second, leastWait), mostWait)
		h.Result.State, h.Result.Next = frontier.StateQueued, h.Result.Time.Add(wait)
	}
}

// brief is a foreign sentence as it is shown.
func brief(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.ToValidUTF8(s[:min(len(s), 200)], "")
}

func read(h *source.Harvest, s qalxan.Source, p *fetch.Page, a article) {
	host := frontier.Host(s.URL)
	if a.Missing || a.Invalid {
		page.Fail(h, "there is no article %q on %s: check the title, capitals matter", brief(a.Title), host)
		return
	}
	u := url.URL{Path: "/wiki/" + strings.ReplaceAll(a.Title, " ", "_")}
	identity, err := frontier.Normalize(root(s.URL) + u.EscapedPath())
	if err != nil {
		page.Fail(h, "the article %q has no address: %v", brief(a.Title), err)
		return
	}
	all := qalxan.Item{Identity: identity, Canonical: identity, SourceID: s.ID, Title: a.Title, Site: host}
	all.CaptureID, all.Seen = page.Origin(h, p)
	for _, r := range slices.Backward(a.Revisions) {
		if r.readable() {
			h.Items = append(h.Items, draft(all, s, r))
		}
	}
}

// draft fills in what is of one revision.
func draft(item qalxan.Item, s qalxan.Source, r revision) qalxan.Item {
	item.URL = root(s.URL) + "/w/index.php?oldid=" + strconv.FormatInt(r.ID, 10)
	item.Author = r.author()
	item.Dates = []qalxan.Date{{Kind: qalxan.DateModified, Time: r.Time.UTC(), Origin: qalxan.OriginRevision}}
	if item.Withheld = page.Withheld(s, terms.Terms{}); item.Withheld == nil {
		item.Text = wikitext.Text(r.Slots.Main.Content)
	}
	return item
}
