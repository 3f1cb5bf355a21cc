package site_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/site"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// story is a page with enough words to be one.
func story(title string) string {
	sentence := "Nazirlik bildirib ki, körpünün təmiri gələn ay başa çatacaq və yol yenidən açılacaq. "
	return `<!DOCTYPE html><html lang="az"><head><title>` + title + `</title><meta property="og:type" content="article">
		<meta property="article:published_time" content="2026-11-20T09:00:00+04:00"></head>
		<body><nav><a href="/">Ana səhifə</a> <a href="/forbidden">x</a></nav><main><article><h1>` + title + `</h1>` +
		strings.Repeat("<p>"+strings.Repeat(sentence, 4)+"</p>", 4) + `</article></main></body></html>`
}

// newspaper is a small site.
func newspaper(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	text := func(pattern, kind, body string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			fmt.Fprint(w, strings.ReplaceAll(body, "HOST", "http://"+r.Host))
		})
	}
	text("/robots.txt", "text/plain", "User-agent: *\nDisallow: /forbidden\nSitemap: HOST/map.xml\n")
	text("/{$}", "text/html; charset=utf-8", `<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head>
		<body><h1>Xəbərlər</h1><ul><li><a href="/a">Bir</a></li><li><a href="/gone">İki</a></li></ul></body></html>`)
	text("/rss", "application/rss+xml", `<rss version="2.0"><channel><title>X</title><item><title>Lent</title><link>HOST/b</link>
		<pubDate>Fri, 20 Nov 2026 08:00:00 +0400</pubDate></item></channel></rss>`)
	text("/map.xml", "application/xml", `<urlset><url><loc>HOST/c</loc><lastmod>2026-11-20</lastmod></url></urlset>`)
	for _, name := range []string{"a", "b", "c"} {
		text("/"+name, "text/html; charset=utf-8", story("Məqalə "+name))
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// crawl works tasks off until none is left, each address once.
func crawl(t *testing.T, c source.Collector, s qalxan.Source) (items []qalxan.Item, results map[string]frontier.Result) {
	t.Helper()
	results = map[string]frontier.Result{}
	for queue := c.Seeds(s); len(queue) > 0; queue = queue[1:] {
		if _, done := results[queue[0].URL]; done {
			continue
		}
		h := sourcetest.Collect(t, c, s, queue[0])
		results[queue[0].URL] = h.Result
		items = append(items, h.Items...)
		queue = append(queue, h.Found...)
	}
	return items, results
}

// A whole site through the real client, extractor and evidence.
func TestRealClient(t *testing.T) {
	server, dir := newspaper(t), t.TempDir()
	kept, err := evidence.Open(dir, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	client, err := fetch.New(fetch.Options{Contact: "https://agency.example/", Now: sourcetest.Now}, kept)
	if err != nil {
		t.Fatal(err)
	}
	s := qalxan.Source{ID: "qezet", Kind: qalxan.KindSite, URL: server.URL, Policy: qalxan.Policy{AllowPrivate: true, Delay: time.Nanosecond}}.WithDefaults()
	items, results := crawl(t, site.New(site.Options{Now: sourcetest.Now}, client, extract.New(extract.Options{Now: sourcetest.Now})), s)

	var titles []string
	for _, item := range items {
		titles = append(titles, item.Title)
		if item.Identity != item.URL || item.CaptureID == "" || len(item.Text) < 500 {
			t.Errorf("item %+v", item)
		}
	}
	if diff := cmp.Diff([]string{"Məqalə a", "Məqalə b", "Məqalə c"}, slices.Sorted(slices.Values(titles))); diff != "" {
		t.Error(diff)
	}
	states := map[string]frontier.State{}
	for address, result := range results {
		states[strings.TrimPrefix(address, server.URL)] = result.State
	}
	want := map[string]frontier.State{
		"/": "done", "/a": "done", "/b": "done", "/c": "done", "/rss": "done", "/map.xml": "done", "/gone": "failed", "/forbidden": "denied",
	}
	if diff := cmp.Diff(want, states); diff != "" {
		t.Error(diff)
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	sum, err := evidence.Verify(t.Context(), dir, func(f evidence.Fault) { t.Error(f) })
	if err != nil || sum.Records != 1+9*3 { // robots.txt, tdmrep.json, and all but the forbidden page
		t.Errorf("%+v, %v", sum, err)
	}
}
