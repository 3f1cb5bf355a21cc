package desk

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/store"
)

// pageLength is how many findings or campaigns a page lists.
const pageLength = 30

func turn(r *http.Request) store.Page {
	return store.Page{Cursor: r.URL.Query().Get("cursor"), Limit: pageLength}
}

// next is the link to the following page of a list; empty for none.
func next(path, cursor string) string {
	if cursor == "" {
		return ""
	}
	return path + "?" + url.Values{"cursor": {cursor}}.Encode()
}

type findingsPage struct {
	Findings []api.FindingEntry
	Next     string
}

func (d *desk) findings(r *http.Request) (page, error) {
	list, err := d.library.Findings(r.Context(), store.Filter{}, turn(r))
	return page{
		Title: d.words.known("findings", "title"), Here: "findings",
		Body: findingsPage{list.Findings, next("/findings", list.Next)},
	}, err
}

type campaignsPage struct {
	api.CampaignList
	Next string
}

func (d *desk) campaigns(r *http.Request) (page, error) {
	list, err := d.library.Campaigns(r.Context(), turn(r))
	return page{
		Title: d.words.known("campaigns", "title"), Here: "campaigns",
		Body: campaignsPage{list, next("/campaigns", list.Next)},
	}, err
}

type campaignPage struct {
	api.CampaignView
	Spread spread
	Brief  brief
	Steps  []step
	// From says from where each member has it, by the ids of their findings.
	From    map[string]origin
	Exports []export
}

// origin is the member that another follows.
type origin struct {
	api.Hop
	Source string // its name
}

// step is a moment at which a campaign broke out further, with the member that
// caused it.
type step struct {
	qalxan.BreakoutStep
	Member *api.Member // nil where it is no member any more
}

func (d *desk) campaign(r *http.Request) (page, error) {
	view, err := d.library.Campaign(r.Context(), r.PathValue("id"))
	if err != nil {
		return page{}, err
	}
	list, err := d.library.Sources(r.Context())
	if err != nil {
		return page{}, err
	}
	sources := map[string]qalxan.Source{}
	for _, s := range list.Sources {
		sources[s.Source.ID] = s.Source
	}
	claims, err := d.library.Narratives(r.Context())
	p := campaignPage{
		CampaignView: view, Spread: newSpread(view), Brief: newBrief(view, sources, claims.Narratives),
		Steps: steps(view), From: map[string]origin{}, Exports: exports("campaign:" + view.Campaign.ID),
	}
	names := map[string]string{}
	for _, m := range view.Members {
		names[m.Finding.ID] = m.Item.SourceName
	}
	for _, hop := range view.Path {
		p.From[hop.To] = origin{hop, names[hop.From]}
	}
	return page{Title: isolate(view.Campaign.Title), Here: "campaigns", Body: p}, err
}

// steps are those of the Breakout Scale, each with its member.
func steps(view api.CampaignView) []step {
	var out []step
	for _, s := range view.Campaign.Breakout.Steps {
		one := step{BreakoutStep: s}
		for i, m := range view.Members {
			if m.Item.ID == s.Item || m.Finding.ItemID == s.Item {
				one.Member = &view.Members[i]
				break
			}
		}
		out = append(out, one)
	}
	return out
}

type narrativesPage struct {
	api.NarrativeList
	Wording string // that is tried; empty for none
	Unfit   bool   // it cannot be tried
	Total   int
	Hits    []hit
}

func (d *desk) narratives(r *http.Request) (page, error) {
	p := narrativesPage{Wording: clip(r.URL.Query().Get("try"), maxReason)}
	list, err := d.library.Narratives(r.Context())
	if err != nil {
		return page{}, err
	}
	p.NarrativeList = list
	if p.Wording != "" {
		found, fault := d.library.Try(r.Context(), p.Wording)
		if p.Unfit = errors.Is(fault, api.ErrWording); !p.Unfit {
			err = fault
		}
		p.Total = found.Total
		for _, h := range found.Hits {
			p.Hits = append(p.Hits, newHit(h))
		}
	}
	return page{Title: d.words.known("narratives", "title"), Here: "narratives", Body: p}, err
}

// source shows one source with its last runs.
func (d *desk) source(r *http.Request) (page, error) {
	view, err := d.library.Source(r.Context(), r.PathValue("id"))
	return page{Title: isolate(cmp.Or(view.Source.Name, view.Source.ID)), Here: "sources", Body: view}, err
}

// sources shows what needs a person first.
func (d *desk) sources(r *http.Request) (page, error) {
	list, err := d.library.Sources(r.Context())
	return page{Title: d.words.known("sources", "title"), Here: "sources", Body: list.ByUrgency()}, err
}
