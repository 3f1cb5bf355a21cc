package site_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/site"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
)

const front = "https://xeber.az/"

var (
	day   = sourcetest.Day
	xeber = qalxan.Source{ID: "xeber", Kind: qalxan.KindSite, URL: "https://xeber.az"}.WithDefaults()
)

func task(path string, role frontier.Role, depth int) frontier.Task {
	return frontier.Task{SourceID: "xeber", URL: "https://xeber.az" + path, Role: role, Depth: depth}
}

func pageTask(path string, depth int) frontier.Task { return task(path, frontier.RolePage, depth) }

// collect carries out a task on a site whose only answer is the given one.
func collect(t *testing.T, tk frontier.Task, answer sourcetest.Page, a extract.Article, web sourcetest.Web) source.Harvest {
	t.Helper()
	web.Pages = map[string]sourcetest.Page{tk.URL: answer}
	c := site.New(site.Options{Now: sourcetest.Now}, &web, sourcetest.Articles{tk.URL: a, answer.URL: a})
	return sourcetest.Collect(t, c, xeber, tk)
}

func TestSeeds(t *testing.T) {
	c := site.New(site.Options{}, &sourcetest.Web{}, sourcetest.Articles{})
	if diff := cmp.Diff([]frontier.Task{pageTask("/", 0)}, c.Seeds(xeber)); diff != "" {
		t.Error(diff)
	}
}

func TestFrontPage(t *testing.T) {
	a := extract.Article{
		Feeds: []string{"https://xeber.az/rss", "https://xeber.az/comments/feed/", "https://other.example/rss"},
		Links: []string{
			"https://xeber.az/a?utm_source=front", "https://xeber.az/a", "https://m.xeber.az/b", "https://other.example/c",
			"https://xeber.az/photo.JPG", "mailto:a@xeber.az",
		},
	}
	h := collect(t, pageTask("/", 0), sourcetest.Page{}, a, sourcetest.Web{})
	want := []frontier.Task{
		task("/rss", frontier.RoleFeed, 0), pageTask("/a", 1),
		{SourceID: "xeber", URL: "https://m.xeber.az/b", Role: frontier.RolePage, Depth: 1},
		task("/sitemap.xml", frontier.RoleSitemap, 0),
	}
	if diff := cmp.Diff(want, h.Found); diff != "" {
		t.Error(diff)
	}
	if len(h.Items) != 0 || !h.Result.Next.Equal(day.Add(12*time.Hour)) {
		t.Errorf("%+v", h)
	}
	named := sourcetest.Web{Named: []string{"https://xeber.az/news.xml", "https://cdn.example/map.xml"}}
	h = collect(t, pageTask("/", 0), sourcetest.Page{}, extract.Article{}, named)
	if diff := cmp.Diff(named.Named, sourcetest.Addresses(h.Found)); diff != "" {
		t.Errorf("sitemaps that robots.txt names: %s", diff)
	}
	refused := sourcetest.Web{NamedErr: &fetch.Error{Reason: "no", Err: fetch.ErrWait}}
	h = collect(t, pageTask("/", 0), sourcetest.Page{}, extract.Article{}, refused)
	if diff := cmp.Diff([]string{"https://xeber.az/sitemap.xml"}, sourcetest.Addresses(h.Found)); diff != "" {
		t.Errorf("an unreadable robots.txt: %s", diff)
	}
}

func TestPages(t *testing.T) {
	story := extract.Article{Title: "T", Text: "Mətn", IsArticle: true, Links: []string{"https://xeber.az/b"}, Feeds: []string{"https://xeber.az/a/feed"}}
	list := extract.Article{Links: []string{"https://xeber.az/b"}}
	quiet := list
	quiet.NoFollow = true
	inAnHour, tonight := day.Add(time.Hour), day.Add(12*time.Hour)
	for name, tt := range map[string]struct {
		depth   int
		article extract.Article
		answer  sourcetest.Page
		items   int
		found   []string
		next    time.Time
	}{
		"a story":            {1, story, sourcetest.Page{}, 1, []string{"https://xeber.az/b"}, inAnHour},
		"a story, deepest":   {2, story, sourcetest.Page{}, 1, nil, inAnHour},
		"a list":             {1, list, sourcetest.Page{}, 0, []string{"https://xeber.az/b"}, tonight},
		"a list, deepest":    {2, list, sourcetest.Page{}, 0, nil, time.Time{}},
		"nofollow":           {1, quiet, sourcetest.Page{}, 0, nil, tonight},
		"unchanged":          {1, story, sourcetest.Page{Status: 304}, 0, nil, tonight},
		"unchanged, deepest": {2, story, sourcetest.Page{Status: 304}, 0, nil, time.Time{}},
		"www":                {1, story, sourcetest.Page{URL: "https://www.xeber.az/a"}, 1, []string{"https://xeber.az/b"}, inAnHour},
	} {
		t.Run(name, func(t *testing.T) {
			h := collect(t, pageTask("/a", tt.depth), tt.answer, tt.article, sourcetest.Web{})
			if h.Result.State != frontier.StateDone || len(h.Items) != tt.items || !h.Result.Next.Equal(tt.next) {
				t.Errorf("%+v", h)
			}
			if diff := cmp.Diff(tt.found, sourcetest.Addresses(h.Found)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnotherSite(t *testing.T) {
	h := collect(t, pageTask("/a", 1), sourcetest.Page{URL: "https://spam.example/"}, extract.Article{IsArticle: true, Text: "x"}, sourcetest.Web{})
	if h.Result.Reason != "it leads to another site, spam.example" || len(h.Items)+len(h.Found) != 0 {
		t.Errorf("%+v", h)
	}
}

func TestManyLinks(t *testing.T) {
	var a extract.Article
	for i := range 1500 {
		a.Links = append(a.Links, fmt.Sprint(front, i))
	}
	if h := collect(t, pageTask("/all", 1), sourcetest.Page{}, a, sourcetest.Web{}); len(h.Found) != 1000 {
		t.Errorf("%d links followed", len(h.Found))
	}
}

func TestFeed(t *testing.T) {
	const body = `<rss version="2.0"><channel><item><title>A</title><link>/a</link></item><item><link>https://other.example/b</link></item></channel></rss>`
	h := collect(t, task("/rss", frontier.RoleFeed, 0), sourcetest.Page{Body: body}, extract.Article{}, sourcetest.Web{})
	want := []frontier.Task{{SourceID: "xeber", URL: "https://xeber.az/a", Role: frontier.RolePage, Depth: 1, Hint: frontier.Hint{Title: "A", Origin: "feed"}}}
	if diff := cmp.Diff(want, h.Found); diff != "" {
		t.Error(diff)
	}
	if h.Result.Next != revisit.Catalogs.Next(frontier.Memory{}, day) {
		t.Errorf("next %s", h.Result.Next)
	}
	h = collect(t, task("/rss", frontier.RoleFeed, 0), sourcetest.Page{Body: "<html>"}, extract.Article{}, sourcetest.Web{})
	if h.Result.State != frontier.StateFailed || !strings.Contains(h.Result.Reason, "https://xeber.az/rss") {
		t.Errorf("%+v", h.Result)
	}
}

func sitemapTask(depth int) frontier.Task { return task("/sitemap.xml", frontier.RoleSitemap, depth) }

func TestSitemap(t *testing.T) {
	const body = `<urlset xmlns:n="x"><url><loc>https://xeber.az/old</loc><lastmod>2020-01-01</lastmod></url>
		<url><loc>https://xeber.az/undated</loc></url><url><loc>https://other.example/b</loc></url><url><loc>https://xeber.az/a.pdf</loc></url>
		<url><loc>https://xeber.az/new</loc><lastmod>2026-11-20</lastmod></url>
		<url><loc>https://xeber.az/news</loc><n:news><n:publication_date>2026-11-21</n:publication_date><n:title>N</n:title></n:news></url></urlset>`
	h := collect(t, sitemapTask(0), sourcetest.Page{Body: body}, extract.Article{}, sourcetest.Web{})
	news := pageTask("/news", 1)
	news.Hint = frontier.Hint{Title: "N", Published: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), Origin: "sitemap"}
	want := []frontier.Task{news, pageTask("/new", 1), pageTask("/old", 2), pageTask("/undated", 2)}
	if diff := cmp.Diff(want, h.Found); diff != "" {
		t.Error(diff)
	}
	if h.Result.Next != revisit.Catalogs.Next(frontier.Memory{}, day) {
		t.Errorf("next %s", h.Result.Next)
	}
}

func TestSitemapArchive(t *testing.T) {
	var b strings.Builder
	b.WriteString("<urlset>")
	for i := range 1500 {
		fmt.Fprintf(&b, "<url><loc>https://xeber.az/%d</loc><lastmod>%s</lastmod></url>", i, day.AddDate(0, 0, -i/40).Format(time.DateOnly))
	}
	h := collect(t, sitemapTask(0), sourcetest.Page{Body: b.String() + "<url><loc>", Truncated: true}, extract.Article{}, sourcetest.Web{})
	if len(h.Found) != 1000 || h.Found[0].URL != "https://xeber.az/0" || h.Result.State != frontier.StateDone {
		t.Errorf("%d pages, %+v", len(h.Found), h.Result)
	}
	old := strings.ReplaceAll(b.String(), "2026-1", "2019-1") + "</urlset>"
	if h := collect(t, sitemapTask(0), sourcetest.Page{Body: old}, extract.Article{}, sourcetest.Web{}); len(h.Found) != 0 {
		t.Errorf("%d pages of an old archive", len(h.Found))
	}
}

func TestSitemapIndex(t *testing.T) {
	var b strings.Builder
	b.WriteString("<sitemapindex><sitemap><loc>https://other.example/s.xml</loc><lastmod>2026-11-20</lastmod></sitemap>")
	for i := range 30 {
		fmt.Fprintf(&b, "<sitemap><loc>https://xeber.az/%d.xml</loc><lastmod>2026-10-%02d</lastmod></sitemap>", i, i+1)
	}
	b.WriteString("</sitemapindex>")
	for depth, want := range map[int]int{0: 19, 1: 19, 2: 0} {
		h := collect(t, sitemapTask(depth), sourcetest.Page{Body: b.String()}, extract.Article{}, sourcetest.Web{})
		if len(h.Found) != want {
			t.Errorf("under %d indexes: %d sitemaps", depth, len(h.Found))
		}
		if want > 0 && (h.Found[0].URL != "https://xeber.az/29.xml" || h.Found[0].Role != frontier.RoleSitemap || h.Found[0].Depth != depth+1) {
			t.Errorf("first %+v", h.Found[0])
		}
	}
}

func TestNoSitemap(t *testing.T) {
	h := collect(t, sitemapTask(0), sourcetest.Page{Status: 404}, extract.Article{}, sourcetest.Web{})
	if h.Result.State != frontier.StateDone || !h.Result.Next.IsZero() {
		t.Errorf("%+v", h.Result)
	}
	h = collect(t, sitemapTask(0), sourcetest.Page{Body: "<html>"}, extract.Article{}, sourcetest.Web{})
	if h.Result.State != frontier.StateFailed || !strings.Contains(h.Result.Reason, "sitemap.xml") {
		t.Errorf("%+v", h.Result)
	}
	h = collect(t, sitemapTask(0), sourcetest.Page{Status: 304}, extract.Article{}, sourcetest.Web{})
	if h.Result.State != frontier.StateDone || h.Result.Next != revisit.Catalogs.Next(frontier.Memory{}, day) {
		t.Errorf("%+v", h.Result)
	}
}

func TestSitemapTellsWhatChanged(t *testing.T) {
	var b strings.Builder
	for i := range 10 {
		fmt.Fprintf(&b, "<url><loc>https://xeber.az/%d</loc><lastmod>%s</lastmod></url>", i, day.Add(-time.Duration(i)*time.Hour).Format(time.RFC3339))
	}
	for name, tt := range map[string]struct {
		before time.Time
		told   int
	}{
		"the first visit tells nothing":  {time.Time{}, 0},
		"all later than the last: a lie": {day.Add(-24 * time.Hour), 0},
		"some later than the last":       {day.Add(-5*time.Hour - time.Minute), 10},
	} {
		tk := sitemapTask(0)
		tk.Memory.Checked = tt.before
		h := collect(t, tk, sourcetest.Page{Body: "<urlset>" + b.String() + "</urlset>"}, extract.Article{}, sourcetest.Web{})
		told := 0
		for _, found := range h.Found {
			if !found.Hint.Changed.IsZero() {
				told++
			}
		}
		if told != tt.told {
			t.Errorf("%s: %d pages", name, told)
		}
	}
}
