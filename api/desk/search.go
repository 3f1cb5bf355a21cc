package desk

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/index/query"
	"github.com/qalxan/qalxan/store"
)

// searchPage is the search box with what was found.
type searchPage struct {
	Query, Sort string
	Problem     *problem
	Results     *results
	Saved       []shelved
	Keeps       bool     // searches can be saved
	Terms       []string // that the query language knows, for completion
	Help        []example
	Back        string
}

// problem is a query that cannot be read, cut where the fault is: so much of it
// as has room beside the fault.
type problem struct {
	Message, Before, After string
	Indent                 string // the room before the caret
	Mended, Link           string // what was probably meant, and its search
}

// besideFault is how many letters of a query are shown before and after.
const besideFault = 35

// results is one page of hits.
type results struct {
	Total       int
	Hits        []hit
	Filters     []choice
	Groups      []group
	First, Next string // links; empty where this is the page
	Days        *days  // nil where there are too few to draw
	Exports     []export
	Facets      store.Facets
}

type hit struct {
	api.Hit
	Title    []segment
	Passages []passage
}

func (d *desk) search(r *http.Request) (page, error) {
	asked := r.URL.Query()
	p := searchPage{Query: asked.Get("q"), Sort: asked.Get("sort"), Back: here(r), Keeps: d.shelves != nil}
	var err error
	if p.Saved, err = d.savedSearches(r); err != nil {
		return page{}, err
	}
	if asked.Has("q") {
		p.Results, err = d.results(r, asked)
	}
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		p.Problem, err = d.words.pointOut(p.Query, syntax), nil
	}
	var hits store.Facets
	if p.Results != nil {
		hits = p.Results.Facets
	}
	p.Terms, p.Help = terms(hits), examples(hits)
	return page{Title: d.words.known("search", "title"), Here: "search", Body: p}, err
}

func (d *desk) results(r *http.Request, asked url.Values) (*results, error) {
	sort := index.Sort(asked.Get("sort"))
	if sort != index.SortRelevance && sort != index.SortNewest {
		sort = ""
	}
	found, err := d.library.Search(r.Context(), api.SearchRequest{Query: asked.Get("q"), Cursor: asked.Get("cursor"), Sort: sort})
	if err != nil {
		return nil, err
	}
	c, err := newChooser(asked.Get("q"), string(sort), d.library.Now())
	if err != nil {
		return nil, err
	}
	out := &results{Facets: found.Facets, Total: found.Total, Filters: c.filters(), Groups: d.groups(c, found.Facets)}
	for _, h := range found.Hits {
		out.Hits = append(out.Hits, newHit(h))
	}
	out.Days, out.Exports = newDays(c, found.Facets.Days), exports(r, asked.Get("q"))
	if asked.Get("cursor") != "" {
		out.First = c.link(c.node)
	}
	if found.Next != "" {
		out.Next = c.link(c.node) + "&" + url.Values{"cursor": {found.Next}}.Encode()
	}
	return out, nil
}

func newHit(h api.Hit) hit {
	out := hit{Hit: h, Title: []segment{{Text: h.Title}}}
	for _, s := range h.Snippets {
		if s.Field == qalxan.FieldTitle {
			out.Title = found(s).Segments
			continue
		}
		out.Passages = append(out.Passages, found(s))
	}
	return out
}

// pointOut cuts a query before the character that is at fault.
func (w *words) pointOut(q string, syntax *query.SyntaxError) *problem {
	letters := []rune(strings.Join(strings.FieldsFunc(q, unicode.IsControl), " "))
	at := max(0, min(syntax.Offset, len(letters)))
	before := letters[max(0, at-besideFault):at]
	p := &problem{
		Message: w.syntax(syntax), Before: string(before), Indent: strings.Repeat(" ", len(before)),
		After: string(letters[at:min(len(letters), at+besideFault)]), Mended: syntax.Mended(q),
	}
	p.Link = "/search?" + url.Values{"q": {p.Mended}}.Encode()
	return p
}

// syntax says why a query cannot be read.
func (w *words) syntax(e *query.SyntaxError) string {
	r := e.Reason
	r.Text = "" // it says what was meant, which stands apart here
	return w.voice.Reason(r)
}
