// Package guard stands before everything that answers by network: it lets only
// this machine's own names in, only reading, and tells browsers to trust
// nothing that was not sent on purpose.
package guard

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
)

// Refuse writes an answer to a request that may not pass, with a sentence for
// people.
type Refuse func(w http.ResponseWriter, r *http.Request, status int, sentence string)

// New returns next behind the guard. The policy is the Content-Security-Policy
// of every answer.
func New(policy string, refuse Refuse, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protect(w.Header(), policy)
		switch {
		case !Loopback(r.Host):
			refuse(w, r, http.StatusMisdirectedRequest,
				fmt.Sprintf("This server answers as localhost only, not as %.100q.", r.Host))
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			refuse(w, r, http.StatusMethodNotAllowed, "Nothing can be changed here: only GET and HEAD are answered.")
		default:
			next.ServeHTTP(w, r)
		}
	})
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
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
