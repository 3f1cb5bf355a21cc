package fakeweb

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// Trap is a way in which a site makes up addresses without end.
type Trap string

// The traps.
const (
	TrapCalendar  Trap = "calendar"  // months of a query, forward and back for ever
	TrapDays      Trap = "days"      // the same in paths, with a page a day
	TrapFacets    Trap = "facets"    // ten filters that combine
	TrapWide      Trap = "wide"      // 400 pages of one kind, all linked from everywhere
	TrapGrowing   Trap = "growing"   // relative links that lengthen the path
	TrapSessions  Trap = "sessions"  // a new key in the path at each look, before the same stories
	TrapSlashes   Trap = "slashes"   // links that add a slash
	TrapRedirects Trap = "redirects" // chains of 25, and rings
)

// Traps lists every trap.
func Traps() []Trap {
	return []Trap{TrapCalendar, TrapDays, TrapFacets, TrapWide, TrapGrowing, TrapSessions, TrapSlashes, TrapRedirects}
}

// trapRoots are the paths below which the traps lie.
var trapRoots = map[Trap]string{
	TrapCalendar: "/calendar", TrapDays: "/events", TrapFacets: "/shop", TrapWide: "/tags", TrapGrowing: "/guide",
	TrapSessions: "/s", TrapSlashes: "/docs", TrapRedirects: "/go",
}

// Inside reports whether an access lies in the trap.
func (t Trap) Inside(a Access) bool {
	path, _, _ := strings.Cut(a.Path, "?")
	return path == trapRoots[t] || strings.HasPrefix(path, trapRoots[t]+"/")
}

// listed is how many stories stand on one page of a list.
const listed = 15

// snare is a paper with a trap.
type snare struct {
	trap    Trap
	root    string
	stories int
	visits  atomic.Uint64 // no two looks show the same key
}

// Snare makes the host a paper of so many stories, /news/1 and on, with a trap
// whose entrance every page shows first. The front page lists the newest
// stories, /archive?page=2 and on the others.
func (h *Host) Snare(t Trap, stories int) {
	s := &snare{trap: t, root: trapRoots[t], stories: stories}
	h.Route("/", func(now time.Time, _ *http.Request) Answer { return s.list(1, now) })
	h.Route("/archive", func(now time.Time, r *http.Request) Answer {
		return s.list(number(r.URL.Query().Get("page"), 1), now)
	})
	h.Route("/news/*", func(now time.Time, r *http.Request) Answer {
		return s.story(strings.TrimPrefix(r.URL.Path, "/news/"), now)
	})
	h.Route(s.root, s.inside)
	h.Route(s.root+"/*", s.inside)
	h.Robots("User-agent: *\nAllow: /\n")
}

func (s *snare) story(name string, now time.Time) Answer {
	n := number(name, 0)
	if n < 1 || n > s.stories {
		return Answer{Status: http.StatusNotFound}
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<article><h1>%s</h1><time datetime="2026-01-%02dT10:00:00Z"></time>`, headline(n), n%28+1)
	for p := range 5 {
		fmt.Fprintf(&b, "<p>%s</p>\n", sentence(n*31+p*7, 60))
	}
	b.WriteString("</article>")
	head := fmt.Sprintf(`<meta property="og:type" content="article"><meta property="article:published_time" content="2026-01-%02dT10:00:00Z">`, n%28+1)
	return document(headline(n), head, b.String(), s.entrances(now))
}

func (s *snare) list(page int, now time.Time) Answer {
	links := s.entrances(now)
	for n := (page-1)*listed + 1; n <= min(page*listed, s.stories); n++ {
		links = append(links, fmt.Sprintf("/news/%d", n))
	}
	for p := 2; page == 1 && (p-1)*listed < s.stories; p++ {
		links = append(links, fmt.Sprintf("/archive?page=%d", p))
	}
	return document("News of the valley", "", "<h1>News of the valley</h1>", links)
}

func headline(n int) string { return fmt.Sprintf("The council hears of %s", sentence(n*17, 4)) }

// sentence is so many words, others for each seed.
func sentence(seed, words int) string {
	syllables := []string{"ba", "de", "gi", "ko", "lu", "ma", "ne", "po", "ra", "si", "to", "vu"}
	var out []string
	state := uint32(seed)*2654435761 + 1
	for range words {
		state = state*1664525 + 1013904223
		s := state >> 8
		out = append(out, syllables[s%12]+syllables[s/12%12]+syllables[s/144%12])
	}
	return strings.Join(out, " ") + "."
}

// document is a page with a list of links below its body.
func document(title, head, body string, links []string) Answer {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=en><head><title>%s</title>%s</head><body>%s<ul>\n", title, head, body)
	for _, link := range slices.Compact(links) {
		fmt.Fprintf(&b, "<li><a href=\"%s\">%[1]s</a></li>\n", link)
	}
	b.WriteString("</ul></body></html>")
	return Text("text/html; charset=utf-8", b.String())
}
