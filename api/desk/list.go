package desk

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/report/timeline"
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
	Drawing template.HTML
}

func (d *desk) campaign(r *http.Request) (page, error) {
	view, err := d.library.Campaign(r.Context(), r.PathValue("id"))
	if err != nil {
		return page{}, err
	}
	var events []timeline.Event
	for _, m := range view.Members {
		events = append(events, timeline.Event{Time: m.Item.When, Lane: m.Item.SourceName, Title: m.Item.Title})
	}
	drawing, err := timeline.New(events).SVG(timeline.Words{
		Label: d.words.known("campaign", "timeline"),
		More: func(n int) string {
			text, _ := d.words.say("campaign.more", "count", n)
			return text
		},
	})
	return page{Title: isolate(view.Campaign.Title), Here: "campaigns", Body: campaignPage{view, drawing}}, err
}

func (d *desk) narratives(r *http.Request) (page, error) {
	list, err := d.library.Narratives(r.Context())
	return page{Title: d.words.known("narratives", "title"), Here: "narratives", Body: list}, err
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
