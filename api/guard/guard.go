// Package guard stands before everything that answers by network. It finds out
// who asks, lets through what the [Table] allows them, refuses what comes from
// another site, and tells browsers to trust nothing that was not sent on
// purpose.
package guard

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/qalxan/qalxan/api/account"
	"github.com/qalxan/qalxan/crawler/fetch/address"
)

// Refuse writes an answer to a request that may not pass, with a sentence for
// people.
type Refuse func(w http.ResponseWriter, r *http.Request, status int, sentence string)

// Accounts knows who asks: *account.Accounts.
type Accounts interface {
	Any() bool
	BySecret(ctx context.Context, secret string) (account.Principal, error)
	ByToken(ctx context.Context, secret string) (account.Principal, error)
}

// Options shape a gate. The zero value is that of a machine without users: it
// answers on loopback names only and lets nothing be changed.
type Options struct {
	Accounts Accounts
	// Closed lets nobody in while there are no users: set where others than this
	// machine can reach us.
	Closed bool
	// Secure says that browsers come by TLS; Proxy that a proxy of ours stands
	// before us and says where requests come from.
	Secure, Proxy bool
	// Names are the host names that we answer to besides those of this machine;
	// with none and with users, to all.
	Names  []string
	Logger *slog.Logger
}

// Gate is what a guard asks. It is safe for concurrent use.
type Gate struct {
	options Options
	rules   *rules
	cross   *http.CrossOriginProtection
}

// NewGate returns the gate of the [Table].
func NewGate(o Options) *Gate {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Gate{options: o, rules: newRules(Table()), cross: http.NewCrossOriginProtection()}
}

// Secure reports whether browsers come by TLS.
func (g *Gate) Secure() bool { return g.options.Secure }

// open says that nobody has to say who they are.
func (g *Gate) open() bool {
	return !g.options.Closed && (g.options.Accounts == nil || !g.options.Accounts.Any())
}

// refusal is an answer to a request that may not pass; the zero value lets it.
type refusal struct {
	status   int
	sentence string
}

// Rooms are what stands behind a gate: a *Mux.
type Rooms interface {
	http.Handler
	// Routes lists the patterns of all routes.
	Routes() []string
}

// Door lets requests into rooms.
type Door struct {
	Rooms
	gate   *Gate
	policy string
	refuse Refuse
}

// New returns the routes behind the gate; a nil gate is that of a machine
// without users. The policy is the Content-Security-Policy of every answer.
func New(g *Gate, policy string, refuse Refuse, rooms Rooms) *Door {
	if g == nil {
		g = NewGate(Options{})
	}
	return &Door{rooms, g, policy, refuse}
}

// ServeHTTP answers requests that may pass.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header(), d.policy)
	if d.gate.options.Secure {
		w.Header().Set("Strict-Transport-Security", "max-age=31536000")
	}
	r, no := d.gate.admit(r)
	switch no.status {
	case 0:
		d.Rooms.ServeHTTP(w, r)
		return
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", "GET, HEAD")
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="qalxan"`)
	}
	d.refuse(w, r, no.status, no.sentence)
}

// admit finds out who asks and whether they may. The request it returns knows
// who asks.
func (g *Gate) admit(r *http.Request) (*http.Request, refusal) {
	if account.From(r.Context()).Way == account.Socket {
		return r, refusal{}
	}
	if !g.known(r.Host) {
		return r, refusal{http.StatusMisdirectedRequest, fmt.Sprintf("This server does not answer as %.100q. %s", r.Host, g.advice())}
	}
	rule, found := g.rules.of(r)
	if !found {
		return r, refusal{http.StatusMethodNotAllowed, "Nothing can be changed here: only GET and HEAD are answered."}
	}
	if err := g.cross.Check(r); err != nil {
		return r, refusal{http.StatusForbidden, "This came from another site and was not carried out."}
	}
	who, err := g.identify(r)
	if err != nil {
		g.options.Logger.ErrorContext(r.Context(), "who asks cannot be found out", slog.Any("error", err))
		return r, refusal{http.StatusServiceUnavailable, "Who you are cannot be found out now; the log of the server says why."}
	}
	r = r.WithContext(account.With(r.Context(), who))
	return r, g.judge(rule, r.Method, who)
}

// judge compares who asks with the rule. While there are no users, people at
// this machine decide in the desk under a name that they give; programs do not.
func (g *Gate) judge(rule Rule, method string, who account.Principal) refusal {
	switch {
	case who.Way == account.Open && rule.Scope != "" && rule.Role != "" && method != http.MethodGet && method != http.MethodHead:
		return refusal{http.StatusMethodNotAllowed, "Programs can change nothing here while there are no users: only GET and HEAD are answered. Add one with qalxan user add."}
	case rule.May(who):
		return refusal{}
	case who.Way == "":
		return refusal{http.StatusUnauthorized, "Say who you are: log in, or send a token that is good."}
	case who.Way == account.ByToken && !who.May(rule.Role, ""):
		return refusal{http.StatusForbidden, "This token may not do this: it lacks the scope, or its user the role."}
	}
	return refusal{http.StatusForbidden, "Your role does not allow this."}
}

// identify finds out who asks. A token that is sent is what counts, even if it
// is not good.
func (g *Gate) identify(r *http.Request) (who account.Principal, err error) {
	switch secret, sent := bearer(r); {
	case g.open():
		who = account.Principal{Way: account.Open, Role: account.Lead}
	case g.options.Accounts == nil:
	case sent:
		who, err = g.options.Accounts.ByToken(r.Context(), secret)
	default:
		if c, fault := r.Cookie(SessionCookie(g.options.Secure)); fault == nil {
			who, err = g.options.Accounts.BySecret(r.Context(), c.Value)
		}
	}
	who.Address = g.address(r)
	return who, err
}

// bearer is the token of a request (RFC 6750, 2.1).
func bearer(r *http.Request) (secret string, sent bool) {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(secret), strings.EqualFold(scheme, "bearer")
}

// SessionCookie is the name of the cookie that holds a session's secret. The
// prefix makes browsers take it only over TLS and for this host alone (RFC
// 6265bis, 4.1.3.2).
func SessionCookie(secure bool) string {
	if secure {
		return "__Host-qalxan"
	}
	return "qalxan"
}

// address is where a request came from: what the proxy before us saw, or the
// other end of the connection.
func (g *Gate) address(r *http.Request) string {
	if g.options.Proxy {
		list := r.Header.Values("X-Forwarded-For")
		if len(list) > 0 {
			last := list[len(list)-1]
			last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
			if ip, err := netip.ParseAddr(last); err == nil {
				return ip.String()
			}
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// known reports whether we answer to a name.
func (g *Gate) known(host string) bool {
	if Loopback(host) || len(g.options.Names) == 0 && !g.open() {
		return true
	}
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	return slices.Contains(g.options.Names, strings.ToLower(name)) && !g.open()
}

func (g *Gate) advice() string {
	if g.open() {
		return "It has no users, so it answers as localhost only."
	}
	return "The configuration lists its names under web.names."
}

func protect(h http.Header, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-cache")
}

// Loopback reports whether a Host header names this machine itself. A page of
// another site whose name was made to point here (DNS rebinding) still sends
// its own name, and is so kept from reading the answers.
func Loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	} else if len(host) > 1 && host[0] == '[' && host[len(host)-1] == ']' {
		host = host[1 : len(host)-1]
	}
	return address.Local(host)
}

// Socket returns a handler for what comes by this machine's socket or from
// this process: file permissions have decided already.
func Socket(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := account.Principal{Name: "socket", Role: account.Admin, Way: account.Socket}
		next.ServeHTTP(w, r.WithContext(account.With(r.Context(), who)))
	})
}
