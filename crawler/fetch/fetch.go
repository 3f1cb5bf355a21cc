// Package fetch gets pages from the web as a guest should: it says who it is,
// asks robots.txt, keeps every host's pace, goes nowhere private, bounds what
// it takes, and keeps each answer as evidence before anyone reads it.
//
// A [Client] is colly on top of a chain of [net/http.RoundTripper]s, so that
// every hop of a redirect passes all of them:
//
//	robotsGuard -> gate -> decoder -> recorder -> wire
package fetch

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch/terms"
)

// Request is one address to get on behalf of a source.
type Request struct {
	SourceID string
	URL      string
	Policy   qalxan.Policy
	// Accept is the Accept header; empty for what a page reader asks for.
	Accept string
	// ETag and LastModified make the request conditional.
	ETag, LastModified string
	// Text says that words of the answer are to be kept and searched. The host
	// is then asked, once a day, whether it reserves that (tdmrep.json), and
	// Page.Terms tells of reservations.
	Text bool
	// API says that the address is an interface that its host documents for
	// programs and offers under terms of its own. robots.txt speaks of pages to
	// crawlers and is not asked about it; a redirect to elsewhere is.
	API bool
}

// Page is the answer at the end of the redirects, whatever its status.
type Page struct {
	URL    string // after redirects
	Status int
	// Header is the answer's, with Content-Type, -Encoding and -Length as they
	// are true of Body.
	Header http.Header
	// Body is decompressed, up to the policy's bound; text is then in UTF-8,
	// whatever it was before.
	Body []byte
	// Truncated says that Body is the beginning of something longer.
	Truncated bool
	// Terms are what the owner says of the use of this page, robots meta
	// elements and headers among them. Who withholds the page wants neither its
	// text nor a copy kept; the evidence then holds the headers and a digest.
	Terms terms.Terms
	// Names are those that the host's certificate is for; none without TLS.
	Names []string
	// Captures are the hops, in order; the last is this answer.
	Captures []qalxan.Capture
}

// NotModified reports whether the answer was that nothing changed.
func (p *Page) NotModified() bool { return p.Status == http.StatusNotModified }

// Capture is the capture of the answer itself; nil where none was made.
func (p *Page) Capture() *qalxan.Capture {
	if len(p.Captures) == 0 {
		return nil
	}
	return &p.Captures[len(p.Captures)-1]
}

// Getter gets a page. *Client is one.
type Getter interface {
	// Get returns a page for every HTTP answer, also 404 and 500. Every other
	// outcome is an *Error, except the end of ctx and a failure to record
	// evidence, which stop a crawl.
	Get(ctx context.Context, r Request) (*Page, error)
}

// Why a request gave no page; test with errors.Is. While the robots.txt of a
// host cannot be read because the host is unreachable, an error is both
// ErrUnreachable and ErrWait.
var (
	ErrDenied      = errors.New("not permitted")          // robots.txt, or a Crawl-delay that is too long
	ErrPrivate     = errors.New("private address")        // loopback, link-local, metadata, ...
	ErrUnreachable = errors.New("no answer")              // name, connection, TLS or time-out
	ErrWait        = errors.New("the host asked to wait") // Retry-After, or robots.txt unreachable for now
	ErrBlocked     = errors.New("turned away")            // always with ErrWait: a test for browsers, or block pages in a row
)

// Error is a request that gave no page. Its text is a sentence for people that
// names the address and says why.
type Error struct {
	URL    string
	Reason string // in plain words
	Err    error  // one of the errors above, wrapped with its cause
	// Retry is when it makes sense to try again; zero for not by itself.
	Retry    time.Time
	Captures []qalxan.Capture // hops that were recorded before the failure
}

func (e *Error) Error() string { return e.URL + ": " + e.Reason }
func (e *Error) Unwrap() error { return e.Err }
