package page_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/page"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
)

const address = "https://xeber.az/a"

var (
	day    = sourcetest.Day
	xeber  = qalxan.Source{ID: "xeber", Kind: qalxan.KindSite, URL: "https://xeber.az/"}.WithDefaults()
	task   = frontier.Task{SourceID: "xeber", URL: address, Role: frontier.RolePage, Depth: 1, ETag: `"old"`, LastModified: "yesterday"}
	story  = extract.Article{Title: "Başlıq", Text: "Mətn", IsArticle: true, TextLinks: []string{"https://b.az/"}}
	reason = "robots.txt forbids it"
)

func visit(t *testing.T, p sourcetest.Page) (source.Harvest, *fetch.Page) {
	t.Helper()
	v := page.Visitor{Getter: &sourcetest.Web{Pages: map[string]sourcetest.Page{address: p}}, Now: sourcetest.Now}
	h, got, err := v.Visit(t.Context(), xeber, task, "")
	if err != nil {
		t.Fatal(err)
	}
	return h, got
}

func TestVisitJudges(t *testing.T) {
	failed := func(err error, retry time.Time) sourcetest.Page {
		return sourcetest.Page{Err: &fetch.Error{
			URL: address, Reason: reason, Err: fmt.Errorf("%w: cause", err), Retry: retry, Captures: make([]qalxan.Capture, 1),
		}}
	}
	soon, once := day.Add(time.Minute), frontier.Memory{Failures: 1}
	for name, tt := range map[string]struct {
		answer sourcetest.Page
		want   frontier.Result
		page   bool
	}{
		"ok":          {sourcetest.Page{Header: map[string]string{"ETag": `"new"`}}, frontier.Result{State: "done", Status: 200, ETag: `"new"`}, true},
		"unchanged":   {sourcetest.Page{Status: 304}, frontier.Result{State: "done", Status: 304, ETag: `"old"`, LastModified: "yesterday"}, false},
		"not there":   {sourcetest.Page{Status: 404}, frontier.Result{State: "failed", Status: 404, Reason: "there is no such page (404)"}, false},
		"removed":     {sourcetest.Page{Status: 410}, frontier.Result{State: "failed", Status: 410, Reason: "the page was removed (410)"}, false},
		"block page":  {sourcetest.Page{Status: 403, Body: "prove that you are human"}, frontier.Result{State: "failed", Status: 403, Reason: "the site does not show it to us (403)"}, false},
		"too many":    {sourcetest.Page{Status: 429}, frontier.Result{State: "failed", Status: 429, Reason: "the site asks for fewer requests (429)", Next: day.Add(30 * time.Minute), Memory: once}, false},
		"overloaded":  {sourcetest.Page{Status: 503}, frontier.Result{State: "failed", Status: 503, Reason: "the site has a fault of its own (503 Service Unavailable)", Next: day.Add(30 * time.Minute), Memory: once}, false},
		"broken":      {sourcetest.Page{Status: 500}, frontier.Result{State: "failed", Status: 500, Reason: "the site has a fault of its own (500 Internal Server Error)", Next: day.Add(6 * time.Hour), Memory: once}, false},
		"odd":         {sourcetest.Page{Status: 206}, frontier.Result{State: "failed", Status: 206, Reason: "the site answered 206 Partial Content instead of a page"}, false},
		"denied":      {failed(fetch.ErrDenied, time.Time{}), frontier.Result{State: "denied", Reason: reason}, false},
		"private":     {failed(fetch.ErrPrivate, time.Time{}), frontier.Result{State: "denied", Reason: reason}, false},
		"unreachable": {failed(fetch.ErrUnreachable, soon), frontier.Result{State: "failed", Reason: reason, Next: soon, Memory: once}, false},
		"for ever":    {failed(fetch.ErrUnreachable, time.Time{}), frontier.Result{State: "failed", Reason: reason}, false},
		"wait":        {failed(fetch.ErrWait, soon), frontier.Result{State: "queued", Reason: reason, Next: soon}, false},
		"wait long":   {failed(fetch.ErrWait, time.Time{}), frontier.Result{State: "queued", Reason: reason, Next: day.Add(15 * time.Minute)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			h, p := visit(t, tt.answer)
			tt.want.SourceID, tt.want.URL, tt.want.Time = "xeber", address, day
			if diff := cmp.Diff(tt.want, h.Result); diff != "" {
				t.Error(diff)
			}
			if (p != nil) != tt.page || len(h.Captures) != 1 {
				t.Errorf("page %v, %d captures", p, len(h.Captures))
			}
		})
	}
}

// TestVisitsOfWhatFailsGrowRare: twice as long each time, up to a day, and from
// the beginning after an answer.
func TestVisitsOfWhatFailsGrowRare(t *testing.T) {
	now, failing := day, task
	visit := func(p sourcetest.Page) time.Duration {
		v := page.Visitor{Getter: &sourcetest.Web{Pages: map[string]sourcetest.Page{address: p}}, Now: func() time.Time { return now }}
		h, _, err := v.Visit(t.Context(), xeber, failing, "")
		if err != nil {
			t.Fatal(err)
		}
		failing.Memory = h.Result.Memory
		return h.Result.Next.Sub(now)
	}
	unreachable := func() sourcetest.Page {
		return sourcetest.Page{Err: &fetch.Error{URL: address, Reason: reason, Err: fetch.ErrUnreachable, Retry: now.Add(10 * time.Minute)}}
	}
	var waits []time.Duration
	for range 10 {
		waits = append(waits, visit(unreachable()))
		now = now.Add(waits[len(waits)-1])
	}
	m, h := time.Minute, time.Hour
	if diff := cmp.Diff([]time.Duration{10 * m, 20 * m, 40 * m, 80 * m, 160 * m, 320 * m, 640 * m, 1280 * m, 24 * h, 24 * h}, waits); diff != "" {
		t.Error(diff)
	}
	visit(sourcetest.Page{Status: 404})
	if again := visit(unreachable()); again != 10*m {
		t.Errorf("after an answer the wait is %s", again)
	}
}

func TestVisitEndsTheRun(t *testing.T) {
	full := errors.New("the disk is full")
	for _, cause := range []error{context.Canceled, full} {
		v := page.Visitor{Getter: &sourcetest.Web{Pages: map[string]sourcetest.Page{address: {Err: cause}}}, Now: sourcetest.Now}
		if _, _, err := v.Visit(t.Context(), xeber, task, ""); !errors.Is(err, cause) {
			t.Errorf("%v: %v", cause, err)
		}
	}
}

// read reads a page with an article on it.
func read(t *testing.T, p sourcetest.Page, a extract.Article, task frontier.Task, s qalxan.Source) (source.Harvest, extract.Article) {
	t.Helper()
	r := page.Reader{
		Visitor:   page.Visitor{Getter: &sourcetest.Web{Pages: map[string]sourcetest.Page{task.URL: p}}, Now: sourcetest.Now},
		Extractor: sourcetest.Articles{task.URL: a, p.URL: a},
	}
	h, got, err := r.Visit(t.Context(), s, task, "")
	if err != nil || got == nil {
		t.Fatalf("no page: %+v, %v", h.Result, err)
	}
	a = r.Read(&h, s, task, got)
	return h, a
}

func TestReadMakesAnItem(t *testing.T) {
	published := day.Add(-time.Hour)
	a := story
	a.Author, a.Site, a.Canonical = "Müəllif", "Xəbər", "https://www.xeber.az/a?utm_source=x"
	a.Dates = []qalxan.Date{{Kind: qalxan.DatePublished, Time: published, Origin: "json-ld"}}
	announced := task
	announced.Hint = frontier.Hint{Title: "of the feed", Published: day.Add(-2 * time.Hour), Origin: "feed"}
	h, _ := read(t, sourcetest.Page{}, a, announced, xeber)
	want := []qalxan.Item{{
		Identity: "https://www.xeber.az/a", SourceID: "xeber", CaptureID: "capture of " + address,
		URL: address, Canonical: a.Canonical, Title: "Başlıq", Text: "Mətn", Author: "Müəllif", Site: "Xəbər",
		Dates: []qalxan.Date{a.Dates[0], {Kind: qalxan.DatePublished, Time: day.Add(-2 * time.Hour), Origin: "feed"}},
		Links: []string{"https://b.az/"}, Seen: day.Add(-time.Second),
	}}
	if diff := cmp.Diff(want, h.Items); diff != "" {
		t.Error(diff)
	}
	if h.Result.Next != day.Add(time.Hour) {
		t.Errorf("next look %s", h.Result.Next)
	}
	announced.Hint.Published = published
	if h, _ := read(t, sourcetest.Page{}, a, announced, xeber); len(h.Items[0].Dates) != 1 {
		t.Errorf("the same date twice: %v", h.Items[0].Dates)
	}
}

func TestIdentity(t *testing.T) {
	for _, tt := range []struct{ found, canonical, want string }{
		{"https://xeber.az/a?fbclid=1", "", "https://xeber.az/a"},
		{"https://m.xeber.az/a", "https://xeber.az/a", "https://xeber.az/a"},
		{"https://xeber.az/a", "https://other.az/a", "https://xeber.az/a"},
		{"https://xeber.az/a", "https://xeber.az/", "https://xeber.az/a"},
		{"https://xeber.az/a", "https://www.xeber.az", "https://xeber.az/a"},
		{"https://xeber.az/a", "https://xeber.az/?p=7", "https://xeber.az/?p=7"},
		{"https://xeber.az/a", "a relative one", "https://xeber.az/a"},
	} {
		a := story
		a.Canonical = tt.canonical
		h, _ := read(t, sourcetest.Page{URL: tt.found}, a, task, xeber)
		if h.Items[0].Identity != tt.want || h.Items[0].URL != tt.found {
			t.Errorf("%+v: %s", tt, h.Items[0].Identity)
		}
	}
}

func TestReadObeys(t *testing.T) {
	quiet := xeber
	quiet.Policy.NoText = true
	list, none, hidden := story, story, story
	list.IsArticle, hidden.NoIndex, none.NoArchive = false, true, true
	for name, tt := range map[string]struct {
		header      string
		article     extract.Article
		source      qalxan.Source
		items       int
		text, links bool
		nofollow    bool
	}{
		"an article":          {"", story, xeber, 1, true, true, false},
		"a list":              {"", list, xeber, 0, false, false, false},
		"meta noindex":        {"", hidden, xeber, 0, false, false, false},
		"meta noarchive":      {"", none, xeber, 1, false, false, false},
		"no_text":             {"", story, quiet, 1, false, false, false},
		"header noindex":      {"noindex", story, xeber, 0, false, false, false},
		"header none":         {"None", story, xeber, 0, false, false, true},
		"header both":         {"max-snippet: 20, NOARCHIVE , nofollow", story, xeber, 1, false, false, true},
		"another robot":       {"otherbot: noindex, nofollow", story, xeber, 1, true, true, false},
		"this robot":          {"Qalxan: noindex", story, xeber, 0, false, false, false},
		"a date of its own":   {"unavailable_after: 25 Jun 2027 15:00:00 GMT", story, xeber, 1, true, true, false},
		"a rule with a colon": {"max-image-preview:large, noindex", story, xeber, 0, false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			h, a := read(t, sourcetest.Page{Header: map[string]string{"X-Robots-Tag": tt.header}}, tt.article, task, tt.source)
			if len(h.Items) != tt.items || a.NoFollow != tt.nofollow {
				t.Fatalf("%d items, nofollow %t", len(h.Items), a.NoFollow)
			}
			if tt.items > 0 && ((h.Items[0].Text != "") != tt.text || (h.Items[0].Links != nil) != tt.links) {
				t.Errorf("item %+v", h.Items[0])
			}
		})
	}
}

func TestReadWhatAFeedAnnounced(t *testing.T) {
	a := extract.Article{Text: "A short note."}
	announced := task
	announced.Hint = frontier.Hint{Title: "Note", Origin: "feed"}
	h, _ := read(t, sourcetest.Page{}, a, announced, xeber)
	if len(h.Items) != 1 || h.Items[0].Title != "Note" {
		t.Errorf("items %+v", h.Items)
	}
	if h, _ := read(t, sourcetest.Page{}, extract.Article{}, announced, xeber); len(h.Items) != 0 {
		t.Errorf("items of an empty page %+v", h.Items)
	}
}

func TestReadRefuses(t *testing.T) {
	for kind, want := range map[string]string{
		"application/pdf": "it is application/pdf and not a web page",
		"image/png":       "it is image/png and not a web page",
		"text/plain":      "it is text/plain and not a web page",
		"":                "it is text/plain and not a web page",
	} {
		h, _ := read(t, sourcetest.Page{Header: map[string]string{"Content-Type": kind}, Body: "words"}, story, task, xeber)
		if h.Result.Reason != want || len(h.Items) != 0 || h.Result.ETag != "" {
			t.Errorf("%q: %+v", kind, h.Result)
		}
	}
	for _, kind := range []string{"", "text/plain; charset=utf-8", "application/xhtml+xml", "TEXT/HTML"} {
		h, _ := read(t, sourcetest.Page{Header: map[string]string{"Content-Type": kind}, Body: "\ufeff <!DOCTYPE html><p>words"}, story, task, xeber)
		if len(h.Items) != 1 {
			t.Errorf("%q: %+v", kind, h.Result)
		}
	}
}
