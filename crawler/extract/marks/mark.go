// Package marks reads from pages, headers and certificates what tells who runs
// a site: accounts of measuring and advertising, proofs of ownership, names on
// a certificate, and what the site is built with.
//
// Only what the site says to machines is read (scripts, meta elements,
// addresses), never the words of a story: who quotes an id does not own it.
package marks

import (
	"net/url"
	"strings"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// Kind says what a mark is.
type Kind string

// The kinds of mark. The first are given by one service to one owner, the next
// are chosen by a site, the last are shared by many strangers.
const (
	Analytics    Kind = "analytics"    // Google Analytics: the account of UA-, or G-
	TagManager   Kind = "tag-manager"  // Google Tag Manager
	Ads          Kind = "ads"          // Google Ads conversion: AW-
	AdSense      Kind = "adsense"      // the publisher: pub-
	Metrika      Kind = "metrika"      // Yandex Metrika
	YandexAds    Kind = "yandex-ads"   // the partner of R-A- blocks
	Pixel        Kind = "pixel"        // Meta
	TikTok       Kind = "tiktok"       // TikTok pixel
	MailRu       Kind = "mailru"       // Top.Mail.Ru counter
	Hotjar       Kind = "hotjar"       // Hotjar site
	Clarity      Kind = "clarity"      // Microsoft Clarity project
	Matomo       Kind = "matomo"       // host and site number
	Verification Kind = "verification" // service and token
	Certificate  Kind = "certificate"  // a registered name on the certificate

	App      Kind = "app"      // fb:app_id
	Pages    Kind = "pages"    // fb:pages, fb:admins
	Account  Kind = "account"  // twitter:site
	Feed     Kind = "feed"     // a feed that lies on another site
	Favicon  Kind = "favicon"  // SHA-256 of the icon
	PushSite Kind = "push-app" // OneSignal

	Generator Kind = "generator" // the CMS and its version
	Theme     Kind = "theme"     // of a CMS
	Assets    Kind = "assets"    // another site that scripts, styles and pictures come from
	Server    Kind = "server"    // headers Server and X-Powered-By
)

// Mark is one thing by which a site may be known. Marks are comparable.
type Mark struct {
	Kind  Kind   `json:"kind"`
	Value string `json:"value"`
}

// Bounds of what is kept of one page.
const (
	maxMarks  = 128
	maxValue  = 200
	maxScript = 1 << 20 // bytes of all scripts
)

// list gathers marks, each once.
type list struct {
	marks []Mark
	seen  map[Mark]bool
}

func (l *list) add(k Kind, value string) {
	value = strings.TrimSpace(value)
	m := Mark{k, value}
	if value == "" || len(value) > maxValue || len(l.marks) == maxMarks || l.seen[m] || isDefault(value) {
		return
	}
	if l.seen == nil {
		l.seen = map[Mark]bool{}
	}
	l.seen[m] = true
	l.marks = append(l.marks, m)
}

// isDefault reports whether an id is the example of a manual or template: one
// digit over and over, or digits in a row.
func isDefault(value string) bool {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, value)
	const fewest = 5
	if len(digits) < fewest || len(digits)*2 < len(value) {
		return strings.Contains(value, "XXXX")
	}
	return strings.Trim(digits, digits[:1]) == "" || strings.HasPrefix("12345678901234567890", digits) || strings.HasPrefix("01234567890123456789", digits)
}

// siteOf is the site of an address on the page, or nothing.
func siteOf(page *url.URL, address string) string {
	u, err := page.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return ""
	}
	return frontier.SiteOf(u.Hostname())
}
