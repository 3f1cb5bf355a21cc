package fakeweb

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// pageTricks are in what pages say of themselves and where they lead.
var pageTricks = map[Trick]func(*paper){
	"long-addresses": func(p *paper) {
		p.link("/news/"+strings.Repeat("a", 3000), "/news/?q="+strings.Repeat("b", 9000), "/news/4")
		p.host.Route("/news/4", Always(tale(4, `<meta name="x" content="`+strings.Repeat("y", 5000)+`">`, "")))
	},
	"odd-addresses": func(p *paper) {
		p.link("http://", "https://:80/", "//", "mailto:a@b.example", "tel:1", "javascript:void(0)", "http://[::1", "https://user:pass@valley.example/x", "%zz", "/news/4?a=%zz", "/a/../news/2", "https://127.0.0.1/", "http://localhost/")
		p.host.Route("/news/4", Always(story(4)))
	},
	"meta-refresh": func(p *paper) {
		p.trick(document("Moved", `<meta http-equiv="refresh" content="0; url=/secret/page">`, "", nil))
	},
	"base": func(p *paper) {
		p.trick(document("Section", `<base href="/deep/">`, "<h1>Section</h1>", []string{"4"}))
		p.host.Route("/deep/4", Always(story(4)))
	},
	"canonical-elsewhere": func(p *paper) { p.trick(tale(4, `<link rel="canonical" href="https://good.example/news/1">`, "")) },
	"canonical-front":     func(p *paper) { p.trick(tale(4, `<link rel="canonical" href="/">`, "")) },
	"hreflang": func(p *paper) {
		p.trick(tale(4, `<link rel="alternate" hreflang="ru" href="https://elsewhere.example/ru/4">`, ""))
	},
	"noindex":              func(p *paper) { p.trick(tale(9, `<meta name="robots" content="noindex">`, "")) },
	"noindex-header":       func(p *paper) { p.trick(with(story(9), "X-Robots-Tag", "noindex")) },
	"noarchive":            func(p *paper) { p.trick(tale(4, `<meta name="robots" content="noarchive">`, "")) },
	"etag-always-new":      func(p *paper) { p.route("/trick", fresh(story(4))) },
	"etag-always-the-same": func(p *paper) { p.trick(with(story(4), "Etag", `"1"`)) },
	"wrong-clock": func(p *paper) {
		p.trick(with(story(4), "Date", "Thu, 01 Jan 1970 00:00:00 GMT", "Expires", "Fri, 01 Jan 2100 00:00:00 GMT", "Age", "-5"))
	},
	"deep-nesting": func(p *paper) { p.trick(Text("text/html", strings.Repeat("<div>", 20_000)+"deep")) },
	"endless-word": func(p *paper) {
		p.trick(Text("text/html", "<title>w</title><article><p>"+strings.Repeat("w", 200_000)))
	},
	"last-page-repeats": lastPageRepeats,
}

// fresh gives an answer another ETag each time.
func fresh(a Answer) Route {
	var n atomic.Int64
	return func(time.Time, *http.Request) Answer { return with(a, "Etag", fmt.Sprintf(`W/"%d"`, n.Add(1))) }
}

// lastPageRepeats shows the same page for every number, with a link to the next.
func lastPageRepeats(p *paper) {
	p.link("/archive?page=2")
	p.host.Route("/archive", func(_ time.Time, r *http.Request) Answer {
		next := number(r.URL.Query().Get("page"), 1) + 1
		return document("Archive", "", "<h1>Archive</h1>", []string{"/news/1", "/news/2", fmt.Sprintf("/archive?page=%d", next)})
	})
}
