package desk

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/store"
)

// pageLength is how many findings or campaigns a page lists, membersLength how
// many members of a campaign.
const (
	pageLength    = 30
	membersLength = 100
)

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
	Hands  bool // and take it out of the house
	Spread spread
	Brief  []briefShown
	Saved  bool // a text of the brief was just saved
	Claims []api.NarrativeView
	Steps  []step
	// From says from where each member has it, by the ids of their findings.
	From    map[string]origin
	Exports []export
	Later   bool   // this is not the first page of members
	Next    string // link to the next
}

// mostSources is how many sources the head of a campaign's page names.
const mostSources = 30

// Some are the sources with the most members.
func (p campaignPage) Some() []store.Count { return p.Sources[:min(len(p.Sources), mostSources)] }

// Others is how many more sources there are.
func (p campaignPage) Others() int { return len(p.Sources) - len(p.Some()) }

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
	view, err := d.library.CampaignPage(r.Context(), r.PathValue("id"), store.Page{Cursor: r.URL.Query().Get("cursor"), Limit: membersLength})
	if err != nil {
		return page{}, err
	}
	b, err := d.library.Summary(r.Context(), view)
	p := campaignPage{
		CampaignView: view, Spread: newSpread(view), Brief: d.briefShown(r, b), Claims: b.Claims, Saved: r.URL.Query().Has("saved"),
		Steps: steps(view), From: map[string]origin{}, Exports: exports(r, "campaign:"+view.Campaign.ID),
		Rules: d.rules(r), Hands: d.hands(r), Later: r.URL.Query().Has("cursor"), Next: next("/campaigns/"+view.Campaign.ID, view.Next),
	}
	names := map[string]string{}
	for _, m := range view.Early {
		names[m.FindingID] = m.Source
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
		if m, still := view.Carriers[s.Item]; still {
			one.Member = &m
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
	Next    string // link to those that need less attention
	Writes  bool   // whoever reads may add some
}

// sourcesLength is how many sources a page lists.
const sourcesLength = 250

// sources shows what needs a person first. The order changes with how sources
// do, so pages go on after a number of them.
func (d *desk) sources(r *http.Request) (page, error) {
	list, err := d.library.Sources(r.Context())
	all := list.ByUrgency()
	from, _ := strconv.Atoi(r.URL.Query().Get("from")) // none is the first page
	from = min(max(from, 0), len(all))
	to := min(from+sourcesLength, len(all))
	p := sourcesPage{Sources: all[from:to], Writes: d.writes(r, account.Lead)}
	if to < len(all) {
		p.Next = "/sources?from=" + strconv.Itoa(to)
	}
	return page{Title: d.words.known("sources", "title"), Here: "sources", Body: p}, err
}
