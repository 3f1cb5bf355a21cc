package fakeweb

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

const goodScenario = `
title: small
start: 2026-03-02T00:00:00Z
end: 2026-03-03T00:00:00Z
hosts:
  - {name: a.example, outlet: A, about: About A., language: en, layout: classic, feed: rss, articles: a.yaml}
  - {name: w.example, outlet: W, language: en, wiki: w.yaml, robots: "User-agent: *\nDisallow: /\n"}
`

const goodArticles = `
- path: /one
  published: 2026-03-02T01:00:00Z
  author: Ann
  title: One
  text: |
    First
    line.

    Second line.
  edits:
    - {at: 2026-03-02T02:00:00Z, replace: [{old: Second, new: Third}]}
    - {at: 2026-03-02T03:00:00Z, modified: true, title: Two, append: Corrected.}
    - {at: 2026-03-02T04:00:00Z, gone: true}
`

const goodWiki = `
- title: Page
  revisions:
    - {at: 2026-03-02T01:00:00Z, user: U, text: Start.}
    - {at: 2026-03-02T02:00:00Z, user: V, append: More.}
    - {at: 2026-03-02T03:00:00Z, user: U, undo: true}
`

func files(changed map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range map[string]string{"scenario.yaml": goodScenario, "a.yaml": goodArticles, "w.yaml": goodWiki} {
		if c, ok := changed[name]; ok {
			text = c
		}
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestLoad(t *testing.T) {
	w := open(t)
	s, err := Load(files(nil), w)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(append(s.Hosts(), s.URLs()...), " "); got != "a.example w.example https://a.example/one https://w.example/wiki/Page" {
		t.Errorf("hosts and addresses: %s", got)
	}
	for _, c := range []struct {
		hour           int
		url            string
		status         int
		says, saysNone string
	}{
		{0, "https://a.example/one", 404, "", "First"},
		{1, "https://a.example/one", 200, "<p>First line.</p>\n<p>Second line.</p>", "modified_time"},
		{2, "https://a.example/one", 200, "<p>Third line.</p>", "modified_time"},
		{3, "https://a.example/one", 200, "<p>Corrected.</p>", "<h1>One"},
		{3, "https://a.example/one", 200, `modified_time" content="2026-03-02T03:00:00Z"`, "Second"},
		{4, "https://a.example/one", 410, "", "First"},
		{1, "https://a.example/", 200, `<a href="/one">One</a>`, ""},
		{4, "https://a.example/", 200, "<h1>A</h1>", "/one"},
		{1, "https://a.example/archive", 200, "/one", ""},
		{1, "https://a.example/about", 200, "About A.", ""},
		{1, "https://a.example/rss.xml", 200, "<pubDate>Mon, 02 Mar 2026 01:00:00 +0000</pubDate>", ""},
		{2, "https://a.example/sitemap.xml", 200, "<lastmod>2026-03-02T01:00:00Z</lastmod>", ""},
		{3, "https://a.example/sitemap.xml", 200, "<lastmod>2026-03-02T03:00:00Z</lastmod>", ""},
		{1, "https://a.example/robots.txt", 200, "Sitemap: https://a.example/sitemap.xml", ""},
		{2, "https://w.example/wiki/Page", 200, "<p>More.</p>", ""},
		{3, "https://w.example/wiki/Page", 200, "<p>Start.</p>", "More"},
		{3, "https://w.example/robots.txt", 200, "Disallow: /\n", "api.php"},
	} {
		w.Clock().Set(monday.Add(time.Duration(c.hour) * time.Hour))
		got := get(t, w, c.url)
		if got.status != c.status || !strings.Contains(got.body, c.says) || c.saysNone != "" && strings.Contains(got.body, c.saysNone) {
			t.Errorf("%s at %d:00: %d, want %d with %q and without %q in\n%s", c.url, c.hour, got.status, c.status, c.says, c.saysNone, got.body)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, file, old, new string
		want                 []string // in the error
	}{
		{"an unknown key", "scenario.yaml", "title: small", "titel: small", []string{"scenario.yaml", "titel"}},
		{"an end before the start", "scenario.yaml", "end: 2026-03-03", "end: 2026-03-01", []string{"scenario.yaml", "end"}},
		{"a real name", "scenario.yaml", "a.example", "a.com", []string{"hosts[0]", "name", ".example"}},
		{"a host twice", "scenario.yaml", "w.example", "a.example", []string{"hosts[1]", "twice"}},
		{"no language", "scenario.yaml", "language: en, layout", "layout", []string{"hosts[0]", "language"}},
		{"an unknown layout", "scenario.yaml", "classic", "modern", []string{"hosts[0]", "layout", "modern"}},
		{"an unknown feed", "scenario.yaml", "feed: rss", "feed: json", []string{"hosts[0]", "feed"}},
		{"an unknown charset", "scenario.yaml", "feed: rss", "charset: utf-9", []string{"hosts[0]", "charset"}},
		{"no outlet", "scenario.yaml", "outlet: A,", "", []string{"hosts[0]", "outlet"}},
		{"neither articles nor wiki", "scenario.yaml", ", articles: a.yaml", "", []string{"hosts[0]", "articles"}},
		{"an absent file", "scenario.yaml", "a.yaml", "b.yaml", []string{"b.yaml"}},
		{"a path without a slash", "a.yaml", "/one", "one", []string{"a.yaml", "[0]", "path"}},
		{"no date", "a.yaml", "published: 2026-03-02T01:00:00Z", "", []string{"a.yaml", "published"}},
		{"no title", "a.yaml", "title: One", "", []string{"a.yaml", "title"}},
		{"an edit before publication", "a.yaml", "at: 2026-03-02T02", "at: 2026-03-02T00", []string{"a.yaml", "edits[0].at"}},
		{"an edit of nothing", "a.yaml", "old: Second", "old: Ninth", []string{"a.yaml", "edits[0].replace[0].old", "0 times"}},
		{"a path twice", "a.yaml", goodArticles, goodArticles + goodArticles, []string{"a.yaml", "[1].path", "twice"}},
		{"a wiki page without a title", "w.yaml", "title: Page", "title: ''", []string{"w.yaml", "title"}},
		{"revisions out of order", "w.yaml", "02T02", "02T01", []string{"w.yaml", "revisions[1].at"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			good := string(files(nil)[c.file].Data)
			bad := strings.Replace(good, c.old, c.new, 1)
			if bad == good {
				t.Fatalf("%q is not in %s", c.old, c.file)
			}
			w := open(t)
			_, err := Load(files(map[string]string{c.file: bad}), w)
			if err == nil {
				t.Fatal("it was loaded")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not name %q: %v", want, err)
				}
			}
			if len(w.hosts) > 0 {
				t.Error("hosts were put on the web")
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(goodScenario, goodArticles, goodWiki)
	f.Add("hosts: [{}]", "[]", "- {}")
	f.Fuzz(func(t *testing.T, scenario, articles, wiki string) {
		w := &Web{now: time.Now, hosts: map[string]*Host{}}
		Load(files(map[string]string{"scenario.yaml": scenario, "a.yaml": articles, "w.yaml": wiki}), w)
	})
}
