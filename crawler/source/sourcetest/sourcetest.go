// Package sourcetest is a web made of values, for the tests of collectors.
package sourcetest

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/fetch/terms"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
)

// Day is the time at which everything is fetched.
var Day = time.Date(2026, 11, 21, 10, 15, 0, 0, time.UTC)

// Now is a clock that stands at Day.
func Now() time.Time { return Day }

// Page is an answer. The zero status is 200, and no content type is HTML.
type Page struct {
	Status    int
	Header    map[string]string
	Body      string
	Truncated bool
	Terms     terms.Terms
	// URL is where redirects led, if anywhere.
	URL string
	// Err is returned instead of a page.
	Err error
}

// Web answers from its pages, by address, and otherwise 404.
type Web struct {
	Pages map[string]Page
	// Named are the sitemaps that robots.txt announces, unless NamedErr says
	// that it cannot be read.
	Named    []string
	NamedErr error
	// Asked are the requests that came.
	Asked []fetch.Request
}

// Get implements [fetch.Getter].
func (w *Web) Get(_ context.Context, r fetch.Request) (*fetch.Page, error) {
	w.Asked = append(w.Asked, r)
	answer, ok := w.Pages[r.URL]
	if !ok {
		answer.Status = http.StatusNotFound
	}
	if answer.Err != nil {
		return nil, answer.Err
	}
	p := &fetch.Page{
		URL: cmp.Or(answer.URL, r.URL), Status: cmp.Or(answer.Status, http.StatusOK),
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body:   []byte(answer.Body), Truncated: answer.Truncated, Terms: answer.Terms,
	}
	for name, value := range answer.Header {
		p.Header.Set(name, value)
	}
	p.Captures = []qalxan.Capture{{ID: "capture of " + p.URL, SourceID: r.SourceID, URL: p.URL, Time: Day.Add(-time.Second), Status: p.Status}}
	return p, nil
}

// Sitemaps are the named ones.
func (w *Web) Sitemaps(context.Context, string, fetch.Request) ([]string, error) {
	return w.Named, w.NamedErr
}

// Articles reads pages by their address.
type Articles map[string]extract.Article

// Extract implements page.Extractor.
func (a Articles) Extract(_ []byte, pageURL string) (extract.Article, error) {
	article, ok := a[pageURL]
	if !ok {
		return extract.Article{}, errors.New("there is no such article in this test")
	}
	article.URL = pageURL
	return article, nil
}

// Collect carries out a task that must not end the run.
func Collect(t testing.TB, c source.Collector, s qalxan.Source, task frontier.Task) source.Harvest {
	t.Helper()
	h, err := c.Collect(t.Context(), s, task)
	if err != nil {
		t.Fatal(err)
	}
	if h.Result.SourceID != task.SourceID || h.Result.URL != task.URL {
		t.Errorf("the result is of %s %s and not of %s %s", h.Result.SourceID, h.Result.URL, task.SourceID, task.URL)
	}
	if done := h.Result.State == frontier.StateDone; done != (h.Result.Reason == "") {
		t.Errorf("state %s with reason %q", h.Result.State, h.Result.Reason)
	}
	return h
}

// Addresses are those of tasks, in order.
func Addresses(tasks []frontier.Task) []string {
	var all []string
	for _, t := range tasks {
		all = append(all, t.URL)
	}
	return all
}
