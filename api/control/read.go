package control

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/report"
)

// Shown is the view of whatever an id names.
type Shown struct {
	Noun api.Noun        `json:"noun"`
	View json.RawMessage `json:"view"`
}

func (h *handler) show(w http.ResponseWriter, r *http.Request) {
	ref, err := h.library.Resolve(r.Context(), r.PathValue("id"))
	if err != nil {
		fail(w, status(err), err)
		return
	}
	view, err := h.view(r.Context(), ref)
	if err != nil {
		fail(w, status(err), err)
		return
	}
	raw, err := json.Marshal(view)
	answer(w, Shown{Noun: ref.Noun, View: raw}, err)
}

func (h *handler) view(ctx context.Context, ref api.Ref) (any, error) {
	switch ref.Noun {
	case api.NounFinding:
		return h.library.Finding(ctx, ref.ID)
	case api.NounItem:
		return h.library.Item(ctx, ref.ID)
	case api.NounCampaign:
		return h.library.Campaign(ctx, ref.ID)
	case api.NounSource:
		return h.library.Source(ctx, ref.ID)
	}
	return h.library.Narrative(ctx, ref.ID)
}

// report writes a report of the findings that a query finds. A body may bring a
// template.
func (h *handler) report(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Template string `json:"template"`
	}
	if r.Method == http.MethodPost && !read(w, r, &body) {
		return
	}
	as := report.Format(r.FormValue("as"))
	document, err := h.library.Document(r.Context(), api.DocumentRequest{
		Title: r.FormValue("title"), Query: r.FormValue("q"),
	})
	var out bytes.Buffer
	if err == nil {
		document.Kind, document.Languages = report.Kind(r.FormValue("kind")), r.Form["language"]
		document.Marking, document.Template = r.FormValue("marking"), body.Template
		err = report.Write(&out, as, document)
	}
	if err != nil {
		fail(w, status(err), err)
		return
	}
	w.Header().Set("Content-Type", as.MediaType())
	_, _ = out.WriteTo(w) // the asker is gone if this fails
}
