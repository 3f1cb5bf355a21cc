package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/qalxan/qalxan/crawler/robots"
)

// ask fetches the file of u's authority, across redirects. What stands at their
// end counts for the authority that was asked first (RFC 9309 section
// 2.3.1.2); more than five of them are as good as no file.
func (b *board) ask(ctx context.Context, u *url.URL, path string, known *file) (robots.Answer, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: path}
	a := robots.Answer{Authority: authority(u), Path: path}
	for range maxFileHops + 1 {
		res, err := b.get(ctx, at, known)
		if err != nil {
			return a, err
		}
		a.Status, a.Fetched = res.StatusCode, b.now()
		next, err := res.Location()
		if err != nil || res.StatusCode/100 != 3 || fetchable(next) != nil {
			return take(a, res, known)
		}
		at = next
	}
	return a, nil
}

func (b *board) get(ctx context.Context, u *url.URL, known *file) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, addressOf(u), nil)
	if err != nil {
		return nil, fmt.Errorf("asking for %s: %w", u.Path, err)
	}
	req.Header = b.header.Clone()
	if known != nil && known.read() && known.ETag != "" {
		req.Header.Set("If-None-Match", known.ETag)
	}
	return b.next.RoundTrip(req)
}

// take reads the answer at the end of the redirects. A server that fails or is
// overrun has not answered. One that says that nothing changed has said what it
// said before.
func take(a robots.Answer, res *http.Response, known *file) (robots.Answer, error) {
	switch status := res.StatusCode; {
	case status == http.StatusTooManyRequests || status >= 500:
		host := hostName(res.Request.URL)
		return a, &Error{
			Reason: fmt.Sprintf("%s of %s answered %d", strings.TrimPrefix(a.Path, "/"), host, status),
			Err:    fmt.Errorf("%s answered %d", a.Path, status),
		}
	case status == http.StatusNotModified && known != nil:
		a.Status, a.Body, a.ETag = known.Status, known.Body, known.ETag
	case status/100 == 2:
		body, err := io.ReadAll(io.LimitReader(res.Body, robots.MaxSize+1))
		if err != nil {
			return a, err
		}
		a.Body, a.ETag = body, res.Header.Get("ETag")
	}
	return a, nil
}
