package fakeweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Trick is a way in which a site answers badly, by mistake or on purpose.
type Trick string

// Tricks lists every trick.
func Tricks() []Trick {
	var all []Trick
	for _, set := range []map[Trick]func(*paper){answerTricks, refusalTricks, pageTricks, listTricks} {
		for t := range set {
			all = append(all, t)
		}
	}
	slices.Sort(all)
	return all
}

// Stories is how many stories a paper with a trick has, at /news/1 and on.
const Stories = 3

// Play makes the host a paper of [Stories] stories with a trick. The front page
// lists the stories and, where the trick is an answer, its address: /trick.
// Nothing may ever ask for what lies below /secret: robots.txt forbids it.
// A name that is no trick makes the paper without any.
func (h *Host) Play(t Trick) {
	p := &paper{host: h, links: []string{"/news/1", "/news/2", "/news/3"}}
	h.Robots("User-agent: *\nDisallow: /secret\n")
	h.Route("/", func(time.Time, *http.Request) Answer {
		return document("News of the valley", p.head, "<h1>News of the valley</h1>", p.links)
	})
	for n := range Stories {
		h.Route(fmt.Sprintf("/news/%d", n+1), Always(story(n+1)))
	}
	h.Route("/secret/*", Always(Text("text/html", "secret")))
	for _, set := range []map[Trick]func(*paper){answerTricks, refusalTricks, pageTricks, listTricks} {
		if play := set[t]; play != nil {
			play(p)
		}
	}
}

// paper is a site under construction.
type paper struct {
	host  *Host
	head  string   // of the front page
	links []string // of the front page
}

// link puts an address on the front page.
func (p *paper) link(address ...string) { p.links = append(p.links, address...) }

// trick is what /trick answers.
func (p *paper) trick(a Answer) {
	p.route("/trick", func(time.Time, *http.Request) Answer { return a })
}

// first is what /trick answers, which the front page then lists before all.
func (p *paper) first(r Route) {
	p.links = append([]string{"/trick"}, p.links...)
	p.host.Route("/trick", r)
}

// route adds an address that the front page links to.
func (p *paper) route(path string, r Route) {
	p.link(path)
	p.host.Route(path, r)
}

// story is a page with the story of that number.
func story(n int) Answer { return tale(n, "", "") }

// tale is a story with more in its head and below its text.
func tale(n int, head, below string) Answer {
	var b strings.Builder
	fmt.Fprintf(&b, "<article><h1>%s</h1>", headline(n))
	for p := range 4 {
		fmt.Fprintf(&b, "<p>%s</p>\n", sentence(n*31+p*7, 60))
	}
	head += fmt.Sprintf(`<meta property="og:type" content="article"><meta property="article:published_time" content="2026-01-%02dT10:00:00Z">`, n%28+1)
	return document(headline(n), head, b.String()+"</article>"+below, []string{"/"})
}

// with is an answer with more headers, given as pairs.
func with(a Answer, header ...string) Answer {
	h := a.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	a.Header = h
	return a
}
