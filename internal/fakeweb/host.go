package fakeweb

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Host is one host of a web. It answers 404 for every address without a
// handler.
//
// A pattern is a path, with or without a query: "/news", "/news?page=2". The
// one with the query is tried first, and the order of a query's parts does not
// matter. A pattern that ends in "/*" takes what lies below it; the longest
// wins.
type Host struct {
	name string
	now  func() time.Time
	log  accessLog

	mu     sync.RWMutex
	since  time.Time
	routes map[string]http.Handler
}

func newHost(name string, now func() time.Time) *Host {
	return &Host{name: name, now: now, routes: map[string]http.Handler{}}
}

// Name is the host's name in lower case.
func (h *Host) Name() string { return h.name }

// URL is the https address of a path on this host.
func (h *Host) URL(path string) string { return "https://" + h.name + path }

// Since keeps the host's name unknown until t.
func (h *Host) Since(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.since = t
}

func (h *Host) born() bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return !h.now().Before(h.since)
}

// Handle lets a handler answer what matches the pattern. It replaces the one
// that did before.
func (h *Host) Handle(pattern string, handler http.Handler) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.routes[key(pattern)] = handler
}

// Route lets a route answer what matches the pattern, GET and HEAD only.
func (h *Host) Route(pattern string, route Route) {
	h.Handle(pattern, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
			return
		}
		respond(w, r, route(h.now(), r))
	}))
}

// Publish lets the newest revision answer whose time has come; before the
// first it is 404.
func (h *Host) Publish(pattern string, revisions ...Revision) {
	h.Route(pattern, revised(revisions))
}

// Robots sets robots.txt.
func (h *Host) Robots(text string) {
	h.Route("/robots.txt", Always(Text("text/plain; charset=utf-8", text)))
}

// ServeHTTP answers as this host and logs the access.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	access := &Access{
		Time: time.Now(), Clock: h.now(), Host: h.name,
		Method: r.Method, Path: r.URL.RequestURI(), Agent: r.UserAgent(),
	}
	h.log.begin(access)
	rec := &recorder{ResponseWriter: w, log: &h.log, access: access}
	w.Header().Set("Date", access.Clock.UTC().Format(http.TimeFormat))
	h.find(r.URL).ServeHTTP(rec, r)
	rec.note(http.StatusOK, 0) // what net/http sends where the handler said nothing
}

// Log lists the latest accesses, in the order in which they came. The oldest
// are forgotten beyond 100,000.
func (h *Host) Log() []Access { return h.log.list() }

func (h *Host) find(u *url.URL) http.Handler {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, k := range []string{keyOf(u), u.Path} {
		if handler, ok := h.routes[k]; ok {
			return handler
		}
	}
	for below := u.Path; below != ""; {
		below = below[:strings.LastIndexByte(below, '/')+1]
		if handler, ok := h.routes[below+"*"]; ok {
			return handler
		}
		below = strings.TrimSuffix(below, "/")
	}
	return http.NotFoundHandler()
}

// key is the spelling under which a pattern is kept. A pattern that is no
// address is kept as it is.
func key(pattern string) string {
	u, err := url.Parse(pattern)
	if err != nil {
		return pattern
	}
	return keyOf(u)
}

func keyOf(u *url.URL) string {
	path := u.Path
	if path == "" {
		path = "/"
	}
	if u.RawQuery == "" {
		return path
	}
	return path + "?" + u.Query().Encode()
}
