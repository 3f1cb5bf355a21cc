package fakeweb

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// today is a date before every clock of a test.
const today = "Thu, 01 Jan 2026 08:00:00 GMT"

// entities expand to 10 to the 9th letters (CWE-776).
var entities = func() string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">`)
	for c := 'b'; c <= 'i'; c++ {
		fmt.Fprintf(&b, "<!ENTITY %c \"%s\">", c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	return b.String() + "]>"
}()

// onward leads to the address with the next number.
func onward(_ time.Time, r *http.Request) Answer {
	return Redirect(http.StatusFound, fmt.Sprintf("/r/%d", number(strings.TrimPrefix(r.URL.Path, "/r/"), 0)+1))
}

func entry(n int, guid, date string) string {
	return fmt.Sprintf("<item><title>%s</title><link>/news/%d</link><guid isPermaLink=\"false\">%s</guid><pubDate>%s</pubDate></item>", headline(n), n, guid, date)
}

func rss(entries string) string {
	return `<rss version="2.0"><channel><title>The valley</title>` + entries + "</channel></rss>"
}

// feed announces a feed of entries on the front page.
func (p *paper) feed(kind, entries string) { p.feedAnswer(Text(kind, rss(entries))) }

func (p *paper) feedAnswer(a Answer) {
	p.head = `<link rel="alternate" type="application/rss+xml" href="/feed.xml">`
	p.host.Route("/feed.xml", Always(a))
}

// sitemap puts a list where sitemaps are looked for.
func (p *paper) sitemap(root, element string, addresses ...string) {
	p.list("/sitemap.xml", root, element, addresses)
}

// maps is another index of sitemaps.
func (p *paper) maps(path string, addresses ...string) {
	p.list(path, "sitemapindex", "sitemap", addresses)
}

func (p *paper) list(path, root, element string, addresses []string) {
	var b strings.Builder
	for _, a := range addresses {
		if strings.HasPrefix(a, "/") {
			a = p.host.URL(a)
		}
		fmt.Fprintf(&b, "<%s><loc>%s</loc></%[1]s>", element, a)
	}
	p.host.Route(path, Always(Text("application/xml", xmlList(root, b.String()))))
}

// endlessMaps are indexes that each name the next.
func (p *paper) endlessMaps() {
	p.host.Route("/maps/*", func(_ time.Time, r *http.Request) Answer {
		n := number(strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/maps/"), ".xml"), 0)
		next := fmt.Sprintf("<sitemap><loc>%s</loc></sitemap>", p.host.URL(fmt.Sprintf("/maps/%d.xml", n+1)))
		return Text("application/xml", xmlList("sitemapindex", next))
	})
}

func xmlList(root, entries string) string {
	return fmt.Sprintf(`<?xml version="1.0"?><%s xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</%[1]s>`, root, entries)
}

func many(n int, of func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(of(i))
	}
	return b.String()
}
