package desk

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/store"
)

type accountShown struct {
	Name   string
	Role   account.Role
	Local  bool
	Done   string // what was just done, as a key
	Fault  string
	Least  int
	Tokens tokenList
}

func (d *desk) accountPage(w http.ResponseWriter, r *http.Request, status int, p accountShown) {
	who := account.From(r.Context())
	if who.Way != account.BySession {
		d.fail(w, r, store.ErrNotFound)
		return
	}
	if err := d.fillTokens(r, &p.Tokens, who.Name, "/account/tokens"); err != nil {
		d.fail(w, r, err)
		return
	}
	p.Name, p.Role, p.Local, p.Least = who.Name, who.Role, who.Local, account.MinPassword
	d.write(w, r, status, "account", page{Title: d.words.known("account", "title"), Here: "account", Body: p})
}

// endOthers logs whoever asks out everywhere but here.
func (d *desk) endOthers(w http.ResponseWriter, r *http.Request) {
	if err := d.office.accounts.EndOthers(r.Context()); err != nil {
		d.fail(w, r, err)
		return
	}
	d.accountPage(w, r, http.StatusOK, accountShown{Done: "alone"})
}

// ownTokens makes or ends a token of whoever asks.
func (d *desk) ownTokens(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	var p accountShown
	var err error
	switch who := account.From(r.Context()); {
	case who.Way != account.BySession:
		err = store.ErrNotFound
	case r.PostFormValue("do") == "revoke":
		p.Done = "revoked"
		err = d.office.accounts.RevokeTokenOf(r.Context(), who.Name, r.PostFormValue("id"))
	default:
		p.Tokens.Made, err = d.addToken(r, who.Name)
	}
	switch {
	case errors.Is(err, account.ErrUnfit):
		d.accountPage(w, r, http.StatusUnprocessableEntity, accountShown{Fault: d.unfit(err)})
	case err != nil:
		d.fail(w, r, err)
	default:
		d.accountPage(w, r, http.StatusOK, p)
	}
}

func (d *desk) changePassword(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	if r.PostFormValue("new") != r.PostFormValue("again") {
		d.accountPage(w, r, http.StatusUnprocessableEntity, accountShown{Fault: d.words.known("account", "differ")})
		return
	}
	secret, err := d.office.accounts.ChangePassword(r.Context(), r.PostFormValue("old"), r.PostFormValue("new"))
	if err == nil {
		d.giveSession(w, secret)
		d.accountPage(w, r, http.StatusOK, accountShown{Done: "done"})
		return
	}
	if status, sentence, known := d.denial(w, err); known {
		d.accountPage(w, r, status, accountShown{Fault: sentence})
		return
	}
	d.fail(w, r, err)
}

type auditShown struct {
	audit.List
	By, Verb, Next string
}

func (d *desk) auditPage(r *http.Request) (page, error) {
	asked := r.URL.Query()
	p := auditShown{By: asked.Get("by"), Verb: asked.Get("verb")}
	var err error
	if p.List, err = d.office.audit.Entries(r.Context(), store.EntryFilter{By: p.By, Verb: p.Verb}, turn(r)); err != nil {
		return page{}, err
	}
	err = d.office.audit.Enter(r.Context(), store.Entered{Verb: "audit.read", Outcome: audit.OK})
	if p.List.Next != "" {
		p.Next = "/audit?" + url.Values{"by": {p.By}, "verb": {p.Verb}, "cursor": {p.List.Next}}.Encode()
	}
	return page{Title: d.words.known("audit", "title"), Here: "audit", Body: p}, err
}
