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

// searchPage is the search box with what was found, or what is new.
type searchPage struct {
	Query, Sort string
	Problem     *problem
	Home        *home
	Results     *results
}

// problem is a query that cannot be read, cut where the fault is.
type problem struct{ Message, Before, After string }

// home is what is shown before anything was asked.
type home struct {
	Totals    store.Totals
	Alerts    []api.SourceView // sources that need a look
	Findings  []api.FindingEntry
	Campaigns []qalxan.Campaign
}

// results is one page of hits.
type results struct {
	Total, FacetsOf int
	Hits            []hit
	Filters         []choice
	Groups          []group
	First, Next     string // links; empty where this is the page
}

type hit struct {
	api.Hit
	Title    []segment
	Passages []passage
}

func (d *desk) search(r *http.Request) (page, error) {
	asked := r.URL.Query()
	p := searchPage{Query: asked.Get("q"), Sort: asked.Get("sort")}
	var err error
	if asked.Has("q") {
		p.Results, err = d.results(r, asked)
	} else {
		p.Home, err = d.home(r)
	}
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		p.Problem, err = pointOut(p.Query, syntax), nil
	}
	return page{Title: d.words.known("search", "title"), Here: "search", Body: p}, err
}

func (d *desk) home(r *http.Request) (*home, error) {
	totals, err := d.library.Totals(r.Context())
	if err != nil {
		return nil, err
	}
	findings, err := d.library.Findings(r.Context(), store.Filter{}, store.Page{Limit: 6})
	if err != nil {
		return nil, err
	}
	alerts, err := d.library.Alerts(r.Context())
	if err != nil {
		return nil, err
	}
	campaigns, err := d.library.Campaigns(r.Context(), store.Page{Limit: 4})
	return &home{totals, alerts, findings.Findings, campaigns.Campaigns}, err
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
	out := &results{Total: found.Total, FacetsOf: found.FacetsOf, Filters: c.filters(), Groups: d.groups(c, found.Facets)}
	for _, h := range found.Hits {
		out.Hits = append(out.Hits, newHit(h))
	}
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
