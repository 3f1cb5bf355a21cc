package sitemap_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/crawler/source/sitemap"
)

func date(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestParse(t *testing.T) {
	for name, tt := range map[string]struct {
		file string
		want sitemap.Sitemap
	}{
		"pages": {
			`<?xml version="1.0" encoding="windows-1251"?>
			<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
			<url><loc> https://xeber.az/a </loc><lastmod>2026-11-20T10:00:00+04:00</lastmod><priority>0.5</priority></url>
			<url><loc>https://xeber.az/b?x=1&amp;y=2</loc><lastmod>2026-11-19</lastmod></url>
			<url><loc>https://xeber.az/söz</loc><lastmod>yesterday</lastmod></url><url><lastmod>2026</lastmod></url>
			</urlset>`,
			sitemap.Sitemap{Entries: []sitemap.Entry{
				{URL: "https://xeber.az/a", Modified: date("2026-11-20T06:00:00Z")},
				{URL: "https://xeber.az/b?x=1&y=2", Modified: date("2026-11-19T00:00:00Z")},
				{URL: "https://xeber.az/söz"},
			}},
		},
		"index": {
			"\ufeff" + `<sitemapindex xmlns="wrong"><sitemap><loc>https://xeber.az/1.xml</loc><lastmod>2026-11</lastmod></sitemap></sitemapindex>`,
			sitemap.Sitemap{Index: true, Entries: []sitemap.Entry{{URL: "https://xeber.az/1.xml", Modified: date("2026-11-01T00:00:00Z")}}},
		},
		"news under any prefix, with pictures": {
			`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="x">
			<url><loc>https://xeber.az/a</loc>
			<n:news><n:publication><n:name>X</n:name><n:language>az</n:language></n:publication>
			<n:publication_date>2026-11-21T08:30Z</n:publication_date><n:title>Yeni
			xəbər</n:title><n:keywords>k</n:keywords></n:news>
			<image:image><image:loc>https://xeber.az/p.jpg</image:loc><image:title>P</image:title></image:image></url></urlset>`,
			sitemap.Sitemap{Entries: []sitemap.Entry{{URL: "https://xeber.az/a", Title: "Yeni xəbər", Published: date("2026-11-21T08:30:00Z")}}},
		},
		"no namespace at all": {
			`<urlset><url><loc>https://xeber.az/a</loc></url></urlset>`,
			sitemap.Sitemap{Entries: []sitemap.Entry{{URL: "https://xeber.az/a"}}},
		},
		"empty": {`<urlset/>`, sitemap.Sitemap{}},
		"entities are not expanded": {
			`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>https://xeber.az/&b;</loc></url></urlset>`,
			sitemap.Sitemap{Entries: []sitemap.Entry{{URL: "https://xeber.az/&b;"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := sitemap.Parse([]byte(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for file, says := range map[string]string{
		"":                               "no XML",
		"words":                          "no XML",
		"<html><body>404":                "<html>",
		"<rss><channel/></rss>":          "<rss>",
		"<urlset><url><loc>https://xe":   "after 0 entries",
		"<urlset><url></loc></url></set": "breaks off",
	} {
		if _, err := sitemap.Parse([]byte(file)); !errors.Is(err, sitemap.ErrSitemap) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", file, err)
		}
	}
}

func TestParseKeepsWhatCameBefore(t *testing.T) {
	m, err := sitemap.Parse([]byte(`<urlset><url><loc>https://xeber.az/a</loc></url><url><loc>https://xeb`))
	if !errors.Is(err, sitemap.ErrSitemap) || len(m.Entries) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}

func big(entries int) []byte {
	var b strings.Builder
	b.WriteString("<urlset>")
	for i := range entries {
		fmt.Fprintf(&b, "<url><loc>https://xeber.az/%d</loc><lastmod>2026-11-20</lastmod></url>\n", i)
	}
	b.WriteString("</urlset>")
	return []byte(b.String())
}

func TestParseIsBounded(t *testing.T) {
	m, err := sitemap.Parse(big(sitemap.MaxEntries + 1))
	if err != nil || len(m.Entries) != sitemap.MaxEntries {
		t.Errorf("%d entries, %v", len(m.Entries), err)
	}
	deep := "<urlset><url>" + strings.Repeat("<a>", 500_000)
	if _, err := sitemap.Parse([]byte(deep)); !errors.Is(err, sitemap.ErrSitemap) {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`<urlset><url><loc>https://xeber.az/a</loc><n:news><n:title>x</n:title></n:news></url></urlset>`))
	f.Add([]byte(`<sitemapindex><sitemap><loc>b</loc></sitemap><!-- c --><![CDATA[d]]>`))
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := sitemap.Parse(file)
		if err != nil && !errors.Is(err, sitemap.ErrSitemap) {
			t.Error(err)
		}
		for _, e := range m.Entries {
			if e.URL == "" || e.URL != strings.TrimSpace(e.URL) {
				t.Errorf("entry %+v", e)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	file := big(5000)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := sitemap.Parse(file); err != nil {
			b.Fatal(err)
		}
	}
}
