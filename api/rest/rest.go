// Package rest answers questions about the record over HTTP: /api/v1/,
// described by an OpenAPI 3.1 document that is made from the same types.
//
// It reads, and takes decisions of users. Faults are problems after RFC 9457, lists are paged with
// cursors, single things have entity tags (RFC 9110, 8.8.3). Package guard
// says who may ask.
package rest

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/guard"
)

// Options are what New needs besides the library.
type Options struct {
	Version string // of the program
	// Ready reports why questions cannot be answered now; nil asks the record.
	Ready  func(context.Context) error
	Logger *slog.Logger // for faults of ours; nil for none
	// Gate says who may ask; nil for this machine only, and only to read.
	Gate   *guard.Gate
	Office Office
}

// policy keeps browsers from showing an answer as a page.
const policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// Paths are the patterns of net/http.ServeMux under which the handler is to
// stand.
func Paths() []string { return []string{"/api/", "/openapi.json", "/healthz", "/readyz", "/metrics"} }

// service is what the operations share.
type service struct {
	library *api.Library
	ready   func(context.Context) error
	log     *slog.Logger
	office  Office
}

// New returns the handler of everything under Paths. It is safe for concurrent
// use.
func New(o Options, library *api.Library) (http.Handler, error) {
	s := &service{library: library, ready: o.Ready, log: o.Logger, office: o.Office}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.ready == nil {
		s.ready = func(ctx context.Context) error {
			_, err := library.Totals(ctx)
			return err
		}
	}
	mux := &guard.Mux{}
	if err := s.routes(mux, o.Version); err != nil {
		return nil, err
	}
	return guard.New(o.Gate, policy, refuse, mux), nil
}

// routes registers everything that answers.
func (s *service) routes(mux *guard.Mux, version string) error {
	operations := humago.New(mux, config(version))
	operations.UseMiddleware(negotiate(operations))
	s.register(operations)
	s.registerOffice(operations)
	document, err := describe(operations.OpenAPI())
	if err != nil {
		return err
	}
	mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Write(document)
	})
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /readyz", s.readiness)
	mux.HandleFunc("GET /metrics", s.metrics)
	mux.HandleFunc("GET /api/", func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, http.StatusNotFound, "There is nothing here; /openapi.json lists what there is.")
	})
	return nil
}

// health says that the process answers; readiness that it can answer
// questions.
func (s *service) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write([]byte("ok\n"))
}

func (s *service) readiness(w http.ResponseWriter, r *http.Request) {
	if err := s.ready(r.Context()); err != nil {
		s.log.ErrorContext(r.Context(), "not ready", slog.Any("error", err))
		refuse(w, r, http.StatusServiceUnavailable, "The record cannot be read now; the log says why.")
		return
	}
	s.health(w, r)
}

func config(version string) huma.Config {
	c := huma.DefaultConfig("Qalxan", version)
	c.Info.Description = "What is known of publications, findings and campaigns, and what people decide about them."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", "" // served by New, or not at all
	c.CreateHooks = nil                                   // no $schema in bodies
	return c
}
