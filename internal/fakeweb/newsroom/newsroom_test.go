package newsroom

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	"golang.org/x/text/encoding/charmap"
)

var update = flag.Bool("update", false, "rewrite golden files")

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// example has 22 articles an hour apart; the newest says "<b> & “Ə”" and is
// edited twice, the second time openly.
func example(layout Layout) *Site {
	s := &Site{Host: "a.example", Outlet: "The A", About: "About A.", Language: "az", Layout: layout, Feed: FeedRSS}
	for i := range 22 {
		at := monday.Add(time.Duration(i) * time.Hour)
		s.Articles = append(s.Articles, Article{
			Path: "/" + string(rune('a'+i)), Author: "Ann O'Neil", Published: at,
			Versions: []Version{{From: at, Title: "Title " + string(rune('A'+i)), Paragraphs: []string{"First.", "Second."}}},
		})
	}
	newest := &s.Articles[21]
	newest.Versions[0].Title = "<b> & “Ə”"
	for i, admits := range []bool{false, true} {
		v := newest.Versions[0]
		v.From = newest.Published.Add(time.Duration(i+1) * time.Hour)
		v.Paragraphs = []string{"First.", "Changed."}
		if admits {
			v.Modified = v.From
		}
		newest.Versions = append(newest.Versions, v)
	}
	return s
}

func body(t *testing.T, p Page, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return string(p.Body)
}

// TestLayouts keeps every layout's article and front page as golden files.
func TestLayouts(t *testing.T) {
	for _, layout := range Layouts() {
		s := example(layout)
		page, ok, err := s.Article(s.Articles[21], monday.AddDate(0, 0, 1))
		if !ok {
			t.Fatal("the article cannot be read")
		}
		golden(t, string(layout)+"-article.html", body(t, page, err))
		page, err = s.Front(monday.Add(90 * time.Minute))
		golden(t, string(layout)+"-front.html", body(t, page, err))
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestLinkedData(t *testing.T) {
	script := regexp.MustCompile(`(?s)<script type="application/ld\+json"[^>]*>(.*?)</script>`)
	for _, layout := range []Layout{LayoutClassic, LayoutBlog} {
		s := example(layout)
		for hours, modified := range map[int]string{0: "2026-03-02T21:00:00Z", 1: "2026-03-02T21:00:00Z", 2: "2026-03-02T23:00:00Z"} {
			p, _, err := s.Article(s.Articles[21], monday.Add(time.Duration(21+hours)*time.Hour))
			var data map[string]any
			if err := json.Unmarshal([]byte(script.FindStringSubmatch(body(t, p, err))[1]), &data); err != nil {
				t.Fatal(err)
			}
			if graph, ok := data["@graph"].([]any); ok {
				data = graph[1].(map[string]any)
			}
			if data["headline"] != "<b> & “Ə”" || data["dateModified"] != modified || data["datePublished"] != "2026-03-02T21:00:00Z" {
				t.Errorf("%s after %d hours: %v", layout, hours, data)
			}
		}
	}
}

func TestFrontAndArchive(t *testing.T) {
	s, later := example(LayoutClassic), monday.AddDate(0, 0, 2)
	page, err := s.Front(later)
	front := body(t, page, err)
	if n := strings.Count(front, `class="teaser"`); n != 20 || strings.Contains(front, `href="/b"`) {
		t.Errorf("the front page lists %d articles, want the newest 20", n)
	}
	if !strings.Contains(front, `class="more"><a href="/archive"`) {
		t.Error("the front page does not lead to the archive")
	}
	page, err = s.Archive(later)
	if n := strings.Count(body(t, page, err), `class="teaser"`); n != 22 {
		t.Errorf("the archive lists %d articles, want 22", n)
	}
}

func TestPagesChangeOnlyWithTheirWords(t *testing.T) {
	s := example(LayoutPortal)
	first, _, err := s.Article(s.Articles[5], monday.Add(5*time.Hour))
	early := body(t, first, err)
	last, _, err := s.Article(s.Articles[5], monday.AddDate(0, 0, 5))
	if diff := cmp.Diff(early, body(t, last, err)); diff != "" {
		t.Errorf("a page changed by itself:\n%s", diff)
	}
}

func TestCharset(t *testing.T) {
	s := example(LayoutClassic)
	s.Outlet, s.Charset = "Горизонт", "windows-1251"
	p, err := s.Front(monday)
	raw := body(t, p, err)
	text, err := charmap.Windows1251.NewDecoder().String(raw)
	if err != nil || !strings.Contains(text, "<title>Горизонт</title>") || p.Type != "text/html; charset=windows-1251" {
		t.Errorf("%v, %s: %s", err, p.Type, text)
	}
	p, _, err = s.Article(s.Articles[21], monday.AddDate(0, 0, 1))
	if !strings.Contains(body(t, p, err), "&#399;") {
		t.Error("a letter that the charset lacks is lost")
	}
	s.Charset = "unknown"
	if _, err := s.Front(monday); err == nil {
		t.Error("a page was written in an unknown charset")
	}
}

func TestFeeds(t *testing.T) {
	for kind, whole := range map[Feed]string{FeedRSS: "", FeedRSSFull: "<p>First.</p>\n<p>Changed.</p>\n", FeedAtom: ""} {
		s := example(LayoutPlain)
		s.Feed = kind
		p, err := s.FeedPage(monday.AddDate(0, 0, 1))
		feed, err := gofeed.NewParser().ParseString(body(t, p, err))
		if err != nil {
			t.Fatal(err)
		}
		if len(feed.Items) != 20 || feed.Title != "The A" {
			t.Fatalf("%s: %d items of %q", kind, len(feed.Items), feed.Title)
		}
		it := feed.Items[0]
		if it.Title != "<b> & “Ə”" || it.Link != "https://a.example/v" || !it.PublishedParsed.Equal(monday.Add(21*time.Hour)) ||
			it.Description != "First." || it.Content != whole || len(it.Authors) != 1 || it.Authors[0].Name != "Ann O'Neil" {
			t.Errorf("%s: %+v", kind, it)
		}
	}
}

func TestSitemapAndRobots(t *testing.T) {
	s := example(LayoutBlog)
	p, err := s.Sitemap(monday.AddDate(0, 0, 1))
	got := body(t, p, err)
	if n := strings.Count(got, "<loc>"); n != 23 || !strings.Contains(got, "<lastmod>2026-03-02T23:00:00Z</lastmod>") {
		t.Errorf("%d addresses in\n%s", n, got)
	}
	if !strings.Contains(s.Robots(), "Sitemap: https://a.example/sitemap.xml\n") {
		t.Error(s.Robots())
	}
}

func BenchmarkArticle(b *testing.B) {
	s := example(LayoutClassic)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Article(s.Articles[21], monday.AddDate(0, 0, 1)); err != nil {
			b.Fatal(err)
		}
	}
}
