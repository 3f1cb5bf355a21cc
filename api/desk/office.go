package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/api/guard"
	"github.com/qalxan/qalxan/store"
)

// Accounts is who may come in: *account.Accounts.
type Accounts interface {
	Any() bool
	Login(ctx context.Context, name, password, old string) (secret string, err error)
	Logout(ctx context.Context) error
	ChangePassword(ctx context.Context, old, password string) (secret string, err error)
	Invited(code string) bool
	Found(ctx context.Context, code, name, password string) (secret string, err error)
	Welcome(ctx context.Context, g account.Guest, old string) (secret string, err error)
	Unwelcome(ctx context.Context, why error) error
	EndOthers(ctx context.Context) error
	Linked(ctx context.Context, code string) (name string, err error)
	Settle(ctx context.Context, code, password string) (secret string, err error)
	Tokens(ctx context.Context, user string) ([]store.Token, error)
	AddToken(ctx context.Context, user, label string, scopes []account.Scope, age time.Duration) (secret string, t store.Token, err error)
	RevokeTokenOf(ctx context.Context, user, id string) error
	People
}

// Issuer vouches for guests: *openid.Provider.
type Issuer interface {
	Begin(ctx context.Context) (address, key string, err error)
	Finish(ctx context.Context, key, state, code string) (account.Guest, error)
}

// Audit is the audit log: *audit.Log.
type Audit interface {
	Entries(ctx context.Context, f store.EntryFilter, p store.Page) (audit.List, error)
	Enter(ctx context.Context, e store.Entered) error
}

// office is what the pages about users share.
type office struct {
	accounts Accounts
	issuer   Issuer
	audit    Audit
	gate     *guard.Gate
	ruler    Ruler
	learner  Learner
	alerter  Alerter
}

func (o office) secure() bool { return o.gate != nil && o.gate.Secure() }

func (d *desk) officeRoutes(mux *guard.Mux) {
	d.leadRoutes(mux)
	if d.office.accounts == nil {
		return
	}
	mux.HandleFunc("GET /login", d.loginPage)
	mux.HandleFunc("POST /login", form(d.login))
	mux.HandleFunc("POST /logout", d.logout)
	mux.HandleFunc("GET /setup", d.setupPage)
	mux.HandleFunc("POST /setup", form(d.setup))
	mux.HandleFunc("GET /account", func(w http.ResponseWriter, r *http.Request) { d.accountPage(w, r, http.StatusOK, accountShown{}) })
	mux.HandleFunc("POST /account", form(d.changePassword))
	mux.HandleFunc("POST /account/sessions", form(d.endOthers))
	mux.HandleFunc("POST /account/tokens", form(d.ownTokens))
	mux.HandleFunc("GET /users", func(w http.ResponseWriter, r *http.Request) { d.usersPage(w, r, http.StatusOK, usersPage{}) })
	mux.HandleFunc("POST /users", form(d.addUser))
	mux.HandleFunc("GET /users/{name}", func(w http.ResponseWriter, r *http.Request) { d.userPage(w, r, http.StatusOK, userPage{}) })
	mux.HandleFunc("POST /users/{name}", form(d.changeUser))
	if d.office.issuer != nil {
		mux.HandleFunc("GET /openid", d.openid)
		mux.HandleFunc("GET /openid/back", d.openidBack)
	}
	if d.office.audit != nil {
		mux.HandleFunc("GET /audit", func(w http.ResponseWriter, r *http.Request) { d.serve(w, r, "audit", d.auditPage) })
	}
}

// leadRoutes are those of what leads do.
func (d *desk) leadRoutes(mux *guard.Mux) {
	if d.office.ruler != nil {
		mux.HandleFunc("GET /campaigns/{id}/rulings", func(w http.ResponseWriter, r *http.Request) { d.rulingsPage(w, r, http.StatusOK, rulingForm{}) })
		mux.HandleFunc("POST /campaigns/{id}/rulings", form(d.rule))
	}
	if d.office.learner != nil {
		mux.HandleFunc("GET /learning", func(w http.ResponseWriter, r *http.Request) { d.learningPage(w, r, http.StatusOK, "") })
		mux.HandleFunc("POST /learning", form(d.learn))
	}
	if d.office.alerter != nil {
		mux.HandleFunc("GET /alerts", func(w http.ResponseWriter, r *http.Request) { d.alertsPage(w, r, http.StatusOK, alertsPage{}) })
		mux.HandleFunc("POST /alerts", form(d.handleAlerts))
	}
}

// maxForm bounds a form, in bytes.
const maxForm = 16 << 10

// form bounds what is sent, before it is read.
func form(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		next(w, r)
	}
}

// parsed reads a form, or answers why it cannot be read.
func (d *desk) parsed(w http.ResponseWriter, r *http.Request) bool {
	err := r.ParseForm()
	if err == nil {
		return true
	}
	status := http.StatusBadRequest
	if errors.As(err, new(*http.MaxBytesError)) {
		status = http.StatusRequestEntityTooLarge
	}
	d.refuse(w, r, status, d.words.known("login", "body"))
	return false
}

// turnAway shows who is nobody where to log in, and others why not.
func (d *desk) turnAway(w http.ResponseWriter, r *http.Request, status int, sentence string) {
	if status == http.StatusUnauthorized && d.office.accounts != nil && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		http.Redirect(w, r, "/login?"+url.Values{"next": {r.URL.RequestURI()}}.Encode(), http.StatusSeeOther)
		return
	}
	d.refuse(w, r, status, d.words.voice.Fault(sentence))
}

// inside is an address of this desk, and the start page for anything else: a
// login must not send people to another site.
func inside(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" ||
		!strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.ContainsRune(u.Path, '\\') {
		return "/"
	}
	return u.RequestURI()
}

// give hands out a session.
func (d *desk) give(w http.ResponseWriter, name, secret string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: secret, Path: "/", MaxAge: age,
		Secure: d.office.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (d *desk) giveSession(w http.ResponseWriter, secret string) {
	d.give(w, guard.SessionCookie(d.office.secure()), secret, 0) // ends with the browser, and here at the latest by its age
}

// forget takes a session back.
func (d *desk) forget(w http.ResponseWriter) {
	d.give(w, guard.SessionCookie(d.office.secure()), "", -1)
}

func (d *desk) oldSession(r *http.Request) string {
	c, err := r.Cookie(guard.SessionCookie(d.office.secure()))
	if err != nil {
		return ""
	}
	return c.Value
}

// Routes lists the patterns of all routes, the same in every language.
func (f *front) Routes() []string {
	return f.routes[f.codes[0]].(guard.Rooms).Routes()
}
