package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/qalxan/qalxan/api"
)

type searchCmd struct {
	Query  []string `arg:"" optional:"" help:"What to find; everything without. See docs/search.md."`
	Limit  int      `default:"20" help:"How many hits, 1 to 100."`
	Newest bool     `help:"Newest first, instead of best first."`
	Cursor string   `placeholder:"C" help:"Where the page before ended."`
	JSON   bool     `help:"Print JSON."`
}

// Help is shown by --help.
func (searchCmd) Help() string {
	return "Examples:\n  qalxan search 'reservoir lang:en level:incident'\n  qalxan search '\"drinking water\" -football after:7d'\n\nWords that begin with a dash go after --:\n  qalxan search -- water -football"
}

// Run searches.
func (c searchCmd) Run(a *app) error {
	if c.Limit < 1 || c.Limit > 100 {
		return usagef("--limit %d is not between 1 and 100", c.Limit)
	}
	if err := readable(strings.Join(c.Query, " ")); err != nil {
		return err
	}
	s, err := a.openRecord()
	if err != nil {
		return err
	}
	defer s.close()
	q := url.Values{"q": {strings.Join(c.Query, " ")}, "limit": {strconv.Itoa(c.Limit)}}
	if c.Newest {
		q.Set("sort", "newest")
	}
	if c.Cursor != "" {
		q.Set("cursor", c.Cursor)
	}
	path := "/api/v1/search?" + q.Encode()
	if c.JSON {
		return s.copyJSON(a, path)
	}
	var r api.SearchResult
	if err := s.get(a, path, &r); err != nil {
		return err
	}
	printHits(a, r)
	return nil
}

// copyJSON prints an answer as it came.
func (s *session) copyJSON(a *app, path string) error {
	var raw json.RawMessage
	if err := s.get(a, path, &raw); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.out, strings.TrimSpace(string(raw)))
	return err
}

func printHits(a *app, r api.SearchResult) {
	if r.Total == 0 {
		fmt.Fprintln(a.out, "Nothing was found. Try fewer words, or part of a word with a star: wat*")
		return
	}
	for _, h := range r.Hits {
		fmt.Fprintf(a.out, "%s  %s  %s  %s", h.ID, h.When.UTC().Format("2006-01-02 15:04"), plain(h.Language), plain(h.SourceName))
		if h.Level != "" {
			fmt.Fprintf(a.out, "  [%s, %s, %s]", h.Level, h.Status, h.FindingID)
		}
		fmt.Fprintf(a.out, "\n    %s\n    %s\n", plain(h.Title), plain(h.URL))
		if h.Withheld != nil {
			fmt.Fprintf(a.out, "    %s\n", plain(h.Withheld.Text))
		}
		for _, s := range h.Snippets {
			fmt.Fprintf(a.out, "    > %s\n", plain(marked(s)))
		}
	}
	fmt.Fprintf(a.out, "\n%d of %d\n", len(r.Hits), r.Total)
	if r.Next != "" {
		fmt.Fprintf(a.out, "more: --cursor %s\n", r.Next)
	}
}

// marked puts the found words of a snippet between asterisks.
func marked(s api.Snippet) string {
	var b strings.Builder
	runes := []rune(s.Text)
	open, closing := map[int]bool{}, map[int]bool{}
	for _, m := range s.Marks {
		open[m.From], closing[m.To] = true, true
	}
	for i, r := range runes {
		if open[i] != closing[i] {
			b.WriteByte('*')
		}
		b.WriteRune(r)
	}
	if closing[len(runes)] {
		b.WriteByte('*')
	}
	return b.String()
}
