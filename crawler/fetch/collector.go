package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"

	"github.com/gocolly/colly/v2"
	"golang.org/x/net/publicsuffix"
)

const maxRedirects = 10

// collect lets colly parse the address, follow redirects and keep the cookies
// of this one request. Every hop goes through our chain.
func (c *Client) collect(ctx context.Context, r Request) (*Page, error) {
	col, err := c.collector(ctx)
	if err != nil {
		return nil, err
	}
	var page *Page
	col.OnResponse(func(res *colly.Response) {
		page = &Page{URL: addressOf(res.Request.URL), Status: res.StatusCode, Header: *res.Headers, Body: res.Body}
	})
	if err := col.Request(http.MethodGet, r.URL, nil, nil, c.header(r)); err != nil {
		return nil, err
	}
	if page == nil {
		return nil, errors.New("no answer came through")
	}
	return page, nil
}

// collector is a fresh collector of one request. Its fields are set after
// NewCollector, which lets COLLY_* variables of the environment override what
// it is given. What colly would bound, filter or decode, the chain does.
func (c *Client) collector(ctx context.Context) (*colly.Collector, error) {
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		return nil, fmt.Errorf("making a cookie jar: %w", err)
	}
	col := colly.NewCollector()
	col.Context = ctx
	col.UserAgent = c.agent
	col.Async = false
	col.AllowURLRevisit = true
	col.ParseHTTPErrorResponse = true
	col.IgnoreRobotsTxt = true
	col.DetectCharset = false
	col.CheckHead, col.TraceHTTP = false, false
	col.CacheDir = ""
	col.AllowedDomains, col.DisallowedDomains = nil, nil
	col.MaxDepth, col.MaxRequests, col.MaxBodySize = 0, 0, 0
	col.SetRequestTimeout(0) // it would count the wait for our turn
	col.SetCookieJar(jar)
	col.SetRedirectHandler(redirect)
	col.WithTransport(c.guard)
	return col, nil
}

func redirect(req *http.Request, via []*http.Request) error {
	if len(via) < maxRedirects {
		return nil
	}
	return &Error{
		URL:    addressOf(req.URL),
		Reason: fmt.Sprintf("redirected more than %d times", maxRedirects),
		Err:    fmt.Errorf("%w: too many redirects", ErrUnreachable),
	}
}
