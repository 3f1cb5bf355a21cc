package fakeweb

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// listTricks are in robots.txt, feeds and sitemaps.
var listTricks = map[Trick]func(*paper){
	"robots-503": func(p *paper) { p.host.Route("/robots.txt", Always(Answer{Status: http.StatusServiceUnavailable})) },
	"robots-html": func(p *paper) {
		p.host.Route("/robots.txt", Always(Text("text/html", "<html><title>Welcome</title></html>")))
	},
	"robots-huge": func(p *paper) {
		p.host.Robots("User-agent: *\nDisallow: /secret\n" + strings.Repeat("Disallow: /x\n", 800_000))
		p.link("/secret/1")
	},
	"robots-redirects": func(p *paper) {
		p.host.Route("/robots.txt", Always(Redirect(302, "/r/1")))
		p.host.Route("/r/*", onward)
	},
	"robots-ring":    func(p *paper) { p.host.Route("/robots.txt", Always(Redirect(302, "/robots.txt"))) },
	"robots-forbids": func(p *paper) { p.link("/secret/1", "/secret/2", "/%73ecret/3") },
	"crawl-delay":    func(p *paper) { p.host.Robots("User-agent: *\nCrawl-delay: 86400\n") },

	"feed-bad-dates": func(p *paper) {
		p.feed("application/rss+xml", entry(1, "id1", "Fri, 01 Jan 2100 00:00:00 GMT")+entry(2, "id2", "yesterday")+entry(3, "id3", "Thu, 01 Jan 1970 00:00:00 GMT")+entry(4, "id4", ""))
		p.host.Route("/news/4", Always(story(4)))
	},
	"feed-duplicates": func(p *paper) {
		p.feed("application/rss+xml", strings.Repeat(entry(1, "same", today)+entry(2, "same", today), 20))
	},
	"feed-new-names": func(p *paper) {
		var n atomic.Int64
		p.head = `<link rel="alternate" type="application/rss+xml" href="/feed.xml">`
		p.host.Route("/feed.xml", func(time.Time, *http.Request) Answer {
			return Text("application/rss+xml", rss(entry(1, fmt.Sprint("n", n.Add(1)), today)+entry(2, fmt.Sprint("n", n.Add(1)), today)))
		})
	},
	"feed-broken": func(p *paper) { p.feed("application/rss+xml", entry(1, "id1", today)+"<item><title>Half & half") },
	"feed-html":   func(p *paper) { p.feedAnswer(document("Sorry", "", "<h1>Sorry</h1>", nil)) },
	"feed-plain": func(p *paper) {
		p.feed("text/plain", entry(4, "id4", today))
		p.host.Route("/news/4", Always(story(4)))
	},
	"feed-large": func(p *paper) {
		p.feed("application/rss+xml", many(10_000, func(n int) string { return entry(1000+n, fmt.Sprint(n), today) }))
	},
	"feed-elsewhere": func(p *paper) {
		p.feed("application/rss+xml", strings.ReplaceAll(entry(1, "id1", today), "<link>", "<link>https://elsewhere.example"))
	},
	"feed-entities": func(p *paper) {
		p.feedAnswer(Text("application/rss+xml", entities+"<rss version=\"2.0\"><channel><title>&i;</title></channel></rss>"))
	},
	"feed-outside": func(p *paper) {
		p.feedAnswer(Text("application/rss+xml", `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>`))
	},
	"feed-deep": func(p *paper) { p.feed("application/rss+xml", strings.Repeat("<item>", 5000)) },
	"sitemap-ring": func(p *paper) {
		p.sitemap("sitemapindex", "sitemap", "/sitemap.xml", "/maps/2.xml")
		p.maps("/maps/2.xml", "/sitemap.xml", "/maps/2.xml")
	},
	"sitemap-deep": func(p *paper) { p.sitemap("sitemapindex", "sitemap", "/maps/1.xml"); p.endlessMaps() },
	"sitemap-foreign": func(p *paper) {
		p.sitemap("urlset", "url", "https://elsewhere.example/a", "https://elsewhere.example/b")
	},
	"sitemap-large": func(p *paper) {
		p.host.Route("/sitemap.xml", Always(Text("application/xml", xmlList("urlset", many(50_001, func(n int) string {
			return fmt.Sprintf("<url><loc>%s</loc></url>", p.host.URL(fmt.Sprintf("/old/%d", n)))
		})))))
	},
	"sitemap-always-now": func(p *paper) {
		p.host.Route("/sitemap.xml", func(now time.Time, _ *http.Request) Answer {
			return Text("application/xml", xmlList("urlset", many(Stories, func(n int) string {
				return fmt.Sprintf("<url><loc>%s</loc><lastmod>%s</lastmod></url>", p.host.URL(fmt.Sprintf("/news/%d", n+1)), now.UTC().Format(time.RFC3339))
			})))
		})
	},
	"sitemap-bomb": func(p *paper) {
		p.host.Robots("User-agent: *\nDisallow: /secret\nSitemap: " + p.host.URL("/sitemap.xml.gz") + "\n")
		a := packed("gzip", Answer{Type: "application/gzip", Body: append([]byte("<urlset>"), make([]byte, 64<<20)...)})
		a.Header = http.Header{"Content-Encoding": {"identity"}}
		p.host.Route("/sitemap.xml.gz", Always(a))
	},
	"sitemap-html": func(p *paper) { p.host.Route("/sitemap.xml", Always(document("Map", "", "<h1>Map</h1>", nil))) },
}
