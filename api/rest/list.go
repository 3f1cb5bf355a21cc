package rest

import (
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/qalxan/qalxan/store"
)

// Cursor is the place of a page in a list.
type Cursor struct {
	At   string `query:"cursor" maxLength:"512" doc:"What the page before gave as next; empty for the first page."`
	here url.URL
}

// Resolve remembers the address, to link to the next page from.
func (c *Cursor) Resolve(ctx huma.Context) []error {
	c.here = ctx.URL()
	return nil
}

// link is the Link header to the next page (RFC 8288); empty for none.
func (c *Cursor) link(next string) string {
	if next == "" {
		return ""
	}
	values := c.here.Query()
	values.Set("cursor", next)
	there := url.URL{Path: c.here.Path, RawQuery: values.Encode()}
	return "<" + there.String() + `>; rel="next"`
}

// Paging asks for one page of a list.
type Paging struct {
	Cursor
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"How many at most."`
}

func (p Paging) page() store.Page { return store.Page{Cursor: p.At, Limit: p.Limit} }

// Filter lets through what has one of the values in every list that is given.
type Filter struct {
	Languages  []string  `query:"lang" maxItems:"100" maxLength:"64" doc:"ISO 639-1 codes, or und."`
	Sources    []string  `query:"source" maxItems:"100" maxLength:"64"`
	Narratives []string  `query:"narrative" maxItems:"100" maxLength:"64"`
	Levels     []string  `query:"level" enum:"signal,incident,critical"`
	Statuses   []string  `query:"status" enum:"new,confirmed,dismissed,escalated"`
	Campaigns  []string  `query:"campaign" maxItems:"100" maxLength:"64"`
	After      time.Time `query:"after" doc:"The first moment that counts (RFC 3339)."`
	Before     time.Time `query:"before" doc:"The first moment that no longer counts (RFC 3339)."`
}

func (f Filter) filter() store.Filter {
	return store.Filter{
		Sources: f.Sources, Languages: f.Languages, Narratives: f.Narratives,
		Levels: f.Levels, Statuses: f.Statuses, Campaigns: f.Campaigns, After: f.After, Before: f.Before,
	}
}

// list is one page. Next is empty with the last.
type list[T any] struct {
	Link string `header:"Link"`
	Body T
}
