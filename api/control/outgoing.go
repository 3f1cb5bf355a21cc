package control

import (
	"errors"
	"net/http"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/api/outgoing"
	"github.com/qalxan/qalxan/report/pack"
	"github.com/qalxan/qalxan/report/standing"
	"github.com/qalxan/qalxan/store"
)

// OutgoingPaths are those that NewOutgoing answers.
func OutgoingPaths() []string {
	return []string{"/control/reports", "/control/reports/", "/control/packs", "/control/packs/"}
}

// NewOutgoing returns a handler of requests about reports and packs. It is
// meant for a socket or for InProcess, never for a network listener.
func NewOutgoing(s *outgoing.Service, l *api.Library) http.Handler {
	h := &outgoingHandler{s, l}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /control/reports", h.reports)
	mux.HandleFunc("POST /control/reports/{name}/run", h.run)
	mux.HandleFunc("GET /control/packs", h.packs)
	mux.HandleFunc("POST /control/packs", h.make)
	mux.HandleFunc("GET /control/packs/{id}", h.pack)
	mux.HandleFunc("POST /control/packs/{id}/events", h.note)
	return http.MaxBytesHandler(mux, maxBody)
}

type outgoingHandler struct {
	outgoing *outgoing.Service
	library  *api.Library
}

func (h *outgoingHandler) reports(w http.ResponseWriter, r *http.Request) {
	all, err := h.outgoing.Reports(r.Context(), store.Page{Cursor: r.FormValue("cursor")})
	h.answer(w, all, err)
}

func (h *outgoingHandler) run(w http.ResponseWriter, r *http.Request) {
	var body struct {
		By string `json:"by"`
	}
	if !read(w, r, &body) {
		return
	}
	d, err := h.outgoing.Again(r.Context(), r.PathValue("name"), body.By)
	h.answer(w, d, err)
}

func (h *outgoingHandler) packs(w http.ResponseWriter, r *http.Request) {
	f := pack.Filter{State: store.PackState(r.FormValue("state")), Overdue: r.FormValue("overdue") != ""}
	all, err := h.outgoing.Packs(r.Context(), f, store.Page{Cursor: r.FormValue("cursor")})
	h.answer(w, all, err)
}

// make makes a pack about a finding or a campaign, whose id may be shortened.
func (h *outgoingHandler) make(w http.ResponseWriter, r *http.Request) {
	var request pack.Request
	if !read(w, r, &request) {
		return
	}
	ref, err := h.library.Resolve(r.Context(), request.Subject)
	if err != nil {
		fail(w, status(err), err)
		return
	}
	request.Subject = ref.ID
	p, err := h.outgoing.MakePack(r.Context(), request)
	h.answer(w, p, err)
}

func (h *outgoingHandler) pack(w http.ResponseWriter, r *http.Request) {
	p, _, err := h.outgoing.Pack(r.Context(), r.PathValue("id"))
	h.answer(w, p, err)
}

// note adds an event. Who asks by the command line sees the pack as it stands.
func (h *outgoingHandler) note(w http.ResponseWriter, r *http.Request) {
	var e store.PackEvent
	if !read(w, r, &e) {
		return
	}
	p, _, err := h.outgoing.Pack(r.Context(), r.PathValue("id"))
	if err == nil {
		p, err = h.outgoing.NotePack(r.Context(), p.ID, e, len(p.Events))
	}
	h.answer(w, p, err)
}

// answer adds what only reports and packs can be refused for.
func (h *outgoingHandler) answer(w http.ResponseWriter, value any, err error) {
	for _, wrong := range []error{standing.ErrName, standing.ErrRequest, pack.ErrRequest, store.ErrPack, store.ErrPage} {
		if errors.Is(err, wrong) {
			fail(w, http.StatusBadRequest, err)
			return
		}
	}
	answer(w, value, err)
}
