package page

import (
	"bytes"
	"cmp"
	"mime"
	"net/http"
	"slices"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/extract/marks"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/fetch/terms"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
)

// Origins of dates that were said elsewhere than on the page.
const (
	OriginFeed    = "feed"
	OriginSitemap = "sitemap"
)

// Extractor reads one HTML page. *extract.Extractor is one.
type Extractor interface {
	Extract(body []byte, pageURL string) (extract.Article, error)
}

// Reader makes items of pages.
type Reader struct {
	Visitor
	Extractor Extractor
	// Absences, if set, lets Examine know pages for absent addresses again.
	Absences *Absences
}

// Read reads a page that Visit returned. If it is an article and the page
// permits it, the harvest gets an item and the time of the next look. A page that
// only says that it is gone, or that we are not let in, is none. What the
// X-Robots-Tag header forbids is added to the returned article. A page that
// cannot be read fails the harvest and gives an empty article.
func (r Reader) Read(h *source.Harvest, s qalxan.Source, t frontier.Task, p *fetch.Page) extract.Article {
	a, ok := r.article(h, t, p)
	if ok {
		r.take(h, s, t, p, a)
	}
	return a
}

// article reads what stands on a page, and reports whether that can be used.
func (r Reader) article(h *source.Harvest, t frontier.Task, p *fetch.Page) (extract.Article, bool) {
	if kind := notHTML(p); kind != "" {
		Fail(h, "it is %s and not a web page", kind)
		return extract.Article{}, false
	}
	a, err := r.Extractor.Extract(p.Body, p.URL)
	if err != nil {
		Fail(h, "the page cannot be read: %v", err)
		return extract.Article{}, false
	}
	obey(&a, p.Header)
	if isNone(h, t, p, a) {
		return extract.Article{}, false
	}
	return a, true
}

func (r Reader) take(h *source.Harvest, s qalxan.Source, t frontier.Task, p *fetch.Page, a extract.Article) {
	if isStory(t, a) && !a.NoIndex {
		r.keep(h, s, t, p, a)
	} else if t.Memory.Identity != "" {
		h.Result.Next = revisit.Article(t.Memory, h.Result.Time)
	}
}

// isStory reports whether a page is one. What a feed announces as a story is
// one, whatever the page looks like.
func isStory(t frontier.Task, a extract.Article) bool {
	return a.IsArticle || t.Hint.Origin == OriginFeed && a.Text != ""
}

func (r Reader) keep(h *source.Harvest, s qalxan.Source, t frontier.Task, p *fetch.Page, a extract.Article) {
	identity, err := identity(p.URL, a.Canonical)
	if err != nil {
		Fail(h, "the page was reached at an address that cannot be kept: %v", err)
		return
	}
	item := qalxan.Item{
		Identity: identity, SourceID: s.ID, URL: p.URL, Canonical: a.Canonical,
		Title: cmp.Or(a.Title, t.Hint.Title), Text: a.Text, Author: a.Author, Site: a.Site,
		Dates: dates(a.Dates, t.Hint), Links: a.TextLinks,
	}
	item.CaptureID, item.Seen = Origin(h, p)
	if item.Withheld = Withheld(s, p.Terms.And(terms.Terms{NoArchive: a.NoArchive})); item.Withheld != nil {
		item.Text, item.Links = "", nil
	} else if p.Truncated {
		item.Withheld = &qalxan.Withheld{By: qalxan.WithheldRest, Rule: "longer than max_body, or cut in the archive", Place: "policy"}
	}
	if item.Title == "" && item.Text == "" {
		return
	}
	h.Items = append(h.Items, item)
	h.Unlisted, h.Reviews = t.Memory.Unlisted, a.Reviews
	h.Marks = slices.Concat(a.Marks, marks.FromHeader(p.Header), marks.FromCertificate(frontier.Host(p.URL), p.Names))
	seen(h, t, p, identity, revisit.Print(item.Title, item.Text))
}

// Origin is the capture that a page came from and its time.
func Origin(h *source.Harvest, p *fetch.Page) (id string, seen time.Time) {
	if c := p.Capture(); c != nil {
		return c.ID, c.Time
	}
	return "", h.Result.Time
}

// identity is the address by which versions of the page are told to be of one
// thing: what the page calls its canonical address if it lies on the same site
// and is a page of its own, otherwise where the page was found. A front page
// named as canonical by every story is a common mistake.
func identity(found, canonical string) (string, error) {
	if name, err := frontier.Normalize(canonical); err == nil && frontier.SameSite(name, found) && !isFront(name) {
		return name, nil
	}
	return frontier.Normalize(found)
}

// dates are those of the page and, behind them, the one it was announced with.
func dates(claimed []qalxan.Date, hint frontier.Hint) []qalxan.Date {
	if hint.Published.IsZero() {
		return claimed
	}
	for _, d := range claimed {
		if d.Kind == qalxan.DatePublished && d.Time.Equal(hint.Published) {
			return claimed
		}
	}
	said := qalxan.Date{Kind: qalxan.DatePublished, Time: hint.Published, Origin: hint.Origin}
	return append(claimed[:len(claimed):len(claimed)], said)
}

// notHTML is the media type of an answer that is no HTML, and otherwise empty.
func notHTML(p *fetch.Page) string {
	kind, _, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
	if err != nil || kind == "" || kind == "text/plain" {
		kind, _, _ = mime.ParseMediaType(http.DetectContentType(bytes.TrimLeft(p.Body, "\ufeff \t\r\n")))
	}
	if kind == "text/html" || kind == "application/xhtml+xml" {
		return ""
	}
	return kind
}
