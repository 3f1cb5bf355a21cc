package control

import (
	"context"
	"net/http"

	"github.com/qalxan/qalxan/report/alert"
	"github.com/qalxan/qalxan/store"
)

// Alerter tells people: *monitor.Monitor.
type Alerter interface {
	AlertRules() alert.Overview
	TestAlert(ctx context.Context, name string) ([]alert.Trial, error)
	AlertQueue(ctx context.Context, limit int) ([]store.Letter, error)
}

// queued is how many letters a list shows.
const queued = 200

func (h *handler) alerts(w http.ResponseWriter, _ *http.Request) {
	answer(w, h.keeper.AlertRules(), nil)
}

func (h *handler) testAlert(w http.ResponseWriter, r *http.Request) {
	trials, err := h.keeper.TestAlert(r.Context(), r.PathValue("name"))
	answer(w, trials, err)
}

func (h *handler) alertQueue(w http.ResponseWriter, r *http.Request) {
	letters, err := h.keeper.AlertQueue(r.Context(), queued)
	if letters == nil {
		letters = []store.Letter{}
	}
	answer(w, letters, err)
}
