package control

import (
	"context"
	"net/http"
	"strconv"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// Learner learns from decisions, and takes it back.
type Learner interface {
	Learn(ctx context.Context, r monitor.LearnRequest) (monitor.Lesson, error)
	Unlearn(ctx context.Context, by string) (qalxan.Calibration, error)
	Learnt(ctx context.Context) ([]qalxan.Calibration, error)
}

// UndoRequest says who takes back what was learnt last.
type UndoRequest struct {
	By string `json:"by"`
}

func (h *handler) learn(w http.ResponseWriter, r *http.Request) {
	var request monitor.LearnRequest
	if !read(w, r, &request) {
		return
	}
	lesson, err := h.keeper.Learn(r.Context(), request)
	answer(w, lesson, err)
}

func (h *handler) unlearn(w http.ResponseWriter, r *http.Request) {
	var request UndoRequest
	if !read(w, r, &request) {
		return
	}
	undone, err := h.keeper.Unlearn(r.Context(), request.By)
	answer(w, undone, err)
}

func (h *handler) learnt(w http.ResponseWriter, r *http.Request) {
	all, err := h.keeper.Learnt(r.Context())
	answer(w, append([]qalxan.Calibration{}, all...), err)
}

// Learn implements [Keeper].
func (k *audited) Learn(ctx context.Context, r monitor.LearnRequest) (monitor.Lesson, error) {
	lesson, err := k.Keeper.Learn(ctx, r)
	if err == nil && lesson.Number == 0 {
		return lesson, nil // nothing was kept
	}
	return lesson, k.enter(ctx, store.Entered{Verb: "calibration.learn", By: r.By, Object: strconv.Itoa(lesson.Number)}, err)
}

// Unlearn implements [Keeper].
func (k *audited) Unlearn(ctx context.Context, by string) (qalxan.Calibration, error) {
	undone, err := k.Keeper.Unlearn(ctx, by)
	return undone, k.enter(ctx, store.Entered{Verb: "calibration.undo", By: by, Object: strconv.Itoa(undone.Number)}, err)
}
