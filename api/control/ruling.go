package control

import (
	"net/http"

	"github.com/qalxan/qalxan"
)

// rule records what a person decided about campaigns. Shortened ids are made
// whole.
func (h *handler) rule(w http.ResponseWriter, r *http.Request) {
	var ruling qalxan.Ruling
	if !read(w, r, &ruling) {
		return
	}
	ruling.CampaignID = r.PathValue("id")
	ids := []*string{&ruling.CampaignID}
	if ruling.OtherID != "" {
		ids = append(ids, &ruling.OtherID)
	}
	for i := range ruling.Findings {
		ids = append(ids, &ruling.Findings[i])
	}
	for _, id := range ids {
		ref, err := h.library.Resolve(r.Context(), *id)
		if err != nil {
			fail(w, status(err), err)
			return
		}
		*id = ref.ID
	}
	c, err := h.keeper.Rule(r.Context(), ruling)
	answer(w, c, err)
}

// explain says why an item or a finding is flagged or is not.
func (h *handler) explain(w http.ResponseWriter, r *http.Request) {
	ref, err := h.library.Resolve(r.Context(), r.PathValue("id"))
	if err != nil {
		fail(w, status(err), err)
		return
	}
	e, err := h.library.Explain(r.Context(), ref.ID)
	answer(w, e, err)
}
