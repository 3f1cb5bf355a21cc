package desk

import (
	"context"
	"errors"
	"net/http"
	"strings"

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

// queued is how many letters the page shows.
const queued = 200

// alertsPage shows who is told of what, and how that goes.
type alertsPage struct {
	alert.Overview
	Held    map[string]int // by rule, what waits for its hour
	Letters []store.Letter
	Tested  string // what was just tested
	Trials  []alert.Trial
	Done    string
	Fault   string
}

// Hours are the times at which a rule tells; empty for at once.
func (p alertsPage) Hours(r alert.RuleLine) string {
	hours, digest := strings.CutPrefix(r.When, "at ")
	if !digest || hours == "once" {
		return ""
	}
	return hours
}

func (d *desk) alertsPage(w http.ResponseWriter, r *http.Request, status int, p alertsPage) {
	var err error
	if p.Held, err = d.office.alerter.HeldAlerts(r.Context()); err == nil {
		p.Letters, err = d.office.alerter.AlertQueue(r.Context(), queued)
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	p.Overview = d.office.alerter.AlertRules()
	d.write(w, r, status, "alerts", page{Title: d.words.known("alerts", "title"), Here: "alerts", Body: p})
}

// handleAlerts sends a test, or tries or drops a letter.
func (d *desk) handleAlerts(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	p, err := d.alertDeed(r)
	switch {
	case errors.Is(err, qalxan.ErrRequest):
		d.alertsPage(w, r, http.StatusUnprocessableEntity, alertsPage{Fault: d.words.voice.Fault(err.Error())})
	case err != nil:
		d.fail(w, r, err)
	default:
		d.alertsPage(w, r, http.StatusOK, p)
	}
}

func (d *desk) alertDeed(r *http.Request) (p alertsPage, err error) {
	p.Done = r.PostFormValue("do")
	switch alerter, id := d.office.alerter, clip(r.PostFormValue("id"), maxName); p.Done {
	case "test":
		p.Tested = id
		p.Trials, err = alerter.TestAlert(r.Context(), id)
	case "retry":
		err = alerter.RetryLetter(r.Context(), id)
	case "drop":
		by, _ := who(r)
		err = alerter.DropLetter(r.Context(), id, by)
	default:
		err = store.ErrNotFound
	}
	return p, err
}
