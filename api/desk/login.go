package desk

import (
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/account/openid"
)

type loginForm struct {
	Next, Name, Fault string
	Nobody, Issuer    bool
}

func (d *desk) loginPage(w http.ResponseWriter, r *http.Request) {
	if account.From(r.Context()).Way == account.BySession || account.From(r.Context()).Way == account.Open {
		http.Redirect(w, r, inside(r.FormValue("next")), http.StatusSeeOther)
		return
	}
	d.showLogin(w, r, http.StatusOK, loginForm{Next: inside(r.FormValue("next"))})
}

func (d *desk) showLogin(w http.ResponseWriter, r *http.Request, status int, p loginForm) {
	p.Nobody, p.Issuer = !d.office.accounts.Any() && d.office.issuer == nil, d.office.issuer != nil
	d.write(w, r, status, "login", page{Title: d.words.known("login", "title"), Body: p})
}

func (d *desk) login(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	name, next := r.PostFormValue("name"), inside(r.PostFormValue("next"))
	secret, err := d.office.accounts.Login(r.Context(), name, r.PostFormValue("password"), d.oldSession(r))
	if err == nil {
		d.giveSession(w, secret)
		http.Redirect(w, r, next, http.StatusSeeOther)
		return
	}
	if status, sentence, known := d.denial(w, err); known {
		d.showLogin(w, r, status, loginForm{Next: next, Name: name, Fault: sentence})
		return
	}
	d.fail(w, r, err)
}

// denial is what to say to somebody who was not let in.
func (d *desk) denial(w http.ResponseWriter, err error) (status int, sentence string, known bool) {
	var slow *account.SlowDownError
	switch {
	case errors.As(err, &slow):
		seconds := int(math.Ceil(slow.Wait.Seconds()))
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		sentence, err = d.words.say("login.wait", "seconds", seconds)
		return http.StatusTooManyRequests, sentence, err == nil
	case errors.Is(err, account.ErrDenied):
		return http.StatusForbidden, d.words.known("login", "wrong"), true
	case errors.Is(err, account.ErrUnfit):
		return http.StatusUnprocessableEntity, d.words.voice.Fault(err.Error()), true
	}
	return 0, "", false
}

func (d *desk) logout(w http.ResponseWriter, r *http.Request) {
	if err := d.office.accounts.Logout(r.Context()); err != nil {
		d.fail(w, r, err)
		return
	}
	w.Header().Set("Clear-Site-Data", `"cache"`) // pages of the past must not be read by going back
	d.forget(w)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

type setupForm struct {
	Code, Name, Fault string
	Least             int
	Known             bool // Name is a user who sets a password
}

// invited is the form that a code opens; account.ErrDenied for none.
func (d *desk) invited(r *http.Request, code string) (setupForm, error) {
	if d.office.accounts.Invited(code) {
		return setupForm{Code: code}, nil
	}
	name, err := d.office.accounts.Linked(r.Context(), code)
	return setupForm{Code: code, Name: name, Known: true}, err
}

func (d *desk) setupPage(w http.ResponseWriter, r *http.Request) {
	p, err := d.invited(r, r.URL.Query().Get("code"))
	if err != nil {
		d.setupFails(w, r, p, err)
		return
	}
	d.showSetup(w, r, http.StatusOK, p)
}

func (d *desk) showSetup(w http.ResponseWriter, r *http.Request, status int, p setupForm) {
	p.Least = account.MinPassword
	d.write(w, r, status, "setup", page{Title: d.words.known("setup", "title"), Body: p})
}

func (d *desk) setup(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	p, err := d.invited(r, r.PostFormValue("code"))
	if err != nil {
		d.setupFails(w, r, p, err)
		return
	}
	if !p.Known {
		p.Name = r.PostFormValue("name")
	}
	password, secret := r.PostFormValue("new"), ""
	switch {
	case password != r.PostFormValue("again"):
		p.Fault = d.words.known("account", "differ")
		d.showSetup(w, r, http.StatusUnprocessableEntity, p)
		return
	case p.Known:
		secret, err = d.office.accounts.Settle(r.Context(), p.Code, password)
	default:
		secret, err = d.office.accounts.Found(r.Context(), p.Code, p.Name, password)
	}
	if err != nil {
		d.setupFails(w, r, p, err)
		return
	}
	d.giveSession(w, secret)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (d *desk) setupFails(w http.ResponseWriter, r *http.Request, p setupForm, err error) {
	switch {
	case errors.Is(err, account.ErrDenied):
		d.refuse(w, r, http.StatusForbidden, d.words.known("setup", "used"))
	case errors.Is(err, account.ErrUnfit):
		p.Fault = d.words.voice.Fault(err.Error())
		d.showSetup(w, r, http.StatusUnprocessableEntity, p)
	default:
		d.fail(w, r, err)
	}
}

// attemptCookie holds the key of a login at the issuer that is under way.
func (d *desk) attemptCookie() string {
	if d.office.secure() {
		return "__Host-qalxan-openid"
	}
	return "qalxan-openid"
}

func (d *desk) openid(w http.ResponseWriter, r *http.Request) {
	address, key, err := d.office.issuer.Begin(r.Context())
	if err != nil {
		d.log.ErrorContext(r.Context(), "the issuer cannot be asked", slog.Any("error", err))
		d.refuse(w, r, http.StatusServiceUnavailable, d.words.known("login", "away"))
		return
	}
	d.give(w, d.attemptCookie(), key, 600)
	http.Redirect(w, r, address, http.StatusSeeOther)
}

func (d *desk) openidBack(w http.ResponseWriter, r *http.Request) {
	asked, key := r.URL.Query(), ""
	if c, err := r.Cookie(d.attemptCookie()); err == nil {
		key = c.Value
	}
	guest, err := d.office.issuer.Finish(r.Context(), key, asked.Get("state"), asked.Get("code"))
	if errors.Is(err, openid.ErrRefused) {
		err = errors.Join(err, d.office.accounts.Unwelcome(r.Context(), err))
	}
	secret := ""
	if err == nil {
		secret, err = d.office.accounts.Welcome(r.Context(), guest, d.oldSession(r))
	}
	switch {
	case err == nil:
		d.giveSession(w, secret)
		http.Redirect(w, r, "/", http.StatusSeeOther)
	case errors.Is(err, openid.ErrRefused), errors.Is(err, account.ErrDenied), errors.Is(err, account.ErrUnfit):
		d.refuse(w, r, http.StatusForbidden, d.words.known("login", "refused"))
	default:
		d.log.ErrorContext(r.Context(), "a login at the issuer failed", slog.Any("error", err))
		d.refuse(w, r, http.StatusServiceUnavailable, d.words.known("login", "away"))
	}
}
