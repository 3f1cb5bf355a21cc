package desk

import (
	"context"
	"errors"
	"net/http"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/calibration"
)

// Learner learns from decisions, and takes it back: *monitor.Monitor.
type Learner interface {
	Learn(ctx context.Context, r calibration.LearnRequest) (calibration.Lesson, error)
	Unlearn(ctx context.Context, by string) (qalxan.Calibration, error)
	Learnt(ctx context.Context) ([]qalxan.Calibration, error)
}

// learningPage is what would be learnt now, and what was.
type learningPage struct {
	Lesson   calibration.Lesson
	Versions []qalxan.Calibration // newest first
	InForce  int                  // number of the version; 0 for none
	Least    int
	By       string
	Named    bool
	Fault    string
}

func (d *desk) learningPage(w http.ResponseWriter, r *http.Request, status int, fault string) {
	p := learningPage{Least: calibration.Least, Fault: fault}
	p.By, p.Named = who(r)
	var err error
	if p.Lesson, err = d.office.learner.Learn(r.Context(), calibration.LearnRequest{Dry: true}); err == nil {
		p.Versions, err = d.office.learner.Learnt(r.Context())
	}
	if err != nil {
		d.fail(w, r, err)
		return
	}
	p.InForce = p.Lesson.Before
	d.write(w, r, status, "learning", page{Title: d.words.known("learning", "title"), Here: "learning", Body: p})
}

// learn accepts what would be learnt now, or takes back what was learnt last.
func (d *desk) learn(w http.ResponseWriter, r *http.Request) {
	if !d.parsed(w, r) {
		return
	}
	by, _ := d.signed(w, r)
	if by == "" {
		d.learningPage(w, r, http.StatusUnprocessableEntity, d.words.known("rulings", "by"))
		return
	}
	var err error
	if r.PostFormValue("do") == "undo" {
		_, err = d.office.learner.Unlearn(r.Context(), by)
	} else {
		_, err = d.office.learner.Learn(r.Context(), calibration.LearnRequest{By: by})
	}
	switch {
	case errors.Is(err, qalxan.ErrRequest):
		d.learningPage(w, r, http.StatusUnprocessableEntity, d.words.voice.Fault(err.Error()))
	case err != nil:
		d.fail(w, r, err)
	default:
		http.Redirect(w, r, "/learning", http.StatusSeeOther)
	}
}
