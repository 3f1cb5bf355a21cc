package fakeweb

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/qalxan/qalxan/internal/fakeweb/newsroom"
	"github.com/qalxan/qalxan/internal/fakeweb/wiki"
)

func (sc script) validate() error {
	if !sc.Start.Before(sc.End) {
		return fmt.Errorf("end: %s is not after start %s", sc.End, sc.Start)
	}
	seen := map[string]bool{}
	for i, h := range sc.Hosts {
		if err := h.validate(); err != nil {
			return fmt.Errorf("hosts[%d] (%s): %w", i, h.Name, err)
		}
		if seen[h.Name] {
			return fmt.Errorf("hosts[%d]: name: %s stands there twice", i, h.Name)
		}
		seen[h.Name] = true
	}
	return nil
}

func (h hostScript) validate() error {
	switch {
	case !strings.HasSuffix(h.Name, ".example") || strings.ToLower(h.Name) != h.Name:
		// RFC 2606, section 2: nobody can own such a name.
		return fmt.Errorf("name: %q is not a lower-case name under .example", h.Name)
	case h.Outlet == "":
		return errors.New("outlet: is missing")
	case h.Language == "":
		return errors.New("language: is missing")
	case (h.Articles == "") == (h.Wiki == ""):
		return errors.New("articles: name one file, there or under wiki")
	case h.Wiki != "":
		return nil
	case !slices.Contains(newsroom.Layouts(), h.Layout):
		return fmt.Errorf("layout: %q is not one of %v", h.Layout, newsroom.Layouts())
	case !slices.Contains(newsroom.Feeds(), h.Feed):
		return fmt.Errorf("feed: %q is not one of %v", h.Feed, newsroom.Feeds())
	}
	if _, err := htmlindex.Get(h.Charset); h.Charset != "" && err != nil {
		return fmt.Errorf("charset: %q: %w", h.Charset, err)
	}
	return nil
}

func (a articleScript) article() (newsroom.Article, error) {
	switch {
	case !strings.HasPrefix(a.Path, "/"):
		return newsroom.Article{}, fmt.Errorf("path: %q does not begin with /", a.Path)
	case a.Published.IsZero():
		return newsroom.Article{}, errors.New("published: is missing")
	case a.Title == "" || strings.TrimSpace(a.Text) == "":
		return newsroom.Article{}, errors.New("title, text: must both be there")
	}
	text := unwrap(a.Text)
	last := newsroom.Version{From: a.Published, Title: a.Title, Paragraphs: paragraphs(text)}
	out := newsroom.Article{
		Path: a.Path, Author: a.Author, Published: a.Published, Versions: []newsroom.Version{last},
	}
	for i, e := range a.Edits {
		if !e.At.After(last.From) {
			return out, fmt.Errorf("edits[%d].at: %s is not after the version before", i, e.At)
		}
		var err error
		if text, err = e.Change.apply(text); err != nil {
			return out, fmt.Errorf("edits[%d].%w", i, err)
		}
		last = e.version(last, text)
		out.Versions = append(out.Versions, last)
	}
	return out, nil
}

// version is what the edit makes of the version before it.
func (e editScript) version(last newsroom.Version, text string) newsroom.Version {
	last.From, last.Paragraphs, last.Gone = e.At, paragraphs(text), e.Gone
	if e.Title != "" {
		last.Title = e.Title
	}
	if e.Modified {
		last.Modified = e.At
	}
	return last
}

func (s wikiScript) history() ([]wiki.Revision, error) {
	if s.Title == "" || len(s.Revisions) == 0 {
		return nil, errors.New("title, revisions: must both be there")
	}
	var all []wiki.Revision
	text, before := "", ""
	for i, r := range s.Revisions {
		if len(all) > 0 && !r.At.After(all[len(all)-1].At) {
			return nil, fmt.Errorf("revisions[%d].at: %s is not after the revision before", i, r.At)
		}
		next, err := r.Change.apply(text)
		if err != nil {
			return nil, fmt.Errorf("revisions[%d].%w", i, err)
		}
		if r.Undo {
			next = before
		}
		before, text = text, next
		all = append(all, wiki.Revision{At: r.At, User: r.User, Comment: r.Comment, Text: text})
	}
	return all, nil
}

// unique makes sure that no two articles share a path.
func unique(articles []newsroom.Article) error {
	seen := map[string]bool{}
	for i, a := range articles {
		if seen[a.Path] {
			return fmt.Errorf("[%d].path: %s stands there twice", i, a.Path)
		}
		seen[a.Path] = true
	}
	return nil
}
