package control

import (
	"net/http"

	"github.com/qalxan/qalxan/monitor"
)

// try tries a source before it is saved.
func (h *handler) try(w http.ResponseWriter, r *http.Request) {
	var request monitor.TryRequest
	if !read(w, r, &request) {
		return
	}
	result, err := h.keeper.Try(r.Context(), request)
	answer(w, result, err)
}
