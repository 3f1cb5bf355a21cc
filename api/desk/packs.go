package desk

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/api/outgoing"
	"github.com/qalxan/qalxan/report/pack"
	"github.com/qalxan/qalxan/store"
)

// packsPage is a list of packs and what became of all of them.
type packsPage struct {
	outgoing.Packs
	State   string // that was chosen; empty for all
	Choices []string
	After   string // the address of the next page
}

// overdueOnly chooses the packs that wait too long for an answer.
const overdueOnly = "overdue"

func (d *desk) packs(r *http.Request) (page, error) {
	p := packsPage{State: r.URL.Query().Get("state"), Choices: []string{overdueOnly}}
	for _, s := range store.PackStates() {
		p.Choices = append(p.Choices, string(s))
	}
	if !slices.Contains(p.Choices, p.State) {
		p.State = ""
	}
	f := pack.Filter{State: store.PackState(p.State)}
	if p.State == overdueOnly {
		f = pack.Filter{Overdue: true}
	}
	var err error
	p.Packs, err = d.outgoing.Packs(r.Context(), f, turn(r))
	p.After = next("/packs?state="+url.QueryEscape(p.State), p.Packs.Next)
	return page{Title: d.words.known("packs", "title"), Here: "packs", Body: p}, err
}

// offerPage is to whom a finding or a campaign can be reported.
type offerPage struct {
	pack.Offer
	Campaign bool
	By       string
	Named    bool
	Fault    string
}

func (d *desk) offerPage(w http.ResponseWriter, r *http.Request, status int, fault string) {
	subject := r.FormValue("subject")
	offer, err := d.outgoing.Offer(r.Context(), subject)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	p := offerPage{Offer: offer, Campaign: qalxan.IsCampaignID(subject), Fault: fault}
	p.By, p.Named = named(r)
	d.write(w, r, status, "pack-new", page{Title: d.words.known("packs", "new"), Here: "packs", Body: p})
}

// makePack makes a pack that is asked for by a form.
func (d *desk) makePack(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	by, _ := d.signed(w, r)
	p, err := d.outgoing.MakePack(r.Context(), pack.Request{
		Subject: r.PostFormValue("subject"), Platform: pack.Platform(r.PostFormValue("platform")), Language: r.PostFormValue("language"), By: by,
	})
	switch {
	case errors.Is(err, pack.ErrRequest):
		d.offerPage(w, r, http.StatusUnprocessableEntity, d.words.voice.Fault(err.Error()))
	case err != nil:
		d.fail(w, r, err)
	default:
		http.Redirect(w, r, "/packs/"+p.ID, http.StatusSeeOther)
	}
}

// packForm is what somebody says of a pack.
type packForm struct {
	On, Reference, Outcome, Note string
	By                           string
	Named                        bool
	Fault                        string
}

type packPage struct {
	store.Pack
	Form     packForm
	Overdue  bool
	Campaign bool
	Hands    bool // whoever reads may send it
	Seen     int  // events that the form knows of
	Outcomes []store.PackOutcome
}

func (d *desk) packPage(w http.ResponseWriter, r *http.Request, status int, f packForm) {
	p, overdue, err := d.outgoing.Pack(r.Context(), r.PathValue("id"))
	if err != nil {
		d.fail(w, r, err)
		return
	}
	if f.By == "" {
		f.By, f.Named = who(r)
	}
	if f.On == "" {
		f.On = d.library.Now().UTC().Format(time.DateOnly)
	}
	body := packPage{
		Pack: p, Form: f, Overdue: overdue, Campaign: qalxan.IsCampaignID(p.Subject), Seen: len(p.Events), Outcomes: store.PackOutcomes(), Hands: d.hands(r),
	}
	d.write(w, r, status, "pack", page{Title: d.words.known("packs", "one"), Here: "packs", Body: body})
}

// notePack notes that a pack was sent, or what came of it.
func (d *desk) notePack(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	f := packForm{
		On: clip(r.PostFormValue("on"), maxName), Reference: clip(r.PostFormValue("reference"), maxName),
		Outcome: r.PostFormValue("outcome"), Note: clip(r.PostFormValue("note"), maxReason),
	}
	f.By, f.Named = d.signed(w, r)
	on, wrong := time.Parse(time.DateOnly, f.On)
	seen, unseen := strconv.Atoi(r.PostFormValue("seen"))
	if wrong != nil || unseen != nil {
		f.Fault, f.On = d.words.known("packs", "day"), ""
		d.packPage(w, r, http.StatusUnprocessableEntity, f)
		return
	}
	e := store.PackEvent{By: f.By, State: store.PackState(r.PostFormValue("do")), On: on, Reference: f.Reference, Outcome: store.PackOutcome(f.Outcome), Note: f.Note}
	_, err := d.outgoing.NotePack(r.Context(), r.PathValue("id"), e, seen)
	switch {
	case errors.Is(err, store.ErrConflict):
		f.Fault = d.words.known("packs", "conflict")
		d.packPage(w, r, http.StatusConflict, f)
	case errors.Is(err, store.ErrPack):
		f.Fault = d.words.voice.Fault(err.Error())
		d.packPage(w, r, http.StatusUnprocessableEntity, f)
	case err != nil:
		d.fail(w, r, err)
	default:
		http.Redirect(w, r, "/packs/"+url.PathEscape(r.PathValue("id"))+"#history", http.StatusSeeOther)
	}
}

// packList sends the addresses of a pack as CSV.
func (d *desk) packList(w http.ResponseWriter, r *http.Request) {
	var out bytes.Buffer
	if err := d.outgoing.Addresses(r.Context(), r.PathValue("id"), &out); err != nil {
		d.fail(w, r, err)
		return
	}
	attach(w, "text/csv; charset=utf-8", "qalxan-"+r.PathValue("id")+".csv")
	_, _ = out.WriteTo(w) // a reader who went away does not miss the rest
}

// packEvidence sends the evidence of one finding of a pack as a zip file. What
// is damaged ends before the first byte.
func (d *desk) packEvidence(w http.ResponseWriter, r *http.Request) {
	late := &lateHeader{w: w, name: "qalxan-" + r.PathValue("finding") + ".zip"}
	err := d.outgoing.Evidence(r.Context(), r.PathValue("id"), r.PathValue("finding"), late)
	switch {
	case err != nil && late.begun:
		panic(http.ErrAbortHandler) // nobody is to take what came for the whole
	case err != nil:
		d.fail(w, r, err)
	}
}

// lateHeader says what is sent with its first byte: until then it may still be
// an error.
type lateHeader struct {
	w     http.ResponseWriter
	name  string
	begun bool
}

// Write implements io.Writer.
func (l *lateHeader) Write(part []byte) (int, error) {
	if !l.begun {
		attach(l.w, "application/zip", l.name)
		l.begun = true
	}
	return l.w.Write(part)
}
