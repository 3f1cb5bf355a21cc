package fetch

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/fetch/terms"
	"github.com/qalxan/qalxan/crawler/robots"
)

// shelf is a RobotsStore that keeps answers.
type shelf struct {
	mu   sync.Mutex
	kept map[string]robots.Answer
	err  error
}

func (s *shelf) LoadRobots(_ context.Context, authority, path string) (robots.Answer, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.kept[authority+path]
	return a, ok, s.err
}

func (s *shelf) SaveRobots(_ context.Context, a robots.Answer) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string]robots.Answer{}
	}
	s.kept[a.Authority+a.Path] = a
	return s.err
}

func (w *web) fetches(path string) int {
	n := 0
	for _, a := range w.arrivals() {
		if strings.HasSuffix(a.url, path) {
			n++
		}
	}
	return n
}

// Every step is a program of its own, which knows only what was kept.
func TestRobotsOutliveARestart(t *testing.T) {
	w, kept, at := newWeb(t), &shelf{}, newClock()
	status := http.StatusOK
	w.mux.HandleFunc("/robots.txt", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", `"1"`)
		if status == http.StatusOK && r.Header.Get("If-None-Match") == `"1"` {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		rw.WriteHeader(status)
		rw.Write([]byte("User-agent: *\nDisallow: /x"))
	})
	w.text("/a", 200, "a")
	asked := 0
	step := func(move time.Duration, answer, fetches int) {
		t.Helper()
		status = answer
		at.move(move)
		c, _ := newClient(t, w, func(o *Options) { o.Now, o.Robots = at.now, kept })
		mustGet(t, c, quick("http://news.example/a"))
		wantError(t, c, quick("http://news.example/x"), ErrDenied)
		if asked += fetches; w.fetches("/robots.txt") != asked {
			t.Errorf("robots.txt was fetched %d times, want %d", w.fetches("/robots.txt"), asked)
		}
	}
	step(0, 200, 1)
	step(time.Hour, 200, 0)
	step(22*time.Hour, 500, 0)
	step(2*time.Hour, 200, 1) // not modified: it holds for another day
	step(23*time.Hour, 500, 0)
	step(28*24*time.Hour, 500, 1) // the last copy
	at.move(3 * 24 * time.Hour)
	c, _ := newClient(t, w, func(o *Options) { o.Now, o.Robots = at.now, kept })
	wantError(t, c, quick("http://news.example/a"), ErrWait) // is too old
	if a := kept.kept["http://news.example:80/robots.txt"]; a.Status != 200 || string(a.Body) != "User-agent: *\nDisallow: /x" || a.ETag != `"1"` {
		t.Errorf("kept %+v", a)
	}
}

func TestAStoreThatFailsForbidsNothing(t *testing.T) {
	w := newWeb(t)
	w.text("/robots.txt", 200, "User-agent: *\nDisallow: /x")
	w.text("/a", 200, "a")
	c, _ := newClient(t, w, func(o *Options) { o.Robots = &shelf{err: errors.New("no room")} })
	mustGet(t, c, quick("http://news.example/a"))
	wantError(t, c, quick("http://news.example/x"), ErrDenied)
}

func TestKeptRobotsFromTheFutureAreAskedAgain(t *testing.T) {
	w, at := newWeb(t), newClock()
	w.text("/robots.txt", 200, "User-agent: *\nDisallow: /x")
	w.text("/a", 200, "a")
	kept := &shelf{}
	kept.SaveRobots(t.Context(), robots.Answer{Authority: "http://news.example:80", Path: "/robots.txt", Status: 404, Fetched: at.now().Add(time.Hour)})
	c, _ := newClient(t, w, func(o *Options) { o.Now, o.Robots = at.now, kept })
	wantError(t, c, quick("http://news.example/x"), ErrDenied)
}

func TestMiningIsAskedOnceADay(t *testing.T) {
	w, kept, at := newWeb(t), &shelf{}, newClock()
	w.text(terms.FileAt, 200, `[{"location":"/paid/","tdm-reservation":1,"tdm-policy":"https://news.example/tdm"}]`)
	w.text("/", 200, "<p>words</p>", "Content-Type", "text/html")
	words := quick("http://news.example/paid/1")
	words.Text = true
	for range 3 {
		c, _ := newClient(t, w, func(o *Options) { o.Now, o.Robots = at.now, kept })
		p := mustGet(t, c, words)
		if r := p.Terms.Reservation; r == nil || r.Source != terms.SourceFile || !r.Time.Equal(newClock().now()) {
			t.Errorf("reservation %v", r)
		}
		free := words
		free.URL = "http://news.example/free"
		if p := mustGet(t, c, free); p.Terms.Withhold() {
			t.Errorf("withheld: %v", p.Terms)
		}
		at.move(7 * time.Hour)
	}
	if n := w.fetches(terms.FileAt); n != 1 {
		t.Errorf("tdmrep.json was fetched %d times", n)
	}
	at.move(4 * time.Hour)
	c, _ := newClient(t, w, func(o *Options) { o.Now, o.Robots = at.now, kept })
	mustGet(t, c, words)
	if n := w.fetches(terms.FileAt); n != 2 {
		t.Errorf("tdmrep.json was fetched %d times, want 2", n)
	}
}

func TestMiningIsNotAskedWhereRobotsForbidIt(t *testing.T) {
	w := newWeb(t)
	w.text("a.example/robots.txt", 200, "User-agent: *\nDisallow: /.well-known/")
	w.text("b.example"+terms.FileAt, 500, "")
	w.text("/", 200, "page")
	c, m := newClient(t, w)
	for _, url := range []string{"http://a.example/1", "http://b.example/1"} {
		r := quick(url)
		r.Text = true
		if p := mustGet(t, c, r); p.Terms.Withhold() {
			t.Errorf("%s is withheld", url)
		}
	}
	wantLog(t, w, "a.example/robots.txt", "a.example/1", "b.example/robots.txt", "b.example"+terms.FileAt, "b.example/1")
	kept := m.all()
	if note := kept[len(kept)-1].Note["tdmrep"]; !strings.Contains(note, "500") {
		t.Errorf("note %q", note)
	}
}
