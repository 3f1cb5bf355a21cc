package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

func TestRobotsDecide(t *testing.T) {
	w := newWeb(t)
	w.text("/robots.txt", 200, "User-agent: *\nDisallow: /\n\nUser-agent: qalxan\nDisallow: /secret\nAllow: /secret/open\n")
	w.text("/", 200, "page")
	c, m := newClient(t, w)
	for url, want := range map[string]string{
		"http://news.example/a":           "no rule of robots.txt applies",
		"http://news.example/secret/open": `robots.txt line 6: "Allow: /secret/open"`,
	} {
		mustGet(t, c, quick(url))
		kept := m.all()
		if got := kept[len(kept)-1].Note["robots"]; got != want {
			t.Errorf("%s: note %q, want %q", url, got, want)
		}
	}
	e := wantError(t, c, quick("http://news.example/secret/x"), ErrDenied)
	if want := `robots.txt of news.example forbids it (line 5: "Disallow: /secret")`; e.Reason != want || !e.Retry.IsZero() {
		t.Errorf("reason %q, retry %v; want %q", e.Reason, e.Retry, want)
	}
	if n := len(w.log(3)); n != 3 {
		t.Errorf("%d requests, want robots.txt and two pages", n)
	}
}

func TestRobotsHoldOnEveryHop(t *testing.T) {
	w := newWeb(t)
	w.text("/robots.txt", 200, "User-agent: *\nDisallow: /secret")
	w.mux.Handle("/go", http.RedirectHandler("/secret", 302))
	w.text("/secret", 200, "secret")
	c, _ := newClient(t, w)
	e := wantError(t, c, quick("http://news.example/go"), ErrDenied)
	if e.URL != "http://news.example/secret" || len(e.Captures) != 1 {
		t.Errorf("%v, captures %v", e, e.Captures)
	}
	wantLog(t, w, "news.example/robots.txt", "news.example/go")
}

func TestRobotsStatus(t *testing.T) {
	tests := []struct {
		status  int
		allowed bool
	}{{200, true}, {204, true}, {304, true}, {401, true}, {403, true}, {404, true}, {410, true}, {429, false}, {500, false}, {502, false}, {503, false}}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			w := newWeb(t)
			w.text("/robots.txt", tt.status, "")
			w.text("/a", 200, "a")
			at := newClock()
			c, _ := newClient(t, w, func(o *Options) { o.Now = at.now })
			r := quick("http://news.example/a")
			if tt.allowed {
				mustGet(t, c, r)
				return
			}
			for range 3 {
				e := wantError(t, c, r, ErrWait)
				if !e.Retry.Equal(at.now().Add(failureAge)) || !strings.Contains(e.Reason, fmt.Sprint(tt.status)) || e.URL != r.URL {
					t.Errorf("%v, retry %v", e, e.Retry)
				}
			}
			wantLog(t, w, "news.example/robots.txt")
		})
	}
}

func TestRobotsAreHTML(t *testing.T) {
	w := newWeb(t)
	w.text("/robots.txt", 200, "<!doctype html><title>Not here</title>", "Content-Type", "text/html")
	w.text("/a", 200, "a")
	c, _ := newClient(t, w)
	mustGet(t, c, quick("http://news.example/a"))
}

func TestRobotsRedirects(t *testing.T) {
	for hops, allowed := range map[int]bool{1: false, 5: false, 6: true} {
		t.Run(fmt.Sprint(hops), func(t *testing.T) {
			w := newWeb(t)
			w.mux.Handle("a.example/robots.txt", http.RedirectHandler("http://b.example/1", 301))
			for i := 1; i < hops; i++ {
				w.mux.Handle(fmt.Sprintf("b.example/%d", i), http.RedirectHandler(fmt.Sprintf("/%d", i+1), 302))
			}
			w.text(fmt.Sprintf("b.example/%d", hops), 200, "User-agent: *\nDisallow: /a")
			w.text("/a", 200, "a")
			c, _ := newClient(t, w)
			if allowed {
				mustGet(t, c, quick("http://a.example/a"))
				return
			}
			wantError(t, c, quick("http://a.example/a"), ErrDenied)
			// The rules are those of the host that was asked, not of the other.
			mustGet(t, c, quick("http://b.example/a"))
		})
	}
}

func TestRobotsAreFetchedOnce(t *testing.T) {
	w := newWeb(t)
	w.text("/robots.txt", 200, "User-agent: *\nDisallow: /x")
	w.text("/a", 200, "a")
	c, _ := newClient(t, w)
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			if _, err := c.Get(t.Context(), quick("http://news.example/a")); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got := w.log(51)
	if n := len(slices.DeleteFunc(got, func(u string) bool { return !strings.HasSuffix(u, "/robots.txt") })); n != 1 {
		t.Errorf("robots.txt was fetched %d times", n)
	}
	if w.most != 1 {
		t.Errorf("%d requests to one host at the same time", w.most)
	}
}

func TestRobotsAge(t *testing.T) {
	w := newWeb(t)
	status := http.StatusOK
	w.mux.HandleFunc("/robots.txt", func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(status)
		fmt.Fprint(rw, "User-agent: *\nDisallow: /x")
	})
	w.text("/a", 200, "a")
	at := newClock()
	c, _ := newClient(t, w, func(o *Options) { o.Now = at.now })
	allowed, forbidden := quick("http://news.example/a"), quick("http://news.example/x")
	asked := 0
	step := func(move time.Duration, answer, fetches int) {
		t.Helper()
		status = answer
		at.move(move)
		mustGet(t, c, allowed)
		wantError(t, c, forbidden, ErrDenied)
		asked += fetches
		if n := robotsFetches(w); n != asked {
			t.Errorf("robots.txt was fetched %d times, want %d", n, asked)
		}
	}
	step(0, 200, 1)
	step(23*time.Hour, 200, 0)
	step(2*time.Hour, 200, 1)
	step(25*time.Hour, 500, 1) // the last copy counts
	step(5*time.Minute, 500, 0)
	step(6*time.Minute, 500, 1)
	step(20*24*time.Hour, 500, 1)
	at.move(10 * 24 * time.Hour)
	wantError(t, c, allowed, ErrWait) // until it is too old
	status = http.StatusOK
	wantError(t, c, allowed, ErrWait)
	at.move(failureAge)
	asked++
	step(0, 200, 1)
}

func robotsFetches(w *web) int {
	n := 0
	for _, a := range w.arrivals() {
		if strings.HasSuffix(a.url, "/robots.txt") {
			n++
		}
	}
	return n
}

func TestRobotsOfAHostThatIsDown(t *testing.T) {
	w := newWeb(t)
	at := newClock()
	gone := &net.DNSError{Err: "no such host", Name: "news.example", IsNotFound: true}
	dials := 0
	c, _ := newClient(t, w, func(o *Options) {
		o.Now = at.now
		o.Dial = func(context.Context, string, string) (net.Conn, error) { dials++; return nil, gone }
	})
	for range 2 {
		e := wantError(t, c, quick("http://news.example/a"), ErrUnreachable)
		if !errors.Is(e, ErrWait) || !errors.Is(e, gone) || !e.Retry.Equal(at.now().Add(failureAge)) ||
			e.Reason != "the name news.example does not resolve: check the address" {
			t.Errorf("%v, retry %v", e, e.Retry)
		}
	}
	if dials != 1 {
		t.Errorf("%d dials, want 1", dials)
	}
}

func TestCrawlDelay(t *testing.T) {
	w := newWeb(t)
	w.text("a.example/robots.txt", 200, "User-agent: *\nCrawl-delay: 0.05")
	w.text("b.example/robots.txt", 200, "User-agent: *\nCrawl-delay: 600")
	w.text("/", 200, "page")
	c, _ := newClient(t, w)
	mustGet(t, c, quick("http://a.example/1"))
	mustGet(t, c, quick("http://a.example/2"))
	w.log(3)
	wantGap(t, w.arrivals(), 50*time.Millisecond)
	e := wantError(t, c, quick("http://b.example/1"), ErrDenied)
	if !strings.Contains(e.Reason, "10m0s") {
		t.Errorf("reason %q", e.Reason)
	}
}

func TestSitemaps(t *testing.T) {
	w := newWeb(t)
	w.text("a.example/robots.txt", 200, "Sitemap: https://cdn.example/s.xml\nSitemap: /news.xml\nSitemap: /news.xml\nSitemap: ftp://a.example/x\nSitemap: %zz")
	w.text("b.example/robots.txt", 503, "")
	c, m := newClient(t, w)
	r := Request{SourceID: "s", Policy: qalxan.Policy{Delay: time.Nanosecond}}
	for range 2 {
		got, err := c.Sitemaps(t.Context(), "http://a.example/start?x", r)
		if want := []string{"https://cdn.example/s.xml", "http://a.example/news.xml"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("Sitemaps = %q, %v; want %q", got, err, want)
		}
	}
	if got, err := c.Sitemaps(t.Context(), "http://c.example/", r); err != nil || len(got) != 0 {
		t.Errorf("no robots.txt: %q, %v", got, err)
	}
	if _, err := c.Sitemaps(t.Context(), "http://b.example/", r); !errors.Is(err, ErrWait) {
		t.Errorf("failing robots.txt: %v", err)
	}
	if _, err := c.Sitemaps(t.Context(), "b.example", r); !errors.Is(err, ErrDenied) {
		t.Errorf("no address: %v", err)
	}
	if kept := m.all(); len(kept) != 3 || kept[0].SourceID != "s" || kept[0].Note["robots"] == "" {
		t.Errorf("kept %+v", kept)
	}
}

func TestNoticesAreBounded(t *testing.T) {
	w := newWeb(t)
	c, _ := newClient(t, w)
	board := c.guard.board
	for i := range maxNotices + 10 {
		board.notice(mustParse(t, fmt.Sprintf("http://h%d.example/", i)), robotsFileAt)
	}
	if n := len(board.notices); n != maxNotices {
		t.Errorf("%d notices are held, want %d", n, maxNotices)
	}
	if _, ok := board.notices["http://h0.example:80/robots.txt"]; ok {
		t.Error("the oldest was kept")
	}
}

func TestRobotsAreNotAskedAboutAnAPI(t *testing.T) {
	w := newWeb(t)
	w.text("/robots.txt", 200, "User-agent: *\nDisallow: /w/")
	w.text("/w/api.php", 200, `{"ok":true}`, "Content-Type", "application/json")
	w.mux.Handle("/w/moved.php", http.RedirectHandler("/w/index.php", http.StatusFound))
	c, m := newClient(t, w)
	api := func(url string) Request {
		r := quick(url)
		r.API = true
		return r
	}

	mustGet(t, c, api("http://wiki.example/w/api.php?titles=A%2FB"))
	if note := m.all()[0].Note["robots"]; note != "not asked: an interface for programs" {
		t.Errorf("the evidence says %q", note)
	}
	wantError(t, c, api("http://wiki.example/w/moved.php"), ErrDenied)
	wantError(t, c, quick("http://wiki.example/w/api.php"), ErrDenied)
	wantLog(t, w, "wiki.example/w/api.php?titles=A%2FB", "wiki.example/w/moved.php", "wiki.example/robots.txt")
}
