package guard

import "net/http"

var _ Rooms = (*Mux)(nil)

// Mux is a ServeMux that knows its routes.
type Mux struct {
	mux    http.ServeMux
	routes []string
}

// Handle registers a handler, HandleFunc a function, as those of http.ServeMux.
func (m *Mux) Handle(pattern string, h http.Handler) {
	m.mux.Handle(pattern, h)
	m.routes = append(m.routes, pattern)
}

// HandleFunc registers a function.
func (m *Mux) HandleFunc(pattern string, f func(http.ResponseWriter, *http.Request)) {
	m.Handle(pattern, http.HandlerFunc(f))
}

// ServeHTTP answers with the handler of the route.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.mux.ServeHTTP(w, r) }

// Routes lists the patterns in the order in which they were registered.
func (m *Mux) Routes() []string { return m.routes }
