package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/store"
)

// Ruler carries out what people decide about campaigns: *monitor.Monitor.
type Ruler interface {
	Rule(ctx context.Context, r qalxan.Ruling) (qalxan.Campaign, error)
}

// rules reports whether whoever asks may rule on campaigns.
func (d *desk) rules(r *http.Request) bool {
	return d.office.ruler != nil && account.From(r.Context()).Role.AtLeast(account.Lead)
}

// rulingForm is a ruling as it was sent.
type rulingForm struct {
	Do, Reason, Other string
	By                string
	Named             bool
	Category          int
	Findings          []string
	Undoes            time.Time
	Fault             string // why it was not carried out
}

// rulingsPage is what people ruled about a campaign, with forms to rule.
type rulingsPage struct {
	api.CampaignView
	rulingForm
	Next       string       // link to the next members
	Past       []pastRuling // newest first
	Categories []int
}

// pastRuling is a ruling with the name by which a form takes it back.
type pastRuling struct {
	qalxan.Ruling
	Key string
}

func (d *desk) rulingsPage(w http.ResponseWriter, r *http.Request, status int, f rulingForm) {
	view, err := d.library.CampaignPage(r.Context(), r.PathValue("id"), store.Page{Cursor: r.URL.Query().Get("cursor"), Limit: maxMarked})
	if err != nil {
		d.fail(w, r, err)
		return
	}
	if f.By == "" {
		f.By, f.Named = who(r)
	}
	p := rulingsPage{CampaignView: view, rulingForm: f, Next: next("/campaigns/"+view.Campaign.ID+"/rulings", view.Next)}
	for _, past := range slices.Backward(view.Rulings) {
		p.Past = append(p.Past, pastRuling{past, past.Time.UTC().Format(time.RFC3339Nano)})
	}
	for n := qalxan.BreakoutLowest; n <= qalxan.BreakoutHighest; n++ {
		p.Categories = append(p.Categories, n)
	}
	d.write(w, r, status, "rulings", page{Title: d.words.known("rulings", "title"), Here: "campaigns", Body: p})
}

// Marked reports whether a finding was chosen to leave.
func (f rulingForm) Marked(id string) bool { return slices.Contains(f.Findings, id) }

func readRuling(r *http.Request) rulingForm {
	f := rulingForm{
		Do: r.PostFormValue("do"), Reason: clip(r.PostFormValue("reason"), maxReason),
		Other: clip(strings.TrimPrefix(r.PostFormValue("other"), "/campaigns/"), maxName), Findings: r.PostForm["f"],
	}
	f.Findings = f.Findings[:min(len(f.Findings), maxMarked)]
	f.Category, _ = strconv.Atoi(r.PostFormValue("category")) // none is the one that is computed
	f.Undoes, _ = time.Parse(time.RFC3339Nano, r.PostFormValue("undoes"))
	return f
}

// ruling is what the form asks for.
func (d *desk) ruling(ctx context.Context, id string, f rulingForm) (qalxan.Ruling, error) {
	switch f.Do {
	case "undo":
		return d.library.Undoing(ctx, id, f.Undoes)
	case "merge":
		ref, err := d.library.Resolve(ctx, f.Other)
		if err == nil && ref.Noun != api.NounCampaign || errors.Is(err, store.ErrNotFound) || errors.Is(err, api.ErrAmbiguous) {
			err = fmt.Errorf("%w: %.100q names no campaign", qalxan.ErrRequest, f.Other)
		}
		return qalxan.Ruling{Kind: qalxan.RulingMerge, CampaignID: id, OtherID: ref.ID}, err
	case "split":
		return qalxan.Ruling{Kind: qalxan.RulingSplit, CampaignID: id, Findings: f.Findings}, nil
	case "breakout":
		return qalxan.Ruling{Kind: qalxan.RulingBreakout, CampaignID: id, Category: f.Category}, nil
	}
	return qalxan.Ruling{}, fmt.Errorf("%w: say what to do", qalxan.ErrRequest)
}

// rule carries out a ruling and goes to the campaign that came of it.
func (d *desk) rule(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	f := readRuling(r)
	f.By, f.Named = d.signed(w, r)
	if f.By == "" || f.Reason == "" {
		f.Fault = d.words.known("rulings", map[bool]string{true: "by", false: "reason"}[f.By == ""])
		d.rulingsPage(w, r, http.StatusUnprocessableEntity, f)
		return
	}
	ruling, err := d.ruling(r.Context(), r.PathValue("id"), f)
	var made qalxan.Campaign
	if err == nil {
		ruling.By, ruling.Reason = f.By, f.Reason
		made, err = d.office.ruler.Rule(r.Context(), ruling)
	}
	switch {
	case errors.Is(err, qalxan.ErrRequest):
		f.Fault = d.words.voice.Fault(err.Error())
		d.rulingsPage(w, r, http.StatusUnprocessableEntity, f)
	case err != nil:
		d.fail(w, r, err)
	default:
		http.Redirect(w, r, "/campaigns/"+url.PathEscape(made.ID), http.StatusSeeOther)
	}
}

// slot is what a part of a form needs: an id of its own, and what was sent.
type slot struct {
	ID, By string
	Named  bool
	Reason string
}

func newSlot(id, by string, named bool, reason string) slot { return slot{id, by, named, reason} }
