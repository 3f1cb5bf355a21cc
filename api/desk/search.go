package desk

import (
	"errors"
	"net/http"
	"net/url"

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
	Saved       []saved
	Terms       []string // that the query language knows, for completion
	Back        string
}

// saved is a search that the reader keeps, with its address.
type saved struct {
	savedSearch
	Link string
}

// problem is a query that cannot be read, cut where the fault is.
type problem struct{ Message, Before, After string }

// results is one page of hits.
type results struct {
	Total, FacetsOf int
	Hits            []hit
	Filters         []choice
	Groups          []group
	First, Next     string // links; empty where this is the page
	Days            *days  // nil where there are too few to draw
	Exports         []export
	Facets          store.Facets
}

type hit struct {
	api.Hit
	Title    []segment
	Passages []passage
}

func (d *desk) search(r *http.Request) (page, error) {
	asked := r.URL.Query()
	p := searchPage{Query: asked.Get("q"), Sort: asked.Get("sort"), Back: here(r)}
	for _, s := range savedSearches(r) {
		p.Saved = append(p.Saved, saved{s, "/search?" + url.Values{"q": {s.Query}}.Encode()})
	}
	var err error
	if asked.Has("q") {
		p.Results, err = d.results(r, asked)
	}
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		p.Problem, err = pointOut(p.Query, syntax), nil
	}
	p.Terms = terms(store.Facets{})
	if p.Results != nil {
		p.Terms = terms(p.Results.Facets)
	}
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
	out := &results{Facets: found.Facets, Total: found.Total, FacetsOf: found.FacetsOf, Filters: c.filters(), Groups: d.groups(c, found.Facets)}
	for _, h := range found.Hits {
		out.Hits = append(out.Hits, newHit(h))
	}
	out.Days, out.Exports = newDays(c, found.Facets.Days), exports(asked.Get("q"))
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
func pointOut(q string, syntax *query.SyntaxError) *problem {
	letters := []rune(q)
	at := max(0, min(syntax.Offset, len(letters)))
	return &problem{syntax.Message, string(letters[:at]), string(letters[at:])}
}
