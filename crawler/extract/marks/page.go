package marks

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// pattern finds one kind of mark in a script or the address of one.
type pattern struct {
	kind Kind
	hint string // must be there for the expression to be tried
	find *regexp.Regexp
}

var patterns = []pattern{
	{Analytics, "UA-", regexp.MustCompile(`\bUA-(\d{4,10})-\d{1,4}\b`)},
	{Analytics, "G-", regexp.MustCompile(`\b(G-[A-Z]{0,6}[0-9][A-Z0-9]{4,11})\b`)},
	{TagManager, "GTM-", regexp.MustCompile(`\b(GTM-[A-Z0-9]{4,9})\b`)},
	{Ads, "AW-", regexp.MustCompile(`\b(AW-\d{8,12})\b`)},
	{AdSense, "pub-", regexp.MustCompile(`\bca-(?:[a-z]+-)*pub-(\d{12,20})\b`)},
	{Metrika, "ym", regexp.MustCompile(`\bym\(\s*(\d{5,10})\s*,`)},
	{Metrika, "yaCounter", regexp.MustCompile(`\byaCounter(\d{5,10})\b`)},
	{Metrika, "mc.yandex.ru/watch/", regexp.MustCompile(`mc\.yandex\.ru/watch/(\d{5,10})`)},
	{YandexAds, "R-A-", regexp.MustCompile(`\bR-A-(\d{4,10})-\d{1,4}\b`)},
	{Pixel, "fbq", regexp.MustCompile(`\bfbq\(\s*['"]init['"]\s*,\s*['"](\d{10,20})['"]`)},
	{Pixel, "facebook.com/tr", regexp.MustCompile(`facebook\.com/tr/?\?id=(\d{10,20})`)},
	{TikTok, "ttq", regexp.MustCompile(`\bttq\.load\(\s*['"]([A-Z0-9]{16,24})['"]`)},
	{MailRu, "_tmr", regexp.MustCompile(`_tmr\.push\(\s*\{\s*["']?id["']?\s*:\s*["'](\d{5,9})["']`)},
	{Hotjar, "hjid", regexp.MustCompile(`\bhjid\s*:\s*(\d{5,9})\b`)},
	{Clarity, "clarity", regexp.MustCompile(`clarity\.ms/tag/([a-z0-9]{8,12})\b`)},
	{PushSite, "appId", regexp.MustCompile(`\bappId["']?\s*:\s*["']([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})["']`)},
	{Theme, "wp-content/themes/", regexp.MustCompile(`wp-content/themes/([\w.-]{2,60})/`)},
}

// metas are meta elements that hold a mark as it stands.
var metas = map[string]Kind{
	"fb:app_id": App, "fb:pages": Pages, "fb:admins": Pages, "twitter:site": Account, "twitter:site:id": Account, "generator": Generator,
}

// proofs are meta elements that prove to a service who owns a site, besides
// all whose names end in verification or verify.
var proofs = map[string]bool{
	"msvalidate.01": true, "p:domain_verify": true, "alexaverifyid": true, "y_key": true, "verify-v1": true, "wot-verification": true,
}

// FromPage reads the marks of a parsed page. The address is the page's own.
func FromPage(doc *html.Node, page *url.URL) []Mark {
	r := reading{page: page, site: frontier.SiteOf(page.Hostname()), left: maxScript}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			r.element(n)
		}
	}
	return r.marks
}

// reading is one page being read.
type reading struct {
	list
	page *url.URL
	site string
	left int // bytes of scripts that may still be read
}

func (r *reading) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Meta:
		r.meta(strings.ToLower(attr(n, "name")+attr(n, "property")), attr(n, "content"))
	case atom.Script:
		r.address(attr(n, "src"))
		if n.FirstChild != nil {
			r.script(n.FirstChild.Data)
		}
	case atom.Noscript, atom.Iframe, atom.Img:
		r.address(attr(n, "src"))
		if n.FirstChild != nil && n.FirstChild.Type == html.TextNode {
			r.script(n.FirstChild.Data)
		}
	case atom.Ins:
		r.script(attr(n, "data-ad-client"))
	case atom.Link:
		r.link(n)
	}
}

func (r *reading) meta(name, content string) {
	kind, known := metas[name]
	switch {
	case known:
		r.add(kind, strings.ToLower(content))
	case name == "google-adsense-account":
		r.script(content)
	case proofs[name] || strings.HasSuffix(name, "verification") || strings.HasSuffix(name, "verify"):
		r.proof(name, content)
	}
}

// proof keeps a token that is long enough to be one.
func (r *reading) proof(name, token string) {
	const fewest = 8
	if len(token) >= fewest {
		r.add(Verification, name+" "+token)
	}
}

func (r *reading) link(n *html.Node) {
	href := attr(n, "href")
	if href == "" {
		return
	}
	switch rel := strings.ToLower(attr(n, "rel")); {
	case strings.Contains(rel, "stylesheet"):
		r.address(href)
	case rel == "alternate" && (strings.Contains(attr(n, "type"), "rss") || strings.Contains(attr(n, "type"), "atom")):
		if u, err := r.page.Parse(href); err == nil && u.Hostname() != "" && frontier.SiteOf(u.Hostname()) != r.site {
			r.add(Feed, strings.ToLower(u.Host+strings.TrimRight(u.Path, "/")))
		}
	}
}

// address reads the address of what the page loads.
func (r *reading) address(a string) {
	if a == "" || strings.HasPrefix(a, "data:") {
		return
	}
	r.script(a)
	if site := siteOf(r.page, a); site != "" && site != r.site {
		r.add(Assets, site)
	}
}

// script reads ids in a piece of script.
func (r *reading) script(s string) {
	s = s[:min(len(s), r.left)]
	r.left -= len(s)
	r.matomo(s)
	for _, p := range patterns {
		if !strings.Contains(s, p.hint) {
			continue
		}
		for _, m := range p.find.FindAllStringSubmatch(s, maxMarks) {
			r.add(p.kind, m[1])
		}
	}
}

var (
	matomoHost = regexp.MustCompile(`["'](?:https?:)?//([\w.-]{4,100})/(?:[\w-]+/)?["']`)
	matomoSite = regexp.MustCompile(`["']setSiteId["']\s*,\s*["']?(\d{1,6})`)
)

// matomo needs both the host that counts and the number of the site there.
func (r *reading) matomo(s string) {
	if !strings.Contains(s, "setSiteId") {
		return
	}
	if host, site := matomoHost.FindStringSubmatch(s), matomoSite.FindStringSubmatch(s); host != nil && site != nil {
		r.add(Matomo, strings.ToLower(host[1])+" "+site[1])
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
