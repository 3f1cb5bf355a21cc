package fakeweb

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestHeaders(t *testing.T) {
	w := open(t)
	w.Host("a.example").Publish("/", Revision{monday.Add(-time.Hour), Text("text/html; charset=koi8-r", "page")})
	got := get(t, w, "http://a.example/")
	for name, want := range map[string]string{
		"Date":           "Mon, 02 Mar 2026 00:00:00 GMT",
		"Last-Modified":  "Sun, 01 Mar 2026 23:00:00 GMT",
		"Content-Type":   "text/html; charset=koi8-r",
		"Content-Length": "4",
		"Vary":           "Accept-Encoding",
		"Etag":           `"` + digest([]byte("page")) + `"`,
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.header.Get(name), want)
		}
	}
}

func TestConditional(t *testing.T) {
	w := open(t)
	h := w.Host("a.example")
	h.Publish("/", Revision{monday, Text("text/html", "one")}, Revision{monday.Add(time.Hour), Text("text/html", "two")})
	first := get(t, w, h.URL("/")).header
	for _, c := range []struct {
		name, header, value string
		later               time.Duration
		want                int
	}{
		{"same tag", "If-None-Match", first.Get("Etag"), 0, 304},
		{"one tag of several", "If-None-Match", `"x", ` + first.Get("Etag"), 0, 304},
		{"another tag", "If-None-Match", `"x"`, 0, 200},
		{"not modified since", "If-Modified-Since", first.Get("Last-Modified"), 0, 304},
		{"same tag, new page", "If-None-Match", first.Get("Etag"), time.Hour, 200},
		{"modified since", "If-Modified-Since", first.Get("Last-Modified"), time.Hour, 200},
	} {
		w.Clock().Set(monday.Add(c.later))
		if got := get(t, w, h.URL("/"), c.header, c.value); got.status != c.want || (c.want == 304) != (got.body == "") {
			t.Errorf("%s: %d %q, want %d", c.name, got.status, got.body, c.want)
		}
	}
}

func TestGzip(t *testing.T) {
	w := open(t)
	h := w.Host("a.example")
	h.Route("/", Always(Text("text/html", strings.Repeat("news ", 1000))))
	got := get(t, w, h.URL("/"), "Accept-Encoding", "br, gzip;q=0.5")
	if got.header.Get("Content-Encoding") != "gzip" || len(got.body) > 500 {
		t.Fatalf("%q, %d bytes", got.header.Get("Content-Encoding"), len(got.body))
	}
	z, err := gzip.NewReader(strings.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(z); err != nil || len(plain) != 5000 {
		t.Errorf("%d bytes, %v", len(plain), err)
	}
	if again := get(t, w, h.URL("/"), "Accept-Encoding", "gzip", "If-None-Match", got.header.Get("Etag")); again.status != 304 {
		t.Errorf("the tag of the packed page gives %d", again.status)
	}
	for _, accept := range []string{"", "identity", "gzip;q=0", "x-gzip-not"} {
		if got := get(t, w, h.URL("/"), "Accept-Encoding", accept); len(got.body) != 5000 {
			t.Errorf("Accept-Encoding %q: %d bytes", accept, len(got.body))
		}
	}
}

func TestHistory(t *testing.T) {
	w := open(t)
	h := w.Host("a.example")
	hour := func(n int) time.Time { return monday.Add(time.Duration(n) * time.Hour) }
	h.Publish("/p",
		Revision{hour(3), Gone()},
		Revision{hour(1), Text("text/plain", "first")},
		Revision{hour(2), Redirect(301, "/q")},
		Revision{hour(4), Answer{Status: 503, Header: http.Header{"Retry-After": {"60"}}}},
	)
	for n, want := range []int{404, 200, 301, 410, 503} {
		w.Clock().Set(hour(n))
		if got := get(t, w, h.URL("/p")); got.status != want {
			t.Errorf("hour %d: %d, want %d", n, got.status, want)
		}
	}
	if got := get(t, w, h.URL("/p")); got.header.Get("Retry-After") != "60" {
		t.Errorf("Retry-After %q", got.header.Get("Retry-After"))
	}
}

func TestMethods(t *testing.T) {
	w := open(t)
	h := w.Host("a.example")
	h.Route("/", Always(Text("text/plain", "four")))
	head, _ := http.NewRequest(http.MethodHead, h.URL("/"), nil)
	head.Header.Set("Accept-Encoding", "identity")
	if got := do(t, w, head); got.status != 200 || got.header.Get("Content-Length") != "4" || got.body != "" {
		t.Errorf("HEAD: %+v", got)
	}
	post, _ := http.NewRequest(http.MethodPost, h.URL("/"), strings.NewReader("x"))
	if got := do(t, w, post); got.status != 405 || got.header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %+v", got)
	}
}

func TestFaults(t *testing.T) {
	w := open(t)
	h := w.Host("a.example")
	h.Route("/reset", Always(Fail(FaultReset)))
	h.Route("/half", Always(Fail(FaultTruncate)))
	if _, err := w.Client().Get(h.URL("/reset")); err == nil {
		t.Error("a reset connection answered")
	}
	res, err := w.Client().Get(h.URL("/half"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err == nil || len(body) != 1000 {
		t.Errorf("%d bytes and %v, want 1000 and an error", len(body), err)
	}
}

func TestPatterns(t *testing.T) {
	w := open(t)
	h := w.Host("a.example")
	for _, pattern := range []string{"/", "/news", "/news?page=2&tag=a", "/deep/*", "/deep/er/*", "/ə"} {
		h.Handle(pattern, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, pattern) }))
	}
	for path, want := range map[string]string{
		"/":                    "/",
		"/news":                "/news",
		"/news?page=3":         "/news",
		"/news?tag=a&page=2":   "/news?page=2&tag=a",
		"/deep/a/b":            "/deep/*",
		"/deep/":               "/deep/*",
		"/deep/er/c":           "/deep/er/*",
		"/%C9%99":              "/ə",
		"/elsewhere":           "404 page not found\n",
		"/deepest":             "404 page not found\n",
		"/news/":               "404 page not found\n",
		"/elsewhere?x=%zz&y=1": "404 page not found\n",
	} {
		if got := get(t, w, h.URL(path)); got.body != want {
			t.Errorf("%s is answered by %q, want %q", path, got.body, want)
		}
	}
}
