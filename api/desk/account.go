package desk

import (
	"net/http"
	"net/url"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/store"
)

type accountShown struct {
	Role        account.Role
	Local, Done bool
	Fault       string
	Least       int
	Tokens      []store.Token
}

func (d *desk) accountPage(w http.ResponseWriter, r *http.Request, status int, fault string, done bool) {
	who := account.From(r.Context())
	if who.Way != account.BySession {
		d.fail(w, r, store.ErrNotFound)
		return
	}
	tokens, err := d.office.accounts.Tokens(r.Context(), who.Name)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	d.write(w, r, status, "account", page{Title: d.words.known("account", "title"), Here: "account", Body: accountShown{
		Role: who.Role, Local: who.Local, Done: done, Fault: fault, Least: account.MinPassword, Tokens: tokens,
	}})
}

func (d *desk) changePassword(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	if r.PostFormValue("new") != r.PostFormValue("again") {
		d.accountPage(w, r, http.StatusUnprocessableEntity, d.words.known("account", "differ"), false)
		return
	}
	secret, err := d.office.accounts.ChangePassword(r.Context(), r.PostFormValue("old"), r.PostFormValue("new"))
	if err == nil {
		d.giveSession(w, secret)
		d.accountPage(w, r, http.StatusOK, "", true)
		return
	}
	if status, sentence, known := d.denial(w, err); known {
		d.accountPage(w, r, status, sentence, false)
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
	if asked.Get("cursor") == "" {
		err = d.office.audit.Enter(r.Context(), store.Entered{Verb: "audit.read", Outcome: audit.OK})
	}
	if p.List.Next != "" {
		p.Next = "/audit?" + url.Values{"by": {p.By}, "verb": {p.Verb}, "cursor": {p.List.Next}}.Encode()
	}
	return page{Title: d.words.known("audit", "title"), Here: "audit", Body: p}, err
}
