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
	HeldAlerts(ctx context.Context) (map[string]int, error)
	RetryLetter(ctx context.Context, id string) error
	DropLetter(ctx context.Context, id, by string) error
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

// TestAlert implements [Keeper].
func (k *audited) TestAlert(ctx context.Context, name string) ([]alert.Trial, error) {
	trials, err := k.Keeper.TestAlert(ctx, name)
	return trials, k.enter(ctx, store.Entered{Verb: "alert.test", Object: name}, err)
}

// RetryLetter implements [Keeper].
func (k *audited) RetryLetter(ctx context.Context, id string) error {
	return k.enter(ctx, store.Entered{Verb: "alert.retry", Object: id}, k.Keeper.RetryLetter(ctx, id))
}

// DropLetter implements [Keeper].
func (k *audited) DropLetter(ctx context.Context, id, by string) error {
	return k.enter(ctx, store.Entered{Verb: "alert.drop", By: by, Object: id}, k.Keeper.DropLetter(ctx, id, by))
}
