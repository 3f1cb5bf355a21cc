package order

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
)

var notSlug = regexp.MustCompile(`[^a-z0-9]+`)

// Source makes a source of an address, of a kind that is guessed by its form
// where none is given. Kinds that meet on one host have ids
// of their own: neither can work off the tasks of the other.
func Source(raw string, kind qalxan.Kind, p qalxan.Policy) (qalxan.Source, error) {
	address, err := frontier.Normalize(raw)
	if err != nil {
		return qalxan.Source{}, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return qalxan.Source{}, err
	}
	s := qalxan.Source{Name: u.Hostname(), Kind: kind, URL: address, Policy: p}
	if s.Kind == "" {
		s.Kind = guessKind(u)
	}
	slug := u.Host
	switch s.Kind {
	case qalxan.KindWikipedia:
		s.Articles = []string{strings.ReplaceAll(strings.TrimPrefix(u.Path, wikiPath), "_", " ")}
		s.URL, slug = u.Scheme+"://"+u.Host, "wiki "+u.Host
	case qalxan.KindFeed:
		slug = "feed " + u.Host + u.Path
	}
	s.ID = strings.Trim(notSlug.ReplaceAllString(strings.ToLower(slug), "-"), "-")
	if len(s.ID) > 64 {
		s.ID = strings.Trim(s.ID[:64], "-")
	}
	s = s.WithDefaults()
	return s, s.Validate()
}

const wikiPath = "/wiki/"

// guessKind reads the kind of source off the form of its address.
func guessKind(u *url.URL) qalxan.Kind {
	last := strings.ToLower(path.Base(u.Path))
	switch {
	case strings.HasPrefix(u.Path, wikiPath) && len(u.Path) > len(wikiPath):
		return qalxan.KindWikipedia
	case last == "feed", last == "rss", last == "atom",
		strings.HasSuffix(last, ".xml"), strings.HasSuffix(last, ".rss"), strings.HasSuffix(last, ".atom"):
		return qalxan.KindFeed
	}
	return qalxan.KindSite
}
