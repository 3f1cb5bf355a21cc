package page

import (
	"net/http"
	"time"

	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/fetch/terms"
)

// agent is the name by which X-Robots-Tag headers may call us.
const agent = "Qalxan"

// obey adds what the X-Robots-Tag headers forbid to what the page does.
func obey(a *extract.Article, h http.Header) {
	t := terms.OfHeader(h, agent, time.Time{})
	a.NoIndex = a.NoIndex || t.NoIndex
	a.NoFollow = a.NoFollow || t.NoFollow
	a.NoArchive = a.NoArchive || t.NoArchive
}
