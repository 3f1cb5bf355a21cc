package control

import (
	"context"
	"net/http"

	"github.com/qalxan/qalxan/monitor/privacy"
	"github.com/qalxan/qalxan/store"
)

// Guardian treats persons as they may ask for: *monitor.Monitor. It enters what
// it does into the audit log itself.
type Guardian interface {
	Pseudonymise(ctx context.Context, by string) (int, error)
	Retain(ctx context.Context, by string, dry bool) (privacy.Retired, error)
	ErasePerson(ctx context.Context, r privacy.Request) (privacy.Outcome, error)
	ExportPerson(ctx context.Context, r privacy.Request) (privacy.Held, error)
	Hold(ctx context.Context, h store.Hold) (store.Hold, error)
	ReleaseHold(ctx context.Context, id string, r store.Release) (store.Hold, error)
	Holds(ctx context.Context) ([]store.Hold, error)
	ErasureRequests(ctx context.Context) ([]store.Erasure, error)
	RetentionRules(ctx context.Context) ([]privacy.Rule, error)
}

// PrivacyJob asks for a job over the whole record.
type PrivacyJob struct {
	By  string `json:"by"`
	Dry bool   `json:"dry,omitempty"` // only say what would be done
}

// Pseudonymised is how many items got pseudonyms for names.
type Pseudonymised struct {
	Items int `json:"items"`
}

// guard adds what is asked about persons.
func (h *handler) guard(mux *http.ServeMux) {
	mux.HandleFunc("POST /control/privacy/pseudonymise", func(w http.ResponseWriter, r *http.Request) {
		asked(w, r, func(ctx context.Context, job PrivacyJob) (Pseudonymised, error) {
			count, err := h.keeper.Pseudonymise(ctx, job.By)
			return Pseudonymised{count}, err
		})
	})
	mux.HandleFunc("POST /control/privacy/retain", func(w http.ResponseWriter, r *http.Request) {
		asked(w, r, func(ctx context.Context, job PrivacyJob) (privacy.Retired, error) {
			return h.keeper.Retain(ctx, job.By, job.Dry)
		})
	})
	mux.HandleFunc("POST /control/privacy/erase", func(w http.ResponseWriter, r *http.Request) { asked(w, r, h.keeper.ErasePerson) })
	mux.HandleFunc("POST /control/privacy/export", func(w http.ResponseWriter, r *http.Request) { asked(w, r, h.keeper.ExportPerson) })
	mux.HandleFunc("POST /control/privacy/holds", func(w http.ResponseWriter, r *http.Request) { asked(w, r, h.keeper.Hold) })
	mux.HandleFunc("POST /control/privacy/holds/{id}/release", func(w http.ResponseWriter, r *http.Request) {
		asked(w, r, func(ctx context.Context, release store.Release) (store.Hold, error) {
			return h.keeper.ReleaseHold(ctx, r.PathValue("id"), release)
		})
	})
	mux.HandleFunc("GET /control/privacy/requests", func(w http.ResponseWriter, r *http.Request) {
		all, err := h.keeper.ErasureRequests(r.Context())
		answer(w, append([]store.Erasure{}, all...), err)
	})
	mux.HandleFunc("GET /control/privacy/holds", func(w http.ResponseWriter, r *http.Request) {
		all, err := h.keeper.Holds(r.Context())
		answer(w, append([]store.Hold{}, all...), err)
	})
}

// asked reads what is asked for and answers with what came of it.
func asked[Q, A any](w http.ResponseWriter, r *http.Request, do func(context.Context, Q) (A, error)) {
	var q Q
	if !read(w, r, &q) {
		return
	}
	a, err := do(r.Context(), q)
	answer(w, a, err)
}
