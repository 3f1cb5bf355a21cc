// Package warc reads archives that others made: of Common Crawl, wget, warcio
// and their like, WARC/1.0 or 1.1 (ISO 28500), compressed record by record, as
// a whole, or not at all. It is as lenient as these need and trusts nothing:
// every length is bounded, and what cannot be used is skipped with a reason.
package warc

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/fetch/charset"
	"github.com/qalxan/qalxan/crawler/fetch/inflate"
	"github.com/qalxan/qalxan/crawler/fetch/terms"
)

// ErrDamaged: the archive cannot be read any further.
var ErrDamaged = errors.New("the archive is damaged")

// Skip is why a record is left out.
type Skip string

// The reasons.
const (
	SkipKind    Skip = "not a response"           // requests, metadata, warcinfo, resources, ...
	SkipRevisit Skip = "a revisit without a body" // the body stands in another record
	SkipHTTP    Skip = "not an answer of HTTP"    // DNS, FTP, or what cannot be read as one
	SkipHead    Skip = "without an address or a time"
	SkipLong    Skip = "longer than the bound"
)

// Response is one answer of a server, as the archive holds it.
type Response struct {
	ID         string // of the record, without angle brackets
	URL        string
	Time       time.Time
	IP         string
	Proto      string
	Status     int
	StatusText string
	// Header is without what speaks of the transfer only.
	Header http.Header
	// Body is as received, without the framing of the transfer, before
	// decompression.
	Body []byte
	// Truncated says that the archive holds the beginning only.
	Truncated bool
}

// agent is the name by which owners of pages would speak to us.
const agent = "qalxan"

// Page returns the response as a crawl would have: decompressed, text in
// UTF-8, no longer than limit bytes, with the terms that it states itself.
func (r Response) Page(limit int64) *fetch.Page {
	p := &fetch.Page{URL: r.URL, Status: r.Status, Header: r.Header.Clone(), Truncated: r.Truncated}
	p.Terms = terms.OfHeader(r.Header, agent, r.Time)
	body := inflate.Body(r.Body, strings.Join(r.Header.Values("Content-Encoding"), ","), limit)
	p.Header.Del("Content-Encoding")
	p.Header.Del("Content-Length")
	p.Truncated = p.Truncated || body.Cut || body.Broken || int64(len(body.Body)) > limit
	p.Body = body.Body[:min(int64(len(body.Body)), limit)]
	if body.Left != "" {
		p.Header.Set("Content-Type", "application/octet-stream")
		return p
	}
	p.Terms = p.Terms.And(terms.OfPage(p.Body[:min(len(p.Body), terms.HeadSize)], agent, r.Time))
	var media string
	p.Body, media = charset.UTF8(p.Body, r.Header.Get("Content-Type"))
	p.Header.Set("Content-Type", media)
	return p
}
