package rest

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/store"
)

// Users is who may ask, and what admins do about it: *account.Accounts.
type Users interface {
	Users(ctx context.Context) ([]store.User, error)
	User(ctx context.Context, name string) (store.User, error)
	AddInvited(ctx context.Context, name string, role account.Role) (code string, expires time.Time, err error)
	Link(ctx context.Context, name string) (code string, expires time.Time, err error)
	SetRole(ctx context.Context, name string, role account.Role) error
	Disable(ctx context.Context, name string, disabled bool) error
	EndSessions(ctx context.Context, name string) error
	Unlock(ctx context.Context, name string) error

	Tokens(ctx context.Context, user string) ([]store.Token, error)
	AddToken(ctx context.Context, user, label string, scopes []account.Scope, age time.Duration) (secret string, t store.Token, err error)
	RevokeToken(ctx context.Context, id string) error
	RevokeTokenOf(ctx context.Context, user, id string) error
}

func (s *service) registerUsers(a huma.API) {
	register(s, a, "users", "List who may ask", s.users)
	add := change("add-user", http.MethodPost, "/users", "Add a user, who sets a password by a link", http.StatusUnprocessableEntity)
	add.DefaultStatus = http.StatusCreated
	huma.Register(a, add, s.addUser)
	huma.Register(a, change("change-user", http.MethodPatch, "/users/{name}", "Change a user: role, access, sessions, waits", http.StatusNotFound), s.changeUser)
	link := change("link-user", http.MethodPost, "/users/{name}/link", "Make a link by which a user sets a password", http.StatusNotFound)
	link.DefaultStatus = http.StatusCreated
	huma.Register(a, link, s.linkUser)

	huma.Register(a, operation("get-tokens", "/tokens", "List one's own tokens, or as an admin those of a user", http.StatusForbidden), s.tokens)
	make := change("add-token", http.MethodPost, "/tokens", "Make a token for oneself, or as an admin for a user", http.StatusForbidden)
	make.DefaultStatus = http.StatusCreated
	huma.Register(a, make, s.addToken)
	huma.Register(a, change("revoke-token", http.MethodDelete, "/tokens/{id}", "End a token of one's own, or as an admin any", http.StatusNotFound), s.revokeToken)
}

// change is an operation that changes something.
func change(id, method, path, summary string, faults ...int) huma.Operation {
	op := operation(id, path, summary, faults...)
	op.Method = method
	return op
}

// UserList is who may ask.
type UserList struct {
	Users []store.User `json:"users"`
}

func (s *service) users(ctx context.Context) (UserList, error) {
	all, err := s.office.Users.Users(ctx)
	return UserList{append([]store.User{}, all...)}, err
}

// UserLink is how a user comes in. It is told this once.
type UserLink struct {
	Name string `json:"name"`
	// Setup is the address of a page at the desk where a password is set.
	Setup   string    `json:"setup" doc:"An address at the desk, to be put after its own. It is good once and told this once."`
	Expires time.Time `json:"expires"`
}

func newUserLink(name, code string, expires time.Time) *whole[UserLink] {
	return &whole[UserLink]{UserLink{account.Name(name), "/setup?" + url.Values{"code": {code}}.Encode(), expires}}
}

type newUser struct {
	Body struct {
		Name string       `json:"name" minLength:"1" maxLength:"100" doc:"Letters a to z, digits and . _ @ + -"`
		Role account.Role `json:"role" enum:"viewer,analyst,lead,admin"`
	}
}

func (s *service) addUser(ctx context.Context, in *newUser) (*whole[UserLink], error) {
	code, expires, err := s.office.Users.AddInvited(ctx, in.Body.Name, in.Body.Role)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return newUserLink(in.Body.Name, code, expires), nil
}

type userNamed struct {
	Name string `path:"name" minLength:"1" maxLength:"100"`
}

func (s *service) linkUser(ctx context.Context, in *userNamed) (*whole[UserLink], error) {
	code, expires, err := s.office.Users.Link(ctx, in.Name)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return newUserLink(in.Name, code, expires), nil
}

type userChange struct {
	Name string `path:"name" minLength:"1" maxLength:"100"`
	Body struct {
		Role     *account.Role `json:"role,omitempty" enum:"viewer,analyst,lead,admin" doc:"The role from now on. Sessions end."`
		Disabled *bool         `json:"disabled,omitempty" doc:"Whether the user is kept out. Sessions end, tokens do not work."`
		Logout   bool          `json:"logout,omitempty" doc:"End all sessions."`
		Unlock   bool          `json:"unlock,omitempty" doc:"Forget the wrong passwords that make the user wait."`
	}
}

// changeUser makes the changes in the order of the fields, and stops at the
// first that cannot be made.
func (s *service) changeUser(ctx context.Context, in *userChange) (*whole[store.User], error) {
	users := s.office.Users
	var err error
	if in.Body.Role != nil {
		err = users.SetRole(ctx, in.Name, *in.Body.Role)
	}
	if in.Body.Disabled != nil && err == nil {
		err = users.Disable(ctx, in.Name, *in.Body.Disabled)
	}
	if in.Body.Logout && err == nil {
		err = users.EndSessions(ctx, in.Name)
	}
	if in.Body.Unlock && err == nil {
		err = users.Unlock(ctx, in.Name)
	}
	var u store.User
	if err == nil {
		u, err = users.User(ctx, in.Name)
	}
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &whole[store.User]{u}, nil
}

// TokenList are the tokens of a user.
type TokenList struct {
	Tokens []store.Token `json:"tokens"`
}

// MadeToken is a token with its secret, which is told this once.
type MadeToken struct {
	Secret string      `json:"secret" doc:"What a program sends as: Authorization: Bearer SECRET. It is told this once."`
	Token  store.Token `json:"token"`
}

type tokensRequest struct {
	User string `query:"user" maxLength:"100" doc:"Whose; one's own unless given."`
}

// whose is the user that somebody asks about: themselves, or as an admin
// anybody.
func whose(ctx context.Context, user string) (string, error) {
	who := account.From(ctx)
	if who.Name != "" && (user == "" || account.Name(user) == who.Name) {
		return who.Name, nil
	}
	if user == "" || !who.May(account.Admin, account.Manage) {
		return "", huma.Error403Forbidden("Only admins see or make the tokens of others.")
	}
	return user, nil
}

func (s *service) tokens(ctx context.Context, in *tokensRequest) (*whole[TokenList], error) {
	user, err := whose(ctx, in.User)
	var all []store.Token
	if err == nil {
		all, err = s.office.Users.Tokens(ctx, user)
	}
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	for i := range all {
		all[i].Scopes = append([]string{}, all[i].Scopes...)
	}
	return &whole[TokenList]{TokenList{append([]store.Token{}, all...)}}, nil
}

type newToken struct {
	Body struct {
		User   string          `json:"user,omitempty" maxLength:"100" doc:"Whose; one's own unless given."`
		Label  string          `json:"label,omitempty" maxLength:"100" doc:"What it is for."`
		Scopes []account.Scope `json:"scopes" minItems:"1" maxItems:"4" enum:"read,decide,export,manage" doc:"What it may do within its user's role. A token gives only what it has itself."`
		Days   int             `json:"days" minimum:"1" maximum:"366" doc:"How long it is good."`
	}
}

func (s *service) addToken(ctx context.Context, in *newToken) (*whole[MadeToken], error) {
	user, err := whose(ctx, in.Body.User)
	if err != nil {
		return nil, err
	}
	secret, t, err := s.office.Users.AddToken(ctx, user, in.Body.Label, in.Body.Scopes, time.Duration(in.Body.Days)*24*time.Hour)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return &whole[MadeToken]{MadeToken{secret, t}}, nil
}

type tokenNamed struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

func (s *service) revokeToken(ctx context.Context, in *tokenNamed) (*struct{}, error) {
	var err error
	if who := account.From(ctx); who.May(account.Admin, account.Manage) {
		err = s.office.Users.RevokeToken(ctx, in.ID)
	} else {
		err = s.office.Users.RevokeTokenOf(ctx, who.Name, in.ID)
	}
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	return nil, nil
}
