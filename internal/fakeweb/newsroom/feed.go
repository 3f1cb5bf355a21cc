package newsroom

import (
	"encoding/xml"
	"fmt"
	"html"
	"strings"
	"time"
)

const feedStories = 20

// FeedPage is the site's feed at a moment: the newest 20 articles.
func (s *Site) FeedPage(now time.Time) (Page, error) {
	list := s.standing(now)
	list = list[:min(len(list), feedStories)]
	if s.Feed == FeedAtom {
		return document(s.Feed.Type(), s.atom(list, now))
	}
	return document(s.Feed.Type(), s.rss(list))
}

// document is XML in UTF-8.
func document(mediaType string, v any) (Page, error) {
	body, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		return Page{}, fmt.Errorf("write XML: %w", err)
	}
	return Page{Type: mediaType + "; charset=utf-8", Body: append([]byte(xml.Header), body...)}, nil
}

type rss struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Content string     `xml:"xmlns:content,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title    string    `xml:"title"`
	Link     string    `xml:"link"`
	About    string    `xml:"description"`
	Language string    `xml:"language"`
	Items    []rssItem `xml:"item"`
}

type rssItem struct {
	Title   string `xml:"title"`
	Link    string `xml:"link"`
	ID      string `xml:"guid"`
	Date    string `xml:"pubDate"`
	Author  string `xml:"dc:creator,omitempty"`
	Summary string `xml:"description"`
	Whole   string `xml:"content:encoded,omitempty"`
}

// rss is RSS 2.0 with the content and Dublin Core modules.
func (s *Site) rss(list []story) rss {
	channel := rssChannel{Title: s.Outlet, Link: s.URL("/"), About: s.About, Language: s.Language}
	for _, st := range list {
		item := rssItem{
			Title: st.Title, Link: s.URL(st.Path), ID: s.URL(st.Path), Author: st.Author,
			Date: st.Published.UTC().Format(time.RFC1123Z), Summary: html.EscapeString(st.Teaser()),
		}
		if s.Feed == FeedRSSFull {
			item.Whole = markup(st.Paragraphs)
		}
		channel.Items = append(channel.Items, item)
	}
	return rss{
		Version: "2.0", Channel: channel,
		Content: "http://purl.org/rss/1.0/modules/content/", DC: "http://purl.org/dc/elements/1.1/",
	}
}

func markup(paragraphs []string) string {
	var b strings.Builder
	for _, p := range paragraphs {
		b.WriteString("<p>" + html.EscapeString(p) + "</p>\n")
	}
	return b.String()
}

type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Link    atomLink    `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	HRef string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Link      atomLink `xml:"link"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Author    string   `xml:"author>name"`
	Summary   string   `xml:"summary"`
}

// atom is RFC 4287. An entry without an author carries the outlet's name,
// because section 4.1.2 wants one.
func (s *Site) atom(list []story, now time.Time) atom {
	feed := atom{
		Lang: s.Language, ID: s.URL("/"), Title: s.Outlet, Updated: stamp(now),
		Link: atomLink{"self", s.URL(s.Feed.Path())},
	}
	for i, st := range list {
		if i == 0 {
			feed.Updated = stamp(st.changed())
		}
		author := st.Author
		if author == "" {
			author = s.Outlet
		}
		feed.Entries = append(feed.Entries, atomEntry{
			ID: s.URL(st.Path), Title: st.Title, Link: atomLink{"alternate", s.URL(st.Path)},
			Published: st.PublishedStamp(), Updated: stamp(st.changed()), Author: author, Summary: st.Teaser(),
		})
	}
	return feed
}
