package desk

import (
	"net/http"

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
	from, err := d.sinceOf(r)
	if err != nil {
		return page{}, err
	}
	found, err := d.library.Since(r.Context(), from)
	return page{Title: d.words.known("since", "title"), Here: "since", Body: sincePage{found, spans, here(r)}}, err
}

func (d *desk) quality(r *http.Request) (page, error) {
	found, err := d.library.Quality(r.Context())
	return page{Title: d.words.known("quality", "title"), Here: "quality", Body: found}, err
}

func (d *desk) coverage(r *http.Request) (page, error) {
	found, err := d.library.Coverage(r.Context())
	return page{Title: d.words.known("coverage", "title"), Here: "coverage", Body: found}, err
}
