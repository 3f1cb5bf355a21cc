// Package sitemap reads sitemaps and their indexes (sitemaps.org 0.9), with the
// extension for news.
package sitemap

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// What one file may hold by the protocol. More is not read.
const (
	MaxEntries = 50_000
	MaxSize    = 50 << 20 // bytes, after decompression
)

// ErrSitemap: the file is no sitemap, or breaks off. The error says which, in
// words for people.
var ErrSitemap = errors.New("not a whole sitemap")

// Sitemap is one file.
type Sitemap struct {
	// Index says that the entries are sitemaps and not pages.
	Index   bool
	Entries []Entry
}

// Entry is one address with what is said of it.
type Entry struct {
	URL      string    // as written
	Modified time.Time // lastmod; zero where absent or unreadable
	// Title and Published are those of the news extension.
	Title     string
	Published time.Time
}

// Newest is the latest date that the entry claims.
func (e Entry) Newest() time.Time {
	if e.Published.After(e.Modified) {
		return e.Published
	}
	return e.Modified
}

// Parse reads a file in UTF-8. Namespaces are not looked at: wrong ones and
// none are common. Where the file breaks off, what was read until there is
// returned together with an error that is ErrSitemap.
func Parse(body []byte) (Sitemap, error) {
	in := xml.NewDecoder(bytes.NewReader(body[:min(len(body), MaxSize)]))
	in.Strict = false
	in.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	var m Sitemap
	root, err := next(in)
	if err != nil {
		return m, fmt.Errorf("%w: there is no XML in it", ErrSitemap)
	}
	switch root.Name.Local {
	case "urlset":
	case "sitemapindex":
		m.Index = true
	default:
		return m, fmt.Errorf("%w: it begins with <%.40s>", ErrSitemap, root.Name.Local)
	}
	for len(m.Entries) < MaxEntries {
		start, err := next(in)
		if err == io.EOF {
			return m, nil
		}
		var e element
		if err == nil {
			err = in.DecodeElement(&e, &start)
		}
		if err != nil {
			return m, fmt.Errorf("%w: it breaks off after %d entries: %w", ErrSitemap, len(m.Entries), err)
		}
		if isEntry(start.Name.Local) && strings.TrimSpace(e.Loc) != "" {
			m.Entries = append(m.Entries, e.entry())
		}
	}
	return m, nil
}

func isEntry(name string) bool { return name == "url" || name == "sitemap" }

// next skips to the next start of an element.
func next(in *xml.Decoder) (xml.StartElement, error) {
	for {
		token, err := in.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, ok := token.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// element is an entry as it is written.
type element struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	News    struct {
		Title string `xml:"title"`
		Date  string `xml:"publication_date"`
	} `xml:"news"`
}

func (e element) entry() Entry {
	return Entry{
		URL:      strings.TrimSpace(e.Loc),
		Modified: parseTime(e.LastMod),
		Title:    strings.Join(strings.Fields(e.News.Title), " "), Published: parseTime(e.News.Date),
	}
}

// layouts are those of the W3C's profile of ISO 8601 and the two mistakes that
// are made most.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01", "2006",
	"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04:05-0700",
}

func parseTime(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
