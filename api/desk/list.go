package desk

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/account"
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
	Rules  bool // whoever reads may rule on it
	Spread spread
	Brief  []briefShown
	Saved  bool // a text of the brief was just saved
	Claims []api.NarrativeView
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
	b, err := d.library.Summary(r.Context(), view)
	p := campaignPage{
		CampaignView: view, Spread: newSpread(view), Brief: d.briefShown(r, b), Claims: b.Claims, Saved: r.URL.Query().Has("saved"),
		Steps: steps(view), From: map[string]origin{}, Exports: exports("campaign:" + view.Campaign.ID),
		Rules: d.rules(r),
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
	Writes  bool   // whoever reads may add and change them
	Saved   string // the id of one that was just saved
	Wording string // that is tried; empty for none
	Unfit   bool   // it cannot be tried
	Total   int
	Hits    []hit
}

func (d *desk) narratives(r *http.Request) (page, error) {
	p := narrativesPage{Wording: clip(r.URL.Query().Get("try"), maxReason), Writes: d.writes(r, account.Lead), Saved: clip(r.URL.Query().Get("saved"), maxName)}
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

type sourceView struct {
	api.SourceDetail
	Written api.Writing[qalxan.Source]
	Writes  bool
	Saved   bool // it was just saved
}

// Last is what was written last; nil for nothing.
func (v sourceView) Last() *store.Kept {
	if n := len(v.Written.Versions); n > 0 && v.Written.From == api.OriginDesk {
		return &v.Written.Versions[n-1]
	}
	return nil
}

// source shows one source with its last runs.
func (d *desk) source(r *http.Request) (page, error) {
	v := sourceView{Writes: d.writes(r, account.Lead), Saved: r.URL.Query().Has("saved")}
	var err error
	if v.SourceDetail, err = d.library.Source(r.Context(), r.PathValue("id")); err != nil {
		return page{}, err
	}
	v.Written, err = d.library.WrittenSource(r.Context(), v.Source.ID)
	return page{Title: isolate(cmp.Or(v.Source.Name, v.Source.ID)), Here: "sources", Body: v}, err
}

type sourcesPage struct {
	Sources []api.SourceView
	Writes  bool // whoever reads may add some
}

// sources shows what needs a person first.
func (d *desk) sources(r *http.Request) (page, error) {
	list, err := d.library.Sources(r.Context())
	return page{Title: d.words.known("sources", "title"), Here: "sources", Body: sourcesPage{list.ByUrgency(), d.writes(r, account.Lead)}}, err
}
