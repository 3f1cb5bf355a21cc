package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

func TestOptions(t *testing.T) {
	tests := []struct {
		name string
		o    Options
		want string // User-Agent; empty for an error
	}{
		{"no contact", Options{}, ""},
		{"page", Options{Contact: "https://q.example/bot"}, "Qalxan/dev (+https://q.example/bot)"},
		{"mail", Options{Contact: "desk@q.example", Version: "1.0-rc.1"}, "Qalxan/1.0-rc.1 (+desk@q.example)"},
		{"mailto", Options{Contact: "mailto:desk@q.example", Agent: "Shield"}, "Shield/dev (+mailto:desk@q.example)"},
		{"no host", Options{Contact: "https://"}, ""},
		{"words", Options{Contact: "ask me"}, ""},
		{"header injection", Options{Contact: "https://q.example/\r\nX: y"}, ""},
		{"end of comment", Options{Contact: "https://q.example/) evil"}, ""},
		{"agent with space", Options{Contact: "https://q.example", Agent: "Two Words"}, ""},
		{"version with space", Options{Contact: "https://q.example", Version: "1 0"}, ""},
		{"negative", Options{Contact: "https://q.example", Timeout: -1}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := New(tt.o, &memory{})
			if tt.want == "" {
				if err == nil {
					t.Error("no error")
				}
				return
			}
			if err != nil || c.agent != tt.want {
				t.Errorf("agent %q, %v; want %q", c.agent, err, tt.want)
			}
		})
	}
	if _, err := New(Options{Contact: "https://q.example"}, nil); err == nil {
		t.Error("a client without a recorder")
	}
}

func TestGet(t *testing.T) {
	w := newWeb(t)
	w.text("/a", 200, "<p>Salam</p>", "Content-Type", "text/html; charset=utf-8", "ETag", `"1"`)
	at := newClock()
	c, m := newClient(t, w, func(o *Options) { o.Now = at.now })
	p := mustGet(t, c, quick("http://news.example/a?x=1&y=ə#part"))

	if p.Status != 200 || string(p.Body) != "<p>Salam</p>" || p.URL != "http://news.example/a?x=1&y=%C9%99" || p.Truncated {
		t.Errorf("page %+v", p)
	}
	wantLog(t, w, "news.example/robots.txt", "news.example/a?x=1&y=%C9%99")
	for _, a := range w.arrivals() {
		if got := a.header.Get("User-Agent"); got != "Qalxan/1.2 (+https://q.example/bot)" {
			t.Errorf("%s: User-Agent %q", a.url, got)
		}
	}
	kept := m.all()
	if len(kept) != 2 || len(p.Captures) != 1 || p.Capture().ID != "urn:test:2" {
		t.Fatalf("%d exchanges, captures %v; want robots.txt and the page, and the page's capture", len(kept), p.Captures)
	}
	x := kept[1]
	if x.SourceID != "s" || x.URL != p.URL || x.Method != "GET" || !x.Time.Equal(at.now()) || x.IP != "127.0.0.1" ||
		x.Proto != "HTTP/1.1" || x.Status != 200 || x.StatusText != "OK" || x.Header.Get("ETag") != `"1"` ||
		x.RequestHeader.Get("Accept-Encoding") == "" || !strings.Contains(x.Note["robots"], "404") {
		t.Errorf("exchange %+v", x)
	}
}

func TestGetTellsEveryStatus(t *testing.T) {
	w := newWeb(t)
	for pattern, status := range map[string]int{"/203": 203, "/204": 204, "/404": 404, "/500": 500} {
		w.text(pattern, status, "")
	}
	w.text("/302", 302, "nowhere to go")
	c, _ := newClient(t, w)
	for _, status := range []int{203, 204, 302, 404, 500} {
		p := mustGet(t, c, quick(fmt.Sprintf("http://news.example/%d", status)))
		if p.Status != status || p.Capture() == nil {
			t.Errorf("status %d, capture %v; want %d", p.Status, p.Capture(), status)
		}
	}
}

func TestConditional(t *testing.T) {
	w := newWeb(t)
	w.mux.HandleFunc("/a", func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` && r.Header.Get("If-Modified-Since") != "" {
			rw.WriteHeader(http.StatusNotModified)
		}
	})
	c, m := newClient(t, w)
	r := quick("http://news.example/a")
	r.ETag, r.LastModified = `"1"`, "Sat, 21 Nov 2026 10:00:00 GMT"
	p := mustGet(t, c, r)
	if !p.NotModified() || p.Capture() == nil || len(p.Body) != 0 {
		t.Errorf("page %+v", p)
	}
	if x := m.all()[1]; x.Status != 304 {
		t.Errorf("kept %+v", x)
	}
}

func TestRedirects(t *testing.T) {
	w := newWeb(t)
	w.mux.Handle("a.example/go", http.RedirectHandler("http://b.example/there#x", 301))
	w.mux.HandleFunc("b.example/there", func(rw http.ResponseWriter, _ *http.Request) {
		http.SetCookie(rw, &http.Cookie{Name: "seen", Value: "1"})
		rw.Header().Set("Location", "/end")
		rw.WriteHeader(302)
	})
	w.text("b.example/end", 200, "end")
	c, _ := newClient(t, w)
	p := mustGet(t, c, quick("http://a.example/go"))
	if p.URL != "http://b.example/end" || len(p.Captures) != 3 || p.Captures[0].Status != 301 || p.Captures[2].URL != p.URL {
		t.Errorf("page %+v", p)
	}
	wantLog(t, w, "a.example/robots.txt", "a.example/go", "b.example/robots.txt", "b.example/there", "b.example/end")
	if got := w.arrivals()[4].header.Get("Cookie"); got != "seen=1" {
		t.Errorf("cookie within a request: %q", got)
	}
	mustGet(t, c, quick("http://b.example/end"))
	w.log(6)
	if got := w.arrivals()[5].header.Get("Cookie"); got != "" {
		t.Errorf("cookie of another request: %q", got)
	}
}

func TestRedirectLoopEnds(t *testing.T) {
	w := newWeb(t)
	w.mux.Handle("/loop", http.RedirectHandler("/loop", 302))
	c, _ := newClient(t, w)
	e := wantError(t, c, quick("http://news.example/loop"), ErrUnreachable)
	if len(e.Captures) != maxRedirects {
		t.Errorf("%d hops: %v", len(e.Captures), e)
	}
}

func TestRedirectToWhereWeDoNotGo(t *testing.T) {
	for to, is := range map[string]error{
		"http://127.0.0.1/admin":       ErrPrivate,
		"http://[::ffff:10.0.0.1]/":    ErrPrivate,
		"http://169.254.169.254/meta/": ErrPrivate,
		"file:///etc/passwd":           ErrDenied,
		"gopher://old.example/1":       ErrDenied,
		"http://me:secret@b.example/":  ErrDenied,
	} {
		t.Run(to, func(t *testing.T) {
			w := newWeb(t)
			w.mux.Handle("/go", http.RedirectHandler(to, 302))
			c, _ := newClient(t, w)
			e := wantError(t, c, quick("http://news.example/go"), is)
			if len(e.Captures) != 1 || !strings.Contains(e.Reason, "redirected from http://news.example/go") || strings.Contains(e.Error(), "secret") {
				t.Errorf("captures %v, %v", e.Captures, e)
			}
			wantLog(t, w, "news.example/robots.txt", "news.example/go")
		})
	}
}

func TestFailureToRecordStopsTheCrawl(t *testing.T) {
	w := newWeb(t)
	w.text("/a", 200, "a")
	c, m := newClient(t, w)
	mustGet(t, c, quick("http://news.example/a"))
	for _, url := range []string{"http://news.example/a", "http://other.example/a"} {
		m.err = &testError{syscall.ENOSPC}
		_, err := c.Get(t.Context(), quick(url))
		var e *Error
		if !errors.Is(err, syscall.ENOSPC) || errors.As(err, &e) {
			t.Errorf("%s: %v; want the disk's error and no *Error", url, err)
		}
		m.err = nil
		mustGet(t, c, quick(url))
	}
}

type testError struct{ error }

func (e *testError) Unwrap() error { return e.error }

func TestGetEndsWithItsContext(t *testing.T) {
	w := newWeb(t)
	hold := make(chan struct{})
	asked := make(chan struct{})
	w.mux.HandleFunc("/slow", func(http.ResponseWriter, *http.Request) { close(asked); <-hold })
	c, _ := newClient(t, w)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	_, err := c.Get(ctx, quick("http://news.example/slow"))
	var e *Error
	if !errors.Is(err, context.Canceled) || errors.As(err, &e) {
		t.Errorf("%v; want the end of the context and no *Error", err)
	}
	close(hold)
}

// Variables of the environment are colly's, and must not reach us.
func TestEnvironmentChangesNothing(t *testing.T) {
	for name, value := range map[string]string{
		"COLLY_USER_AGENT": "evil", "COLLY_ALLOWED_DOMAINS": "other.example", "COLLY_MAX_BODY_SIZE": "1", "COLLY_MAX_DEPTH": "0",
		"COLLY_CACHE_DIR": t.TempDir(), "COLLY_FOLLOW_REDIRECTS": "no", "COLLY_DISABLE_COOKIES": "1", "COLLY_DETECT_CHARSET": "yes",
		"HTTP_PROXY": "http://127.0.0.1:1",
	} {
		t.Setenv(name, value)
	}
	w := newWeb(t)
	w.mux.Handle("/go", http.RedirectHandler("/a", 302))
	w.text("/a", 200, "whole", "Content-Type", "text/plain")
	c, _ := newClient(t, w)
	for range 2 {
		if p := mustGet(t, c, quick("http://news.example/go")); string(p.Body) != "whole" {
			t.Errorf("body %q", p.Body)
		}
	}
	if n := len(w.log(5)); n != 5 {
		t.Errorf("%d requests, want 5", n)
	}
	if ua := w.arrivals()[1].header.Get("User-Agent"); strings.Contains(ua, "evil") {
		t.Errorf("User-Agent %q", ua)
	}
}

func TestAddressThatIsNone(t *testing.T) {
	w := newWeb(t)
	c, _ := newClient(t, w)
	for _, url := range []string{"", "::", "http://", "mailto:a@b.example", "http://exa mple/"} {
		if _, err := c.Get(t.Context(), quick(url)); err == nil {
			t.Errorf("%q was fetched", url)
		} else if e := (*Error)(nil); !errors.As(err, &e) {
			t.Errorf("%q: %v is no *Error", url, err)
		}
	}
	wantError(t, c, quick("ftp://news.example/a"), ErrDenied)
	wantLog(t, w)
}

func BenchmarkGet(b *testing.B) {
	w := newWeb(b)
	w.text("/a", 200, strings.Repeat("<p>Bakı, 21 noyabr. Nazirlik bildirib.</p>\n", 1000), "Content-Type", "text/html")
	c, _ := newClient(b, w)
	r := Request{URL: "http://news.example/a", Policy: qalxan.Policy{Delay: time.Nanosecond}}
	b.ReportAllocs()
	for b.Loop() {
		mustGet(b, c, r)
	}
}

// TestRedirectToNoAddress meets redirects that lead nowhere. What the host wrote
// there is not repeated.
func TestRedirectToNoAddress(t *testing.T) {
	for _, to := range []string{"http://[::1", "%zz", "http://a b/"} {
		w := newWeb(t)
		w.text("/a", 302, "", "Location", to)
		c, _ := newClient(t, w)
		if e := wantError(t, c, quick("http://news.example/a"), ErrUnreachable); e.Reason != "it redirects to something that is no address" {
			t.Errorf("%s: reason %q", to, e.Reason)
		}
	}
}
