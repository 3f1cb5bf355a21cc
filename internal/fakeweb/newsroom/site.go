// Package newsroom makes the pages of fictional news sites: articles, front
// page, archive, feed and sitemap, as they stand at a moment.
//
// Sites differ in layout and in what they tell machines about their articles,
// because real ones do.
package newsroom

import (
	"slices"
	"strings"
	"time"
)

// Site is one news site.
type Site struct {
	Host     string
	Outlet   string // the name over the door
	About    string // one or two sentences
	Language string // ISO 639-1
	Layout   Layout
	Feed     Feed
	Charset  string // of the pages, as a WHATWG label; empty for utf-8
	Articles []Article
}

// Layout is how a site's pages are built.
type Layout string

// The layouts.
const (
	LayoutClassic Layout = "classic" // JSON-LD, Open Graph, semantic HTML
	LayoutPortal  Layout = "portal"  // Open Graph and microdata in many divs
	LayoutBlog    Layout = "blog"    // a JSON-LD graph around a blog's markup
	LayoutPlain   Layout = "plain"   // tables, and dates for human eyes only
)

// Layouts lists every layout.
func Layouts() []Layout {
	return []Layout{LayoutClassic, LayoutPortal, LayoutBlog, LayoutPlain}
}

// Feed is the kind of feed a site has.
type Feed string

// The feeds. The full ones carry whole articles, the others first paragraphs.
const (
	FeedNone    Feed = ""
	FeedRSS     Feed = "rss"
	FeedRSSFull Feed = "rss-full"
	FeedAtom    Feed = "atom"
)

// Feeds lists every kind of feed.
func Feeds() []Feed { return []Feed{FeedNone, FeedRSS, FeedRSSFull, FeedAtom} }

// Path is where the feed lies; empty where there is none.
func (f Feed) Path() string {
	switch f {
	case FeedRSS, FeedRSSFull:
		return "/rss.xml"
	case FeedAtom:
		return "/atom.xml"
	}
	return ""
}

// Type is the feed's media type.
func (f Feed) Type() string {
	if f == FeedAtom {
		return "application/atom+xml"
	}
	return "application/rss+xml"
}

// Article is one story with its versions, first to last.
type Article struct {
	Path      string
	Author    string
	Published time.Time
	Versions  []Version
}

// Version is an article as it stands from a moment on.
type Version struct {
	From       time.Time
	Modified   time.Time // what the page claims; zero where it claims nothing
	Title      string
	Paragraphs []string
	Gone       bool // deleted
}

// Text is the paragraphs with an empty line between them.
func (v Version) Text() string { return strings.Join(v.Paragraphs, "\n\n") }

// At is the version that stands at a moment; false before the first and once
// the article is gone.
func (a Article) At(now time.Time) (Version, bool) {
	for _, v := range slices.Backward(a.Versions) {
		if !v.From.After(now) {
			return v, !v.Gone
		}
	}
	return Version{}, false
}

// URL is the https address of a path.
func (s *Site) URL(path string) string { return "https://" + s.Host + path }

// story is an article as it stands.
type story struct {
	Article
	Version
}

// changed is when the story last said that it changed.
func (s story) changed() time.Time {
	if s.Modified.IsZero() {
		return s.Published
	}
	return s.Modified
}

// standing lists what can be read at a moment, newest first.
func (s *Site) standing(now time.Time) []story {
	var all []story
	for _, a := range s.Articles {
		if v, ok := a.At(now); ok {
			all = append(all, story{a, v})
		}
	}
	slices.SortStableFunc(all, func(a, b story) int { return b.Published.Compare(a.Published) })
	return all
}

// related are up to three stories that stood when the article came out. They
// are shown as they were then, so that a page changes only when its own words
// do.
func (s *Site) related(a Article) []story {
	older := slices.DeleteFunc(s.standing(a.Published), func(o story) bool { return o.Path == a.Path })
	return older[:min(len(older), 3)]
}
