package desk

import (
	"cmp"
	"net/http"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/store"
)

// inboxPage is what waits for a person, and what else there is to know first.
type inboxPage struct {
	api.Inbox
	Groups []inboxGroup
	Mine   bool
	Shown  int              // findings on the page
	Totals store.Totals     // counted where nothing waits
	Alerts []api.SourceView // sources that need a look
	Flash  *flash
	Form   *verdictForm // nil for who may not decide
}

// inboxGroup is the findings of a campaign, or some that belong to none.
type inboxGroup struct {
	Campaign *qalxan.Campaign
	Findings []api.FindingEntry
}

// verdictForm is the part of a form by which a person decides.
type verdictForm struct {
	verdict
	Presets []presetGroup
	Alone   bool // it is about the one finding of the page
	Fresh   bool // there is no decision that could be opened again
}

func (d *desk) verdictForm(r *http.Request) *verdictForm {
	if !d.decides(r) {
		return nil
	}
	f := &verdictForm{Presets: presets}
	f.By, f.Named = who(r)
	f.Back = here(r)
	return f
}

func (d *desk) inbox(r *http.Request) (page, error) {
	p := inboxPage{Mine: r.URL.Query().Get("mine") != "", Flash: d.done(r), Form: d.verdictForm(r)}
	var request api.InboxRequest
	if p.Mine {
		name, _ := who(r)
		request.Assignee = cmp.Or(name, qalxan.Nobody)
	}
	var err error
	if p.Inbox, err = d.library.Inbox(r.Context(), request); err != nil {
		return page{}, err
	}
	p.Groups = together(p.Cases)
	for _, g := range p.Groups {
		p.Shown += len(g.Findings)
	}
	if len(p.Groups) == 0 {
		if p.Totals, err = d.library.Totals(r.Context()); err != nil {
			return page{}, err
		}
	}
	p.Alerts, err = d.library.Alerts(r.Context())
	return page{Title: d.words.known("inbox", "title"), Here: "inbox", Body: p}, err
}

// together puts findings without a campaign that follow each other into one
// group.
func together(cases []api.Case) []inboxGroup {
	var groups []inboxGroup
	for _, c := range cases {
		if last := len(groups) - 1; c.Campaign == nil && last >= 0 && groups[last].Campaign == nil {
			groups[last].Findings = append(groups[last].Findings, c.Findings...)
			continue
		}
		groups = append(groups, inboxGroup{c.Campaign, c.Findings})
	}
	return groups
}
