package desk

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/report/translate"
)

// Translator has items translated: *translate.Service.
type Translator interface {
	Offer(ctx context.Context, i qalxan.Item, source *qalxan.Source, target string) (*translate.Offer, error)
	Translate(ctx context.Context, r translate.Request) error
}

var _ Translator = (*translate.Service)(nil)

// translation is an item beside what a machine made of it.
type translation struct {
	translate.Offer
	Language string // of the item
	Title    string
	Pairs    []pair
	Ask      string // where the form leads; empty for who may not ask
	Fault    string // why there is no translation
}

// pair is a paragraph and what a machine made of it.
type pair struct{ Here, There string }

func (d *desk) translateRoutes(mux *guard.Mux) {
	if d.translator == nil {
		return
	}
	mux.HandleFunc("POST /findings/{id}/translation", form(d.translateFinding))
	mux.HandleFunc("POST /items/{id}/translation", form(d.translateItem))
}

// translation is what there is of an item in the reader's language; nil where
// nobody translates or there is nothing to translate.
func (d *desk) translation(r *http.Request, i qalxan.Item, source *qalxan.Source) (*translation, error) {
	if d.translator == nil {
		return nil, nil
	}
	o, err := d.translator.Offer(r.Context(), i, source, d.words.tag.String())
	if o == nil || err != nil {
		return nil, err
	}
	t := &translation{Offer: *o, Language: i.Language.Code, Title: i.Title}
	if account.From(r.Context()).Role.AtLeast(account.Analyst) {
		t.Ask = r.URL.Path + "/translation"
	}
	if o.Made != nil {
		text := []rune(i.Text)
		for _, p := range o.Made.Parts {
			t.Pairs = append(t.Pairs, pair{p.Of(text), p.Text})
		}
	}
	return t, nil
}

func (d *desk) translateFinding(w http.ResponseWriter, r *http.Request) {
	r = onPage(r, "/findings/")
	view, err := d.library.Finding(r.Context(), r.PathValue("id"))
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.translate(w, r, view.Item.ID, "finding", d.finding)
}

func (d *desk) translateItem(w http.ResponseWriter, r *http.Request) {
	d.translate(w, onPage(r, "/items/"), r.PathValue("id"), "item", d.item)
}

// onPage is the request as if it were for the page on which the form stands.
func onPage(r *http.Request, under string) *http.Request {
	r = r.Clone(r.Context())
	r.URL.Path, r.URL.RawPath = under+r.PathValue("id"), ""
	return r
}

// translate has an item translated and goes back to its page, which says why
// there is no translation where there is none.
func (d *desk) translate(w http.ResponseWriter, r *http.Request, itemID, name string, find answer) {
	by, _ := who(r)
	err := d.translator.Translate(r.Context(), translate.Request{ItemID: itemID, Target: d.words.tag.String(), By: by})
	var fault *translate.Error
	switch {
	case err == nil:
		http.Redirect(w, r, r.URL.EscapedPath()+"#translation", http.StatusSeeOther)
		return
	case !errors.As(err, &fault):
		d.fail(w, r, err)
		return
	}
	d.log.WarnContext(r.Context(), "an item was not translated", slog.String("item", itemID), slog.Any("error", err))
	p, err := find(r)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	if t := translationOf(p.Body); t != nil {
		t.Fault = d.whyNot(fault)
	}
	d.write(w, r, statusOf(fault), name, p)
}

// translationOf is that of a page.
func translationOf(body any) *translation {
	switch p := body.(type) {
	case findingPage:
		return p.Translation
	case itemPage:
		return p.Translation
	}
	return nil
}

func (d *desk) whyNot(e *translate.Error) string {
	if e.Fault == translate.FaultBusy && e.After > time.Minute {
		minutes := int((e.After + time.Minute - 1) / time.Minute)
		if text, err := d.words.say("translation.fault.wait", "minutes", minutes); err == nil {
			return text
		}
	}
	return d.words.known("translation.fault", e.Fault)
}

func statusOf(e *translate.Error) int {
	switch e.Fault {
	case translate.FaultRefused:
		return http.StatusForbidden
	case translate.FaultChanged:
		return http.StatusConflict
	case translate.FaultBusy:
		return http.StatusServiceUnavailable
	case translate.FaultSlow:
		return http.StatusGatewayTimeout
	}
	return http.StatusBadGateway
}
