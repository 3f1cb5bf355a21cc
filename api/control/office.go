package control

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/api/audit"
	"github.com/qalxan/qalxan/store"
)

// OfficePaths are the patterns of net/http.ServeMux under which NewOffice is to
// stand.
func OfficePaths() []string {
	return []string{"/control/users", "/control/users/", "/control/tokens/", "/control/audit"}
}

// UserChange is what to change of a user; what is nil stays.
type UserChange struct {
	Role     *account.Role `json:"role,omitempty"`
	Password *string       `json:"password,omitempty"`
	Disabled *bool         `json:"disabled,omitempty"`
}

// NewUser is a user to add.
type NewUser struct {
	Name     string       `json:"name"`
	Role     account.Role `json:"role"`
	Password string       `json:"password"`
}

// NewToken is a token to make.
type NewToken struct {
	Label  string          `json:"label"`
	Scopes []account.Scope `json:"scopes"`
	Age    time.Duration   `json:"age"`
}

// MadeToken is a token with its secret, which is shown this once.
type MadeToken struct {
	Secret string      `json:"secret"`
	Token  store.Token `json:"token"`
}

// NewOffice returns a handler of requests about users, tokens and the audit
// log. Like New it is never for a network listener.
func NewOffice(a *account.Accounts, l *audit.Log) http.Handler {
	o := &office{a, l}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /control/users", o.users)
	mux.HandleFunc("POST /control/users", o.add)
	mux.HandleFunc("POST /control/users/{name}", o.change)
	mux.HandleFunc("GET /control/users/{name}/tokens", o.tokens)
	mux.HandleFunc("POST /control/users/{name}/tokens", o.addToken)
	mux.HandleFunc("DELETE /control/tokens/{id}", o.revoke)
	mux.HandleFunc("GET /control/audit", o.entries)
	return http.MaxBytesHandler(mux, maxBody)
}

type office struct {
	accounts *account.Accounts
	log      *audit.Log
}

func (o *office) users(w http.ResponseWriter, r *http.Request) {
	all, err := o.accounts.Users(r.Context())
	reply(w, append([]store.User{}, all...), err)
}

func (o *office) add(w http.ResponseWriter, r *http.Request) {
	var u NewUser
	if !read(w, r, &u) {
		return
	}
	reply(w, struct{}{}, o.accounts.Add(r.Context(), u.Name, u.Role, u.Password))
}

func (o *office) change(w http.ResponseWriter, r *http.Request) {
	var c UserChange
	if !read(w, r, &c) {
		return
	}
	name := r.PathValue("name")
	var err error
	if c.Role != nil {
		err = o.accounts.SetRole(r.Context(), name, *c.Role)
	}
	if c.Password != nil && err == nil {
		err = o.accounts.SetPassword(r.Context(), name, *c.Password)
	}
	if c.Disabled != nil && err == nil {
		err = o.accounts.Disable(r.Context(), name, *c.Disabled)
	}
	reply(w, struct{}{}, err)
}

func (o *office) tokens(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if name == "-" {
		name = "" // of all
	}
	all, err := o.accounts.Tokens(r.Context(), name)
	reply(w, append([]store.Token{}, all...), err)
}

func (o *office) addToken(w http.ResponseWriter, r *http.Request) {
	var n NewToken
	if !read(w, r, &n) {
		return
	}
	secret, t, err := o.accounts.AddToken(r.Context(), r.PathValue("name"), n.Label, n.Scopes, n.Age)
	reply(w, MadeToken{secret, t}, err)
}

func (o *office) revoke(w http.ResponseWriter, r *http.Request) {
	reply(w, struct{}{}, o.accounts.RevokeToken(r.Context(), r.PathValue("id")))
}

func (o *office) entries(w http.ResponseWriter, r *http.Request) {
	f := store.EntryFilter{By: r.FormValue("by"), Verb: r.FormValue("verb")}
	if since := r.FormValue("since"); since != "" {
		var err error
		if f.Since, err = time.Parse(time.RFC3339, since); err != nil {
			fail(w, http.StatusBadRequest, err)
			return
		}
	}
	limit, _ := strconv.Atoi(r.FormValue("limit")) // none is the default
	page, err := o.log.Entries(r.Context(), f, store.Page{Cursor: r.FormValue("cursor"), Limit: limit})
	if err == nil && r.FormValue("cursor") == "" {
		err = o.log.Enter(r.Context(), store.Entered{Verb: "audit.read", Outcome: audit.OK})
	}
	reply(w, page, err)
}

// reply answers; what cannot be set is the asker's to mend.
func reply(w http.ResponseWriter, value any, err error) {
	switch {
	case errors.Is(err, account.ErrUnfit), errors.Is(err, store.ErrPage):
		fail(w, http.StatusBadRequest, err)
	default:
		answer(w, value, err)
	}
}
