package fetch

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan/crawler/fetch/charset"
	"github.com/qalxan/qalxan/crawler/fetch/inflate"
)

// decoder turns an answer into what its readers take: decompressed within the
// policy's bound, text in UTF-8, and headers that say so. That leaves nothing
// to decode for those above, who would do it without a bound.
type decoder struct {
	next http.RoundTripper
	now  func() time.Time
}

// RoundTrip implements [http.RoundTripper]. An answer that broke off is none:
// half a page would be taken for an edited one, and half of a robots.txt
// permits what the other half forbids. What came is in the evidence by then.
func (d *decoder) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := d.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	v := visitOf(req.Context())
	res.Header = res.Header.Clone() // the evidence keeps the other
	body := v.decode(req.URL, res.Header, raw)
	if v.broken && res.StatusCode/100 == 2 {
		return nil, d.brokenOff(req.URL)
	}
	res.Header.Set("Content-Length", strconv.Itoa(len(body)))
	res.Body, res.ContentLength, res.Uncompressed = io.NopCloser(bytes.NewReader(body)), int64(len(body)), true
	return res, nil
}

func (d *decoder) brokenOff(u *url.URL) *Error {
	return &Error{
		URL:    addressOf(u),
		Reason: fmt.Sprintf("the answer of %s broke off or is damaged: it cannot be unpacked to its end", u.Hostname()),
		Err:    fmt.Errorf("%w: %w", ErrUnreachable, io.ErrUnexpectedEOF),
		Retry:  d.now().Add(retryBroken),
	}
}

// decode undoes the encodings of a body and corrects the header.
func (v *visit) decode(u *url.URL, h http.Header, raw []byte) []byte {
	r := inflate.Body(raw, strings.Join(h.Values("Content-Encoding"), ","), v.policy.MaxBody)
	v.broken, v.truncated = r.Broken && !v.truncated, v.truncated || r.Cut
	h.Del("Content-Encoding")
	if len(r.Body) == 0 {
		return nil
	}
	if r.Left != "" {
		h.Set("Content-Encoding", r.Left)
		h.Set("Content-Type", "application/octet-stream")
		return r.Body
	}
	body, contentType := v.gunzipXML(u, h.Get("Content-Type"), r.Body)
	if !v.verbatim {
		body, contentType = charset.UTF8(body, contentType)
	}
	h.Set("Content-Type", contentType)
	return body
}

// gunzipXML inflates a file that was packed before it was served, as sitemaps
// are, if it holds XML.
func (v *visit) gunzipXML(u *url.URL, contentType string, body []byte) ([]byte, string) {
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	packed := strings.HasSuffix(strings.ToLower(u.Path), ".xml.gz") ||
		media == "application/gzip" || media == "application/x-gzip"
	if !packed || !bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		return body, contentType
	}
	r := inflate.Gzip(body, v.policy.MaxBody)
	if !bytes.HasPrefix(bytes.TrimLeft(r.Body, "\xef\xbb\xbf \t\r\n"), []byte("<")) {
		return body, contentType
	}
	v.broken, v.truncated = v.broken || r.Broken && !v.truncated, v.truncated || r.Cut
	return r.Body, "application/xml"
}
