package fakeweb

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// refusalTricks are ways to turn visitors away, or to wear them out.
var refusalTricks = map[Trick]func(*paper){
	"error-words": func(p *paper) {
		p.trick(document("Error 404", "", "<h1>Error 404</h1><p>The page does not exist.</p>", nil))
	},
	"absent": absent,
	"block-page": func(p *paper) {
		p.trick(Text("text/html", "<html><title>Just a moment...</title><p>Checking your browser before accessing the site.</p></html>"))
	},
	"forbidden-after": func(p *paper) {
		var asked atomic.Int64
		for n := range 12 {
			p.route(fmt.Sprintf("/news/%d", n+1), func(time.Time, *http.Request) Answer {
				if asked.Add(1) > Stories {
					return Answer{Status: http.StatusForbidden, Type: "text/html", Body: []byte("<title>Access denied</title>")}
				}
				return story(n + 1)
			})
		}
	},
	"wait-seconds": func(p *paper) {
		p.first(Always(with(Answer{Status: http.StatusTooManyRequests}, "Retry-After", "3600")))
	},
	"wait-date": func(p *paper) {
		p.first(func(now time.Time, _ *http.Request) Answer {
			return with(Answer{Status: http.StatusServiceUnavailable}, "Retry-After", now.Add(time.Hour).UTC().Format(http.TimeFormat))
		})
	},
	"cookie": func(p *paper) { p.route("/trick", cookie(story(4))) },
	"cookie-never": func(p *paper) {
		p.trick(with(Redirect(http.StatusFound, "/trick"), "Set-Cookie", "visited=1"))
	},
	"redirects":         redirects,
	"redirect-statuses": redirectStatuses,
	"redirect-private":  redirectPrivate,
	"redirect-secret":   func(p *paper) { p.trick(Redirect(http.StatusFound, "/secret/trick")) },
}

// absent answers every address that is none with a page that does not say so,
// and announces one such as a story: /news/77.
func absent(p *paper) {
	p.feed("application/rss+xml", entry(77, "id77", today))
	p.host.Route("/news/*", func(time.Time, *http.Request) Answer {
		return document("The valley", `<meta property="og:type" content="article"><meta property="article:published_time" content="2026-01-01T10:00:00Z">`,
			"<article><h1>Looking for something?</h1><p>Whatever it was has moved on. Start from our front page, or write to us if you miss it.</p></article>", nil)
	})
}

func cookie(a Answer) Route {
	return func(_ time.Time, r *http.Request) Answer {
		if _, err := r.Cookie("visited"); err != nil {
			return with(Redirect(http.StatusFound, "/trick"), "Set-Cookie", "visited=1; Path=/")
		}
		return a
	}
}

// redirects are a chain of 25, a ring of two, and an address that leads to
// itself.
func redirects(p *paper) {
	p.link("/chain/0", "/ring/0", "/self")
	p.host.Route("/chain/*", func(_ time.Time, r *http.Request) Answer {
		n := number(strings.TrimPrefix(r.URL.Path, "/chain/"), 0)
		if n >= chain {
			return story(9)
		}
		return Redirect(http.StatusFound, fmt.Sprintf("/chain/%d", n+1))
	})
	p.host.Route("/ring/*", func(_ time.Time, r *http.Request) Answer {
		return Redirect(http.StatusMovedPermanently, fmt.Sprintf("/ring/%d", 1-number(strings.TrimPrefix(r.URL.Path, "/ring/"), 0)))
	})
	p.host.Route("/self", Always(Redirect(http.StatusFound, "/self")))
}

// redirectStatuses lead to /news/4 to 8, each with another status.
func redirectStatuses(p *paper) {
	for i, status := range []int{301, 302, 303, 307, 308} {
		p.host.Route(fmt.Sprintf("/news/%d", i+4), Always(story(i+4)))
		p.route(fmt.Sprintf("/moved/%d", status), Always(Redirect(status, fmt.Sprintf("/news/%d", i+4))))
	}
}

// redirectPrivate leads to where no visitor belongs.
func redirectPrivate(p *paper) {
	for i, to := range []string{
		"http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://0x7f.1/", "http://10.0.0.1/",
		"file:///etc/passwd", "gopher://127.0.0.1:70/", "javascript:alert(1)", "data:text/html,<p>x", "http://",
	} {
		p.route(fmt.Sprintf("/private/%d", i), Always(Redirect(http.StatusFound, to)))
	}
}
