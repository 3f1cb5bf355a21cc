package fakeweb

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	filters  = 10
	wideness = 400
	chain    = 25
	chains   = 40 // and as many rings
)

// entrances are the links into the trap, as every page shows them.
func (s *snare) entrances(now time.Time) (links []string) {
	root := s.root
	switch s.trap {
	case TrapCalendar:
		return []string{fmt.Sprintf("%s?year=%d&month=%d", root, now.Year(), now.Month())}
	case TrapDays:
		return []string{fmt.Sprintf("%s/%04d/%02d/", root, now.Year(), now.Month())}
	case TrapWide:
		for n := range wideness {
			links = append(links, fmt.Sprintf("%s/%s", root, strings.ReplaceAll(strings.TrimSuffix(sentence(n, 2), "."), " ", "-")))
		}
		return links
	case TrapSessions:
		key := fmt.Sprintf("%016x", s.visits.Add(1)*0x9E3779B97F4A7C15)
		for n := range listed {
			links = append(links, fmt.Sprintf("%s/%s/news/%d", root, key, n+1))
		}
		return links
	case TrapRedirects:
		for n := range chains {
			links = append(links, fmt.Sprintf("%s/chain/%d", root, n*1000), fmt.Sprintf("%s/ring/%d", root, n*2))
		}
		return links
	}
	return []string{root + "/"}
}

// inside is one page of the trap. It leads on into the trap, and back to the
// stories as every page of a site does.
func (s *snare) inside(now time.Time, r *http.Request) Answer {
	path := r.URL.Path
	switch s.trap {
	case TrapSessions:
		if _, name, ok := strings.Cut(path, "/news/"); ok {
			return s.story(name, now)
		}
	case TrapRedirects:
		if on := s.hop(path); on != "" {
			return Redirect(http.StatusFound, on)
		}
	}
	links := append(s.entrances(now), s.onward(r.URL)...)
	for n := range min(s.stories, listed) {
		links = append(links, fmt.Sprintf("/news/%d", n+1))
	}
	return document("Overview", "", "<h1>Overview</h1><p>Nothing was entered here.</p>", links)
}

// onward are the links of a trap's page that lead deeper.
func (s *snare) onward(u *url.URL) (links []string) {
	q, root := u.Query(), s.root
	switch s.trap {
	case TrapCalendar:
		at := time.Date(number(q.Get("year"), 2026), time.Month(number(q.Get("month"), 1)), 1, 0, 0, 0, 0, time.UTC)
		for _, step := range []int{-12, -1, 1, 12} {
			to := at.AddDate(0, step, 0)
			links = append(links, fmt.Sprintf("%s?year=%d&month=%d", root, to.Year(), to.Month()))
		}
	case TrapDays:
		at, err := time.Parse("2006/01", strings.Trim(strings.TrimPrefix(u.Path, root), "/"))
		if err != nil {
			return nil
		}
		for day := range 28 {
			links = append(links, fmt.Sprintf("%s%s/%02d", root, at.Format("/2006/01"), day+1))
		}
		links = append(links, root+at.AddDate(0, 1, 0).Format("/2006/01/"), root+at.AddDate(0, -1, 0).Format("/2006/01/"))
	case TrapFacets:
		for n := range filters {
			with := u.Query()
			name := fmt.Sprintf("filter%d", n)
			if with.Has(name) {
				with.Del(name)
			} else {
				with.Set(name, "1")
			}
			links = append(links, root+"?"+with.Encode())
		}
	case TrapGrowing:
		links = []string{"chapter/", "part/", "more/"}
	case TrapSlashes:
		links = []string{u.Path + "/", u.Path + "/index/"}
	}
	return links
}

// hop is where a redirect leads; empty at the end of a chain.
func (s *snare) hop(path string) string {
	kind, name, _ := strings.Cut(strings.TrimPrefix(path, s.root+"/"), "/")
	n := number(name, 0)
	switch {
	case kind == "ring":
		return fmt.Sprintf("%s/ring/%d", s.root, n^1)
	case kind == "chain" && n%1000 < chain:
		return fmt.Sprintf("%s/chain/%d", s.root, n+1)
	}
	return ""
}

// number is a decimal number, or another where there is none.
func number(s string, other int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return other
}
