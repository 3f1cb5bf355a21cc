package control

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/qalxan/qalxan"
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

// betweenTests is how long a rule or target rests between two tests: each is a
// letter to everybody it names.
const betweenTests = 20 * time.Second

// TestAlert implements [Keeper].
func (k *audited) TestAlert(ctx context.Context, name string) ([]alert.Trial, error) {
	if !k.tests.may(name) {
		return nil, fmt.Errorf("%w: %.60q was tested a moment ago; wait %s between two tests", qalxan.ErrRequest, name, betweenTests)
	}
	trials, err := k.Keeper.TestAlert(ctx, name)
	if err != nil {
		k.tests.forget(name) // nothing was sent
	}
	return trials, k.enter(ctx, store.Entered{Verb: "alert.test", Object: name}, err)
}

// tests are the latest tests of alerts by their names.
type tests struct {
	mu   sync.Mutex
	last map[string]time.Time
}

// may notes a test, or reports that it is too soon for one.
func (t *tests) may(name string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if last, known := t.last[name]; known && time.Since(last) < betweenTests {
		return false
	}
	t.last[name] = time.Now()
	return true
}

func (t *tests) forget(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.last, name)
}

// RetryLetter implements [Keeper].
func (k *audited) RetryLetter(ctx context.Context, id string) error {
	return k.enter(ctx, store.Entered{Verb: "alert.retry", Object: id}, k.Keeper.RetryLetter(ctx, id))
}

// DropLetter implements [Keeper].
func (k *audited) DropLetter(ctx context.Context, id, by string) error {
	return k.enter(ctx, store.Entered{Verb: "alert.drop", By: by, Object: id}, k.Keeper.DropLetter(ctx, id, by))
}
