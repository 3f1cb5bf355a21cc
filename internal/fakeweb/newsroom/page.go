package newsroom

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

//go:embed layouts/*.html
var layoutFiles embed.FS

var layouts = template.Must(template.ParseFS(layoutFiles, "layouts/*.html"))

// Page is one page as bytes.
type Page struct {
	Type     string // Content-Type
	Body     []byte
	Modified time.Time
}

// frame is what a layout shows: an article where Story is set, else a list.
type frame struct {
	Site    *Site
	Words   words
	Path    string
	Title   string
	Charset string
	Story   *story
	Related []story
	List    []story
	Older   string   // where the list goes on
	Text    []string // of the page about the site
	Year    int
}

// Article is an article's page at a moment; false where it cannot be read.
func (s *Site) Article(a Article, now time.Time) (Page, bool, error) {
	v, ok := a.At(now)
	if !ok {
		return Page{}, false, nil
	}
	page, err := s.render(frame{
		Path: a.Path, Title: v.Title, Story: &story{a, v}, Related: s.related(a), Year: v.From.Year(),
	})
	page.Modified = v.From
	return page, true, err
}

const frontStories = 20

// Front is the front page: the newest 20 articles.
func (s *Site) Front(now time.Time) (Page, error) {
	list := s.standing(now)
	f := frame{Path: "/", Title: s.Outlet, List: list[:min(len(list), frontStories)], Year: now.Year()}
	if len(list) > frontStories {
		f.Older = "/archive"
	}
	return s.render(f)
}

// Archive lists every article, newest first.
func (s *Site) Archive(now time.Time) (Page, error) {
	return s.render(frame{
		Path: "/archive", Title: wordsOf(s.Language).Archive, List: s.standing(now), Year: now.Year(),
	})
}

// AboutPage says who the outlet is.
func (s *Site) AboutPage(now time.Time) (Page, error) {
	return s.render(frame{
		Path: "/about", Title: wordsOf(s.Language).About, Text: []string{s.About}, Year: now.Year(),
	})
}

func (s *Site) render(f frame) (Page, error) {
	f.Site, f.Words, f.Charset = s, wordsOf(s.Language), s.Charset
	if f.Charset == "" {
		f.Charset = "utf-8"
	}
	var b bytes.Buffer
	if err := layouts.ExecuteTemplate(&b, string(s.Layout)+".html", f); err != nil {
		return Page{}, fmt.Errorf("lay out %s: %w", s.URL(f.Path), err)
	}
	body, err := encode(b.Bytes(), f.Charset)
	if err != nil {
		return Page{}, fmt.Errorf("write %s in %s: %w", s.URL(f.Path), f.Charset, err)
	}
	return Page{Type: "text/html; charset=" + f.Charset, Body: body}, nil
}

// encode writes a page in another charset. Letters that the charset lacks
// become character references.
func encode(page []byte, charset string) ([]byte, error) {
	e, err := htmlindex.Get(charset)
	if err != nil {
		return nil, err
	}
	return encoding.HTMLEscapeUnsupported(e.NewEncoder()).Bytes(page)
}
