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
		{"GET /campaigns", account.Viewer, ""},
		{"GET /campaigns/{id}", account.Viewer, ""},
		{"GET /sources", account.Viewer, ""},
		{"GET /sources/{id}", account.Viewer, ""},
		{"GET /narratives", account.Viewer, ""},
		{"GET /account", account.Viewer, ""},
		{"POST /account", account.Viewer, ""},
		{"POST /logout", account.Viewer, ""},
		{"GET /audit", account.Admin, ""},

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
		{"GET /api/v1/users", account.Admin, account.Manage},
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
