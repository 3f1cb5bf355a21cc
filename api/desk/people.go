package desk

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/store"
)

// People is what an admin does about users: *account.Accounts.
type People interface {
	Users(ctx context.Context) ([]store.User, error)
	User(ctx context.Context, name string) (store.User, error)
	AddInvited(ctx context.Context, name string, role account.Role) (code string, expires time.Time, err error)
	Link(ctx context.Context, name string) (code string, expires time.Time, err error)
	SetRole(ctx context.Context, name string, role account.Role) error
	Disable(ctx context.Context, name string, disabled bool) error
	EndSessions(ctx context.Context, name string) error
	Unlock(ctx context.Context, name string) error
	Waits(name string) time.Duration
}

// usersPage lists who may come in.
type usersPage struct {
	Users      []userRow
	Roles      []account.Role
	Name, Role string // as they were sent, where that did not work
	Fault      string
	Link       *onceShown
}

type userRow struct {
	store.User
	Wait time.Duration
}

// onceShown is a secret that is on one page and never again.
type onceShown struct {
	For     string
	Text    string
	Expires time.Time
}

// userPage is one user, with what can be done about them.
type userPage struct {
	userRow
	Myself bool
	Roles  []account.Role
	Tokens tokenList
	Done   string
	Fault  string
	Link   *onceShown
}

func (d *desk) userRow(u store.User) userRow { return userRow{u, d.office.accounts.Waits(u.Name)} }

func (d *desk) usersPage(w http.ResponseWriter, r *http.Request, status int, p usersPage) {
	all, err := d.office.accounts.Users(r.Context())
	if err != nil {
		d.fail(w, r, err)
		return
	}
	for _, u := range all {
		p.Users = append(p.Users, d.userRow(u))
	}
	p.Roles, p.Role = account.Roles(), cmp.Or(p.Role, string(account.Viewer))
	d.write(w, r, status, "users", page{Title: d.words.known("people", "title"), Here: "users", Body: p})
}

// addUser adds somebody and shows the link by which they come in.
func (d *desk) addUser(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	p := usersPage{Name: clip(r.PostFormValue("name"), maxName), Role: clip(r.PostFormValue("role"), maxName)}
	code, expires, err := d.office.accounts.AddInvited(r.Context(), p.Name, account.Role(p.Role))
	switch {
	case err == nil:
		d.usersPage(w, r, http.StatusCreated, usersPage{Link: d.setupLink(r, account.Name(p.Name), code, expires)})
	case errors.Is(err, account.ErrUnfit):
		p.Fault = d.unfit(err)
		d.usersPage(w, r, http.StatusUnprocessableEntity, p)
	default:
		d.fail(w, r, err)
	}
}

// setupLink is the whole address of a link to set a password.
func (d *desk) setupLink(r *http.Request, name, code string, expires time.Time) *onceShown {
	u := url.URL{Scheme: "http", Host: r.Host, Path: "/setup", RawQuery: url.Values{"code": {code}}.Encode()}
	if d.office.secure() {
		u.Scheme = "https"
	}
	return &onceShown{name, u.String(), expires}
}

// unfit says why something cannot be set.
func (d *desk) unfit(err error) string {
	if errors.Is(err, account.ErrLastAdmin) {
		return d.words.known("people", "last")
	}
	return d.words.voice.Fault(err.Error())
}

func (d *desk) userPage(w http.ResponseWriter, r *http.Request, status int, p userPage) {
	u, err := d.office.accounts.User(r.Context(), r.PathValue("name"))
	if err == nil {
		p.userRow, p.Roles, p.Myself = d.userRow(u), account.Roles(), u.Name == account.From(r.Context()).Name
		err = d.fillTokens(r, &p.Tokens, u.Name, "/users/"+url.PathEscape(u.Name))
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	if done := r.URL.Query().Get("done"); status == http.StatusOK && slices.Contains(userDeeds, done) {
		p.Done = done
	}
	d.write(w, r, status, "user", page{Title: u.Name, Here: "users", Body: p})
}

// userDeeds are what can be done about a user that shows nothing secret.
var userDeeds = []string{"role", "disable", "enable", "logout", "unlock", "revoke"}

// changeUser does what an admin asked for about a user.
func (d *desk) changeUser(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	name, do := r.PathValue("name"), r.PostFormValue("do")
	var p userPage
	var err error
	switch do {
	case "link":
		var code string
		var expires time.Time
		if code, expires, err = d.office.accounts.Link(r.Context(), name); err == nil {
			p.Link = d.setupLink(r, account.Name(name), code, expires)
		}
	case "token":
		p.Tokens.Made, err = d.addToken(r, name)
	default:
		err = d.userDeed(r, name, do)
	}
	switch {
	case errors.Is(err, account.ErrUnfit):
		p.Fault = d.unfit(err)
		d.userPage(w, r, http.StatusUnprocessableEntity, p)
	case err != nil:
		d.fail(w, r, err)
	case p.Link != nil || p.Tokens.Made != nil:
		d.userPage(w, r, http.StatusOK, p)
	default:
		http.Redirect(w, r, "/users/"+url.PathEscape(account.Name(name))+"?"+url.Values{"done": {do}}.Encode(), http.StatusSeeOther)
	}
}

func (d *desk) userDeed(r *http.Request, name, do string) error {
	ctx, people := r.Context(), d.office.accounts
	switch do {
	case "role":
		return people.SetRole(ctx, name, account.Role(r.PostFormValue("role")))
	case "disable", "enable":
		return people.Disable(ctx, name, do == "disable")
	case "logout":
		return people.EndSessions(ctx, name)
	case "unlock":
		return people.Unlock(ctx, name)
	case "revoke":
		return people.RevokeTokenOf(ctx, name, r.PostFormValue("id"))
	}
	return store.ErrNotFound
}

// tokenList are the tokens of a user, with a form to make another.
type tokenList struct {
	Tokens []store.Token
	Scopes []account.Scope
	Action string // where its forms go
	Made   *onceShown
	Now    time.Time
}

func (d *desk) fillTokens(r *http.Request, l *tokenList, user, action string) (err error) {
	l.Scopes, l.Action, l.Now = account.Scopes(), action, d.library.Now()
	l.Tokens, err = d.office.accounts.Tokens(r.Context(), user)
	return err
}

// addToken makes the token that a form asks for.
func (d *desk) addToken(r *http.Request, user string) (*onceShown, error) {
	var scopes []account.Scope
	for _, s := range r.PostForm["scope"] {
		scopes = append(scopes, account.Scope(s))
	}
	days, err := strconv.Atoi(r.PostFormValue("days"))
	if err != nil || days < 1 || days > int(account.MaxTokenAge/day) {
		days = 0 // AddToken says what is wrong with it
	}
	secret, t, err := d.office.accounts.AddToken(r.Context(), user, clip(r.PostFormValue("label"), maxName), scopes, time.Duration(days)*day)
	if err != nil {
		return nil, err
	}
	return &onceShown{t.ID, secret, t.Expires}, nil
}

const day = 24 * time.Hour
