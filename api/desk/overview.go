package desk

import (
	"net/http"
	"time"

	"github.com/qalxan/qalxan/api"
)

// sincePage is what happened while a reader was away.
type sincePage struct {
	api.Since
	Spans []string // that can be asked for
	Back  string
}

// spans are the times back that are offered.
var spans = []string{"8h", "24h", "168h"}

func (d *desk) since(r *http.Request) (page, error) {
	found, err := d.library.Since(r.Context(), sinceOf(r, d.library.Now()))
	return page{Title: d.words.known("since", "title"), Here: "since", Body: sincePage{found, spans, here(r)}}, err
}

// setSince keeps that a reader has read what is new.
func (d *desk) setSince(w http.ResponseWriter, r *http.Request) {
	d.keep(w, sinceCookie, d.library.Now().UTC().Format(time.RFC3339))
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (d *desk) quality(r *http.Request) (page, error) {
	found, err := d.library.Quality(r.Context())
	return page{Title: d.words.known("quality", "title"), Here: "quality", Body: found}, err
}

func (d *desk) coverage(r *http.Request) (page, error) {
	found, err := d.library.Coverage(r.Context())
	return page{Title: d.words.known("coverage", "title"), Here: "sources", Body: found}, err
}
