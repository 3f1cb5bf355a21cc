package guard

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/qalxan/qalxan/api/account"
)

// members are accounts in which every secret is that of an admin.
type members struct {
	some bool
	err  error
}

func (m members) Any() bool { return m.some }

func (m members) BySecret(context.Context, string) (account.Principal, error) {
	return account.Principal{Name: "leyla", Role: account.Admin, Way: account.BySession}, m.err
}

func (m members) ByToken(context.Context, string) (account.Principal, error) {
	return account.Principal{}, m.err
}

// through asks a door for a route and returns the status; 204 says that the
// request came through.
func through(o Options, change func(*http.Request)) (status int, who account.Principal) {
	rooms := &Mux{}
	rooms.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		who = account.From(r.Context())
		w.WriteHeader(http.StatusNoContent)
	})
	refuse := func(w http.ResponseWriter, _ *http.Request, status int, sentence string) {
		http.Error(w, sentence, status)
	}
	r := httptest.NewRequest(http.MethodGet, "/findings", nil)
	r.Host = "localhost"
	change(r)
	w := httptest.NewRecorder()
	New(NewGate(o), "", refuse, rooms).ServeHTTP(w, r)
	return w.Code, who
}

func TestGate(t *testing.T) {
	cookie := func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "qalxan", Value: "x"}) }
	host := func(name string) func(*http.Request) {
		return func(r *http.Request) { cookie(r); r.Host = name }
	}
	post := func(path string) func(*http.Request) {
		return func(r *http.Request) { r.Method, r.URL.Path = http.MethodPost, path }
	}
	none := func(*http.Request) {}
	for name, test := range map[string]struct {
		options Options
		change  func(*http.Request)
		want    int
	}{
		"no users, reading":              {Options{}, none, 204},
		"no users yet, reading":          {Options{Accounts: members{}}, none, 204},
		"no users, deciding in the desk": {Options{}, post("/review"), 204},
		"no users, a program decides":    {Options{}, post("/api/v1/findings/f/decisions"), 405},
		"no users, an unknown route":     {Options{}, post("/unknown"), 405},
		"no users, a name":               {Options{Names: []string{"desk.example"}}, host("desk.example"), 421},
		"no users, closed":               {Options{Accounts: members{}, Closed: true}, none, 401},
		"closed without accounts":        {Options{Closed: true}, cookie, 401},
		"users, nobody":                  {Options{Accounts: members{some: true}}, none, 401},
		"users, somebody":                {Options{Accounts: members{some: true}}, cookie, 204},
		"users, any name":                {Options{Accounts: members{some: true}}, host("desk.example"), 204},
		"users, the name":                {Options{Accounts: members{some: true}, Names: []string{"desk.example"}}, host("DESK.example:443"), 204},
		"users, another name":            {Options{Accounts: members{some: true}, Names: []string{"desk.example"}}, host("evil.example"), 421},
		"TLS, the plain cookie":          {Options{Accounts: members{some: true}, Secure: true}, cookie, 401},
		"a bad token beside a cookie":    {Options{Accounts: members{some: true}}, func(r *http.Request) { cookie(r); r.Header.Set("Authorization", "bearer x") }, 401},
		"the record is away":             {Options{Accounts: members{some: true, err: errors.New("disk")}}, cookie, 503},
		"by the socket": {Options{Accounts: members{some: true}}, func(r *http.Request) {
			*r = *r.WithContext(account.With(r.Context(), account.Principal{Way: account.Socket}))
		}, 204},
	} {
		if got, _ := through(test.options, test.change); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

// TestAddress: what a request says of where it comes from counts only behind a
// proxy, and only what that proxy itself added.
func TestAddress(t *testing.T) {
	for name, test := range map[string]struct {
		proxy bool
		sent  []string
		want  string
	}{
		"no proxy":        {false, []string{"198.51.100.7"}, "192.0.2.1"},
		"proxy":           {true, []string{"198.51.100.7"}, "198.51.100.7"},
		"forged before":   {true, []string{"127.0.0.1, 198.51.100.7"}, "198.51.100.7"},
		"forged in two":   {true, []string{"127.0.0.1", "10.0.0.1, 198.51.100.7"}, "198.51.100.7"},
		"IPv6":            {true, []string{"2001:db8::1"}, "2001:db8::1"},
		"not an address":  {true, []string{"evil\r\nx: y"}, "192.0.2.1"},
		"nothing is sent": {true, nil, "192.0.2.1"},
	} {
		_, who := through(Options{Proxy: test.proxy}, func(r *http.Request) { r.Header["X-Forwarded-For"] = test.sent })
		if who.Address != test.want {
			t.Errorf("%s: %q, want %q", name, who.Address, test.want)
		}
	}
}
