package guard

import (
	"net/http"

	"github.com/qalxan/qalxan/api/account"
)

// Rule says who may use a route.
type Rule struct {
	// Route is a pattern of net/http.ServeMux with its method; GET is HEAD too.
	Route string
	// Role is the least that a person needs; the empty role lets everybody in.
	Role account.Role
	// Scope is what a program needs besides; the empty scope lets none in.
	Scope account.Scope
}

// Exporting is the rule for findings in a form that leaves the house (CSV, JSON
// Lines), at whatever route.
var Exporting = Rule{"exporting", account.Analyst, account.Export}

// Seconding is the rule for confirming a critical case that one person has
// confirmed, at whatever route.
var Seconding = Rule{"second review", account.Lead, account.Decide}

// Table is the one place that says who may do what over the network. A route
// that does not stand here is refused.
func Table() []Rule {
	return []Rule{
		// Everybody, also who is nobody.
		{"GET /healthz", "", account.Read},
		{"GET /readyz", "", account.Read},
		{"GET /assets/desk.css", "", account.Read},
		{"GET /assets/desk.js", "", account.Read},
		{"POST /language", "", account.Read},
		{"GET /login", "", account.Read},
		{"POST /login", "", account.Read},
		{"GET /setup", "", account.Read},
		{"POST /setup", "", account.Read},
		{"GET /openid", "", account.Read},
		{"GET /openid/back", "", account.Read},

		// The desk, for people.
		{"GET /", account.Viewer, ""},
		{"GET /{$}", account.Viewer, ""},
		{"GET /search", account.Viewer, ""},
		{"GET /searches", account.Viewer, ""},
		{"POST /searches", account.Viewer, ""},
		{"GET /since", account.Viewer, ""},
		{"POST /since", account.Viewer, ""},
		{"GET /coverage", account.Viewer, ""},
		{"GET /quality", account.Viewer, ""},
		{"POST /review", account.Analyst, ""},
		{"GET /export", account.Analyst, ""},
		{"GET /findings", account.Viewer, ""},
		{"GET /findings/{id}", account.Viewer, ""},
		{"GET /items/{id}", account.Viewer, ""},
		{"POST /findings/{id}/translation", account.Analyst, ""},
		{"POST /items/{id}/translation", account.Analyst, ""},
		{"GET /campaigns", account.Viewer, ""},
		{"GET /campaigns/{id}", account.Viewer, ""},
		{"GET /campaigns/{id}/rulings", account.Lead, ""},
		{"POST /campaigns/{id}/rulings", account.Lead, ""},
		{"GET /sources", account.Viewer, ""},
		{"GET /sources/{id}", account.Viewer, ""},
		{"GET /narratives", account.Viewer, ""},
		{"GET /write/brief", account.Analyst, ""},
		{"POST /write/brief", account.Analyst, ""},
		{"GET /write/narrative", account.Lead, ""},
		{"POST /write/narrative", account.Lead, ""},
		{"GET /write/source", account.Lead, ""},
		{"POST /write/source", account.Lead, ""},
		{"GET /reports", account.Viewer, ""},
		{"POST /reports", account.Analyst, ""},
		{"GET /reports/{id}", account.Analyst, ""},
		{"GET /packs", account.Viewer, ""},
		{"GET /packs/new", account.Analyst, ""},
		{"POST /packs", account.Analyst, ""},
		{"GET /packs/{id}", account.Viewer, ""},
		{"POST /packs/{id}", account.Analyst, ""},
		{"GET /packs/{id}/list", account.Analyst, ""},
		{"GET /packs/{id}/evidence/{finding}", account.Analyst, ""},
		{"GET /account", account.Viewer, ""},
		{"POST /account", account.Viewer, ""},
		{"POST /account/sessions", account.Viewer, ""},
		{"POST /account/tokens", account.Viewer, ""},
		{"POST /logout", account.Viewer, ""},
		{"GET /alerts", account.Lead, ""},
		{"POST /alerts", account.Lead, ""},
		{"GET /learning", account.Lead, ""},
		{"POST /learning", account.Lead, ""},
		{"GET /audit", account.Admin, ""},
		{"GET /privacy", account.Admin, ""},
		{"POST /privacy", account.Admin, ""},
		{"GET /users", account.Admin, ""},
		{"POST /users", account.Admin, ""},
		{"GET /users/{name}", account.Admin, ""},
		{"POST /users/{name}", account.Admin, ""},

		// The API, for people and programs.
		{"GET /api/", account.Viewer, account.Read},
		{"GET /openapi.json", account.Viewer, account.Read},
		{"GET /metrics", account.Viewer, account.Read},
		{"GET /api/v1/search", account.Viewer, account.Read},
		{"GET /api/v1/findings", account.Viewer, account.Read},
		{"GET /api/v1/findings/{id}", account.Viewer, account.Read},
		{"GET /api/v1/items", account.Viewer, account.Read},
		{"GET /api/v1/items/{id}", account.Viewer, account.Read},
		{"GET /api/v1/campaigns", account.Viewer, account.Read},
		{"GET /api/v1/campaigns/{id}", account.Viewer, account.Read},
		{"GET /api/v1/sources", account.Viewer, account.Read},
		{"GET /api/v1/sources/{id}", account.Viewer, account.Read},
		{"GET /api/v1/narratives", account.Viewer, account.Read},
		{"GET /api/v1/narratives/{id}", account.Viewer, account.Read},
		{"GET /api/v1/explanations/{id}", account.Viewer, account.Read},
		{"GET /api/v1/totals", account.Viewer, account.Read},
		{"GET /api/v1/quality", account.Viewer, account.Read},
		{"POST /api/v1/findings/{id}/decisions", account.Analyst, account.Decide},
		{"POST /api/v1/campaigns/{id}/rulings", account.Lead, account.Decide},
		{"GET /api/v1/calibrations", account.Viewer, account.Read},
		{"POST /api/v1/calibrations", account.Lead, account.Decide},
		{"POST /api/v1/calibrations/undo", account.Lead, account.Decide},
		{"GET /api/v1/alerts", account.Lead, account.Read},
		{"GET /api/v1/letters", account.Lead, account.Read},
		{"GET /api/v1/users", account.Admin, account.Manage},
		{"POST /api/v1/users", account.Admin, account.Manage},
		{"PATCH /api/v1/users/{name}", account.Admin, account.Manage},
		{"POST /api/v1/users/{name}/link", account.Admin, account.Manage},
		{"GET /api/v1/tokens", account.Viewer, account.Manage},
		{"POST /api/v1/tokens", account.Viewer, account.Manage},
		{"DELETE /api/v1/tokens/{id}", account.Viewer, account.Manage},
		{"GET /api/v1/audit", account.Admin, account.Manage},
	}
}

// May reports whether whoever asks fits a rule.
func (r Rule) May(p account.Principal) bool { return r.Role == "" || p.May(r.Role, r.Scope) }

// rules finds the rule of a request as net/http finds its handler.
type rules struct {
	mux *http.ServeMux
}

func (Rule) ServeHTTP(http.ResponseWriter, *http.Request) {}

func newRules(table []Rule) *rules {
	mux := http.NewServeMux()
	for _, r := range table {
		mux.Handle(r.Route, r)
	}
	return &rules{mux}
}

// of is the rule of a request, and false where there is none.
func (r *rules) of(request *http.Request) (Rule, bool) {
	handler, pattern := r.mux.Handler(request)
	rule, found := handler.(Rule)
	if !found && pattern != "" {
		// The address is spelt in another way, and the answer sends there.
		rule, found = Rule{Route: pattern, Role: account.Viewer, Scope: account.Read}, request.Method == http.MethodGet
	}
	return rule, found
}
