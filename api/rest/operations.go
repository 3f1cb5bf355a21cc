package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/index"
	"github.com/qalxan/qalxan/store"
)

// register adds every operation.
func (s *service) register(a huma.API) {
	huma.Register(a, operation("search", "/search", "Search items", http.StatusBadRequest, http.StatusServiceUnavailable), s.search)

	findings := operation("list-findings", "/findings", "List findings, last updated first", http.StatusBadRequest)
	findings.Responses = map[string]*huma.Response{
		"200": {Description: "OK", Content: findingsContent(a.OpenAPI().Components.Schemas)},
	}
	huma.Register(a, findings, s.findings(a))
	huma.Register(a, operation("list-items", "/items", "List the latest versions of items, newest first", http.StatusBadRequest), s.items)
	huma.Register(a, operation("list-campaigns", "/campaigns", "List campaigns, last updated first", http.StatusBadRequest), s.campaigns)

	register(s, a, "sources", "List sources with their health", s.library.Sources)
	register(s, a, "narratives", "List the claims that are watched", s.library.Narratives)
	register(s, a, "totals", "Count the whole record", s.library.Totals)
	register(s, a, "quality", "Say how often detectors are right, by what people decided", s.library.Quality)

	registerOne(s, a, "finding", "/findings/{id}", s.library.Finding)
	registerOne(s, a, "item", "/items/{id}", s.library.Item)
	registerOne(s, a, "source", "/sources/{id}", s.library.Source)
	campaign := operation("get-campaign", "/campaigns/{id}", "Show one campaign with a page of its members", http.StatusNotFound, http.StatusBadRequest)
	campaign.Responses = map[string]*huma.Response{"304": {Description: "The caller holds the current state"}}
	huma.Register(a, campaign, s.campaign)
	registerOne(s, a, "explanation", "/explanations/{id}", s.library.Explain)
	registerOne(s, a, "narrative", "/narratives/{id}", s.library.Narrative)
}

func operation(id, path, summary string, faults ...int) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: summary,
		Errors: append(faults, http.StatusNotAcceptable),
	}
}

// registerOne adds the operation that answers with one thing.
func registerOne[T any](s *service, a huma.API, noun, path string, get func(context.Context, string) (T, error)) {
	op := operation("get-"+noun, path, "Show one "+noun, http.StatusNotFound)
	op.Responses = map[string]*huma.Response{"304": {Description: "The caller holds the current state"}}
	huma.Register(a, op, getter(s, get))
}

// whole is an answer that is not paged.
type whole[T any] struct{ Body T }

// register adds an operation that asks for nothing in particular.
func register[T any](s *service, a huma.API, noun, summary string, get func(context.Context) (T, error)) {
	huma.Register(a, operation("get-"+noun, "/"+noun, summary), func(ctx context.Context, _ *struct{}) (*whole[T], error) {
		value, err := get(ctx)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return &whole[T]{value}, nil
	})
}

// searchRequest asks for a page of hits.
type searchRequest struct {
	Cursor
	Query  string     `query:"q" maxLength:"4000" doc:"In the search language; empty for everything."`
	Sort   index.Sort `query:"sort" enum:"relevance,newest" doc:"Unless given: relevance where the query has words, newest where it only filters."`
	Limit  int        `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"How many at most."`
	Facets bool       `query:"facets" default:"true" doc:"Whether to count the hits by value."`
}

func (s *service) search(ctx context.Context, in *searchRequest) (*list[api.SearchResult], error) {
	page, err := s.library.Search(ctx, api.SearchRequest{
		Query: in.Query, Cursor: in.At, Limit: in.Limit, Sort: in.Sort, NoFacets: !in.Facets,
	})
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &list[api.SearchResult]{in.link(page.Next), page}, nil
}

type itemsRequest struct {
	Paging
	Filter
}

func (s *service) items(ctx context.Context, in *itemsRequest) (*list[api.ItemList], error) {
	page, err := s.library.Items(ctx, in.filter(), in.page())
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &list[api.ItemList]{in.link(page.Next), page}, nil
}

type campaignsRequest struct{ Paging }

func (s *service) campaigns(ctx context.Context, in *campaignsRequest) (*list[api.CampaignList], error) {
	page, err := s.library.Campaigns(ctx, in.page())
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &list[api.CampaignList]{in.link(page.Next), page}, nil
}

// campaignRequest asks for one campaign and a page of its members.
type campaignRequest struct {
	ID          string `path:"id" minLength:"1" maxLength:"128"`
	IfNoneMatch string `header:"If-None-Match" doc:"Entity tags that the caller holds; where one is current the answer is 304."`
	At          string `query:"cursor" maxLength:"512" doc:"What the page before gave as next; empty for the first members."`
	Limit       int    `query:"limit" minimum:"1" maximum:"1000" default:"1000" doc:"How many members at most."`
}

func (s *service) campaign(ctx context.Context, in *campaignRequest) (*single[api.CampaignView], error) {
	return getter(s, func(ctx context.Context, id string) (api.CampaignView, error) {
		return s.library.CampaignPage(ctx, id, store.Page{Cursor: in.At, Limit: in.Limit})
	})(ctx, &one{in.ID, in.IfNoneMatch})
}
