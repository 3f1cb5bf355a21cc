package control

import (
	"fmt"
	"net/http"

	"github.com/qalxan/qalxan/api"
	"github.com/qalxan/qalxan/monitor"
)

// importFiles takes files in. They are read by this process, so their paths
// have to be absolute.
func (h *handler) importFiles(w http.ResponseWriter, r *http.Request) {
	var request monitor.ImportRequest
	if !read(w, r, &request) {
		return
	}
	lines := newLines(w)
	lines.end(r.Context(), h.keeper.Import(r.Context(), request, func(p monitor.ImportProgress) {
		lines.send(Message{Import: &p})
	}))
}

// export streams the pack of a finding. What fails before the first byte is
// told; later, the connection is broken off, so that nobody takes what came for
// the whole.
func (h *handler) export(w http.ResponseWriter, r *http.Request) {
	ref, err := h.library.Resolve(r.Context(), r.PathValue("id"))
	if err == nil && ref.Noun != api.NounFinding {
		err = fmt.Errorf("%w: %s is no finding but a %s; name a finding", monitor.ErrRequest, ref.ID, ref.Noun)
	}
	if err != nil {
		fail(w, status(err), err)
		return
	}
	body := &begun{ResponseWriter: w}
	w.Header().Set("Content-Type", "application/zip")
	err = h.keeper.Export(r.Context(), ref.ID, body)
	switch {
	case err == nil:
	case body.yes:
		panic(http.ErrAbortHandler)
	default:
		fail(w, status(err), err)
	}
}

// begun knows whether an answer has begun.
type begun struct {
	http.ResponseWriter
	yes bool
}

func (b *begun) Write(p []byte) (int, error) {
	b.yes = true
	return b.ResponseWriter.Write(p)
}
