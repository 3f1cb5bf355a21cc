package newsroom

import (
	"encoding/xml"
	"time"
)

type urlset struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// Sitemap lists the front page and every article (sitemaps.org, protocol 0.9).
// A date of change is what the article claims, not what is true.
func (s *Site) Sitemap(now time.Time) (Page, error) {
	set := urlset{URLs: []sitemapURL{{Loc: s.URL("/")}}}
	for _, st := range s.standing(now) {
		set.URLs = append(set.URLs, sitemapURL{Loc: s.URL(st.Path), LastMod: stamp(st.changed())})
	}
	return document("application/xml", set)
}

// Robots is a robots.txt that allows everything but the editors' door.
func (s *Site) Robots() string {
	return "User-agent: *\nDisallow: /admin/\n\nSitemap: " + s.URL("/sitemap.xml") + "\n"
}
