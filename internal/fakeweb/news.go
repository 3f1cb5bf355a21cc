package fakeweb

import (
	"net/http"
	"time"

	"github.com/qalxan/qalxan/internal/fakeweb/newsroom"
	"github.com/qalxan/qalxan/internal/fakeweb/wiki"
)

// News makes the host a news site: its articles, front page, archive, page
// about itself, feed, sitemap and robots.txt, all as of the web's time.
func (h *Host) News(site *newsroom.Site) {
	for _, a := range site.Articles {
		h.Route(a.Path, article(site, a))
	}
	h.Route("/", page(site.Front))
	h.Route("/archive", page(site.Archive))
	h.Route("/about", page(site.AboutPage))
	h.Route("/sitemap.xml", page(site.Sitemap))
	if path := site.Feed.Path(); path != "" {
		h.Route(path, page(site.FeedPage))
	}
	h.Robots(site.Robots())
}

// Wiki makes the host a wiki. Like real ones it keeps crawlers away from its
// scripts, of which the API, being for programs, is one.
func (h *Host) Wiki(w *wiki.Wiki) {
	h.Handle("/*", w)
	h.Robots("User-agent: *\nDisallow: /w/\n")
}

func article(site *newsroom.Site, a newsroom.Article) Route {
	return func(now time.Time, _ *http.Request) Answer {
		p, ok, err := site.Article(a, now)
		switch {
		case err != nil:
			return broken(err)
		case ok:
			return Answer{Type: p.Type, Body: p.Body, Modified: p.Modified}
		case now.Before(a.Published):
			return Answer{Status: http.StatusNotFound}
		}
		return Gone()
	}
}

func page(at func(time.Time) (newsroom.Page, error)) Route {
	return func(now time.Time, _ *http.Request) Answer {
		p, err := at(now)
		if err != nil {
			return broken(err)
		}
		return Answer{Type: p.Type, Body: p.Body}
	}
}

func broken(err error) Answer {
	return Answer{Status: http.StatusInternalServerError, Type: "text/plain", Body: []byte(err.Error())}
}
