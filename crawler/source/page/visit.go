// Package page holds what all kinds of source do alike: it gets the address of
// a task, judges the answer, and makes an item of a page that is an article.
package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
)

// When an address is worth another try.
const (
	afterWait     = 15 * time.Minute // the host asked to wait and did not say how long
	afterOverload = 30 * time.Minute
	afterFault    = 6 * time.Hour
	// longest bounds the wait for an address that fails again and again.
	longest = 24 * time.Hour
)

// Visitor gets the addresses of tasks and judges the answers.
type Visitor struct {
	Getter fetch.Getter
	Now    func() time.Time
}

// Visit gets a task's address. Accept is the Accept header, empty for pages.
// The page is nil where there is nothing to read; the harvest then is complete.
// Otherwise the harvest holds the captures and a result that says done. An
// error means that the run cannot go on.
func (v Visitor) Visit(ctx context.Context, s qalxan.Source, t frontier.Task, accept string) (source.Harvest, *fetch.Page, error) {
	h := source.Harvest{Result: frontier.Result{
		SourceID: t.SourceID, URL: t.URL, State: frontier.StateDone,
		ETag: t.ETag, LastModified: t.LastModified, Memory: t.Memory, Time: v.Now(),
	}}
	p, err := v.Getter.Get(ctx, fetch.Request{
		SourceID: s.ID, URL: t.URL, Policy: s.Policy, Accept: accept,
		ETag: t.ETag, LastModified: t.LastModified, API: t.Role == frontier.RoleAPI,
		Text: (t.Role == frontier.RolePage || t.Role == frontier.RoleFeed) && !s.Policy.NoText,
	})
	var refused *fetch.Error
	switch {
	case errors.As(err, &refused):
		v.refuse(&h, refused)
		return h, nil, nil
	case err != nil:
		return h, nil, fmt.Errorf("visit %s: %w", t.URL, err)
	}
	h.Captures, h.Result.Status = p.Captures, p.Status
	validators(&h.Result, p)
	if p.Status < http.StatusInternalServerError && p.Status != http.StatusTooManyRequests {
		h.Result.Memory.Failures = 0
	}
	if v.judge(&h, t, p) {
		return h, p, nil
	}
	return h, nil, nil
}

// refuse tells why there was no answer.
func (v Visitor) refuse(h *source.Harvest, e *fetch.Error) {
	h.Captures = e.Captures
	Fail(h, "%s", e.Reason)
	if !e.Retry.IsZero() {
		h.Result.Next = e.Retry
	}
	switch {
	case errors.Is(e, fetch.ErrDenied), errors.Is(e, fetch.ErrPrivate):
		h.Result.State, h.Result.Next = frontier.StateDenied, e.Retry
	case errors.Is(e, fetch.ErrUnreachable) && !e.Retry.IsZero():
		// Also where robots.txt is what could not be reached.
		again(&h.Result, e.Retry.Sub(h.Result.Time))
	case errors.Is(e, fetch.ErrWait):
		h.Result.State = frontier.StateQueued
		if !e.Retry.After(h.Result.Time) {
			h.Result.Next = h.Result.Time.Add(afterWait)
		}
	}
}

// again plans another try after a failure that may pass: after the wait, and
// after twice as long each time that the address fails once more.
func again(r *frontier.Result, wait time.Duration) {
	for range min(r.Memory.Failures, 16) {
		wait = min(2*wait, longest)
	}
	r.Memory.Failures++
	r.Next = r.Time.Add(wait)
}

// validators keeps what makes the next request conditional. A 304 may leave
// them out; those that were sent hold on then (RFC 9110 section 15.4.5).
func validators(r *frontier.Result, p *fetch.Page) {
	etag, modified := p.Header.Get("ETag"), p.Header.Get("Last-Modified")
	if p.NotModified() && etag == "" && modified == "" {
		return
	}
	r.ETag, r.LastModified = etag, modified
}

// judge reports whether the answer has something to read, and completes the
// result where it has not. A page that a site shows to those it turns away
// comes with a status of its own and is never taken for content.
func (v Visitor) judge(h *source.Harvest, t frontier.Task, p *fetch.Page) bool {
	switch {
	case p.Status == http.StatusOK:
		return true
	case p.NotModified():
		if t.Memory.Identity != "" {
			seen(h, t, p, t.Memory.Identity, "")
		}
		return false
	}
	Fail(h, "%s", saying(p.Status))
	switch p.Status {
	case http.StatusNotFound, http.StatusGone:
		missed(h, p)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusRequestTimeout:
		again(&h.Result, afterOverload)
	default:
		if p.Status >= 500 {
			again(&h.Result, afterFault)
		}
	}
	return false
}

func saying(status int) string {
	switch status {
	case http.StatusNotFound:
		return "there is no such page (404)"
	case http.StatusGone:
		return "the page was removed (410)"
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Sprintf("the site does not show it to us (%d)", status)
	case http.StatusTooManyRequests:
		return "the site asks for fewer requests (429)"
	case http.StatusUnavailableForLegalReasons:
		return "the page is withheld for legal reasons (451)"
	}
	if status >= 500 {
		return fmt.Sprintf("the site has a fault of its own (%d %s)", status, http.StatusText(status))
	}
	return fmt.Sprintf("the site answered %d %s instead of a page", status, http.StatusText(status))
}

// Unread says why a list of a kind, such as a feed, cannot be read. One that we
// cut ourselves breaks off without a fault of its own.
func Unread(h *source.Harvest, s qalxan.Source, p *fetch.Page, kind string, why error) {
	if p.Truncated {
		Fail(h, "the %s %s is longer than max_body (%d bytes): allow this source more", kind, h.Result.URL, s.Policy.WithDefaults().MaxBody)
		return
	}
	Fail(h, "the %s %s cannot be read: %v", kind, h.Result.URL, why)
}

// Fail says that the answer cannot be used, and why. Validators go: they would
// turn the same useless answer into an unchanged one. A page that held an item
// is looked at again when it would have been anyway.
func Fail(h *source.Harvest, format string, args ...any) {
	h.Result.State = frontier.StateFailed
	h.Result.Reason = fmt.Sprintf(format, args...)
	h.Result.ETag, h.Result.LastModified = "", ""
	if h.Result.Memory.Identity != "" {
		h.Result.Next = revisit.Article(h.Result.Memory, h.Result.Time)
	}
}
