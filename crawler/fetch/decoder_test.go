package fetch

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func gzipped(t testing.TB, plain string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(plain)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func windows1251(t testing.TB, text string) string {
	t.Helper()
	s, err := charmap.Windows1251.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestDecode(t *testing.T) {
	const utf8Page = "text/html; charset=utf-8"
	sitemap := `<?xml version="1.0"?><urlset/>`
	far := "<html><head><style>" + strings.Repeat("p{} ", 500) + `</style><meta charset="windows-1251"><title>`
	tests := []struct {
		name, path, body string
		header           []string
		want, wantType   string
	}{
		{"gzip", "/a", gzipped(t, "salam"), []string{"Content-Type", "text/html", "Content-Encoding", "gzip"}, "salam", utf8Page},
		{"gzip twice", "/a", gzipped(t, gzipped(t, "salam")), []string{"Content-Type", "text/html", "Content-Encoding", "gzip, gzip"}, "salam", utf8Page},
		{"unknown encoding", "/a", "???", []string{"Content-Type", "text/html; charset=windows-1251", "Content-Encoding", "sdch"}, "???", "application/octet-stream"},
		{"header charset", "/a", windows1251(t, "Привет"), []string{"Content-Type", "text/html; charset=windows-1251"}, "Привет", utf8Page},
		{"meta after byte 1024", "/a", far + windows1251(t, "Привет"), []string{"Content-Type", "text/html"}, far + "Привет", utf8Page},
		{"gzip and charset", "/a", gzipped(t, windows1251(t, "Привет")), []string{"Content-Type", "text/html; charset=windows-1251", "Content-Encoding", "gzip"}, "Привет", utf8Page},
		{"binary with charset", "/a", "%PDF \xe0\xe1", []string{"Content-Type", "application/pdf; charset=windows-1251"}, "%PDF \xe0\xe1", "application/pdf"},
		{"packed sitemap", "/sitemap.XML.gz", gzipped(t, sitemap), []string{"Content-Type", "application/octet-stream"}, sitemap, "application/xml; charset=utf-8"},
		{"packed sitemap by type", "/sitemap", gzipped(t, sitemap), []string{"Content-Type", "application/x-gzip"}, sitemap, "application/xml; charset=utf-8"},
		{"packed and encoded sitemap", "/s.xml.gz", gzipped(t, gzipped(t, sitemap)), []string{"Content-Type", "application/gzip", "Content-Encoding", "gzip"}, sitemap, "application/xml; charset=utf-8"},
		{"sitemap that is only named so", "/s.xml.gz", sitemap, []string{"Content-Type", "text/xml"}, sitemap, "text/xml; charset=utf-8"},
		{"packed something else", "/a.gz", gzipped(t, "tar"), []string{"Content-Type", "application/gzip"}, gzipped(t, "tar"), "application/gzip"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.text(tt.path, 200, tt.body, tt.header...)
			c, m := newClient(t, w)
			p := mustGet(t, c, quick("http://news.example"+tt.path))
			if string(p.Body) != tt.want || p.Header.Get("Content-Type") != tt.wantType || p.Truncated {
				t.Errorf("%q, %q, truncated %v; want %q, %q", p.Body, p.Header.Get("Content-Type"), p.Truncated, tt.want, tt.wantType)
			}
			if x := m.all()[1]; string(x.Body) != tt.body || x.Header.Get("Content-Type") != tt.header[1] {
				t.Errorf("the evidence is not what came: %q, %v", x.Body, x.Header)
			}
		})
	}
}

// TestAnswerThatBreaksOff takes half of a packed answer. It is no page, its
// evidence is kept, and it is asked for again.
func TestAnswerThatBreaksOff(t *testing.T) {
	whole := gzipped(t, strings.Repeat("<p>"+strings.Repeat("salam ", 40)+rand.Text(), 500))
	half := whole[:len(whole)/2]
	w, at := newWeb(t), newClock()
	packed := []string{"Content-Type", "text/html", "Content-Encoding", "gzip"}
	w.text("/half", 200, half, packed...)
	w.text("/s.xml.gz", 200, gzipped(t, "<urlset>"+rand.Text())[:25], "Content-Type", "application/gzip")
	w.text("/missing", 404, half, packed...)
	w.text("/bound", 200, whole, packed...)
	c, m := newClient(t, w, func(o *Options) { o.Now = at.now })
	e := wantError(t, c, quick("http://news.example/half"), ErrUnreachable)
	if !strings.Contains(e.Reason, "broke off") || !e.Retry.Equal(at.now().Add(retryBroken)) || len(e.Captures) != 1 {
		t.Errorf("%v, retry %v, captures %+v", e, e.Retry, e.Captures)
	}
	if x := m.all()[1]; string(x.Body) != half || x.Truncated {
		t.Errorf("the evidence is not what came: %d bytes, truncated %v", len(x.Body), x.Truncated)
	}
	wantError(t, c, quick("http://news.example/s.xml.gz"), ErrUnreachable)
	if p := mustGet(t, c, quick("http://news.example/missing")); p.Status != 404 {
		t.Errorf("status %d: what an answer says that is no page does not matter", p.Status)
	}
	for _, limit := range []int64{int64(len(half)), int64(len(whole))} { // as it comes, and unpacked
		r := quick("http://news.example/bound")
		r.Policy.MaxBody = limit
		if p := mustGet(t, c, r); !p.Truncated || len(p.Body) == 0 {
			t.Errorf("bound %d: %d bytes, truncated %v", limit, len(p.Body), p.Truncated)
		}
	}
}

// TestRobotsThatBreakOff takes half of a robots.txt. What the other half forbids
// nobody knows, so nothing is asked for.
func TestRobotsThatBreakOff(t *testing.T) {
	w := newWeb(t)
	file := gzipped(t, "User-agent: *\nDisallow: /a"+rand.Text()+"\nDisallow: /secret\n")
	w.text("/robots.txt", 200, file[:len(file)-12], "Content-Encoding", "gzip", "Content-Type", "text/plain")
	w.text("/secret", 200, "secret")
	c, _ := newClient(t, w)
	wantError(t, c, quick("http://news.example/secret"), ErrWait)
	wantLog(t, w, "news.example/robots.txt")
}

func TestBodyIsBounded(t *testing.T) {
	w := newWeb(t)
	w.text("/long", 200, strings.Repeat("x", 1001), "Content-Type", "text/plain")
	w.text("/exact", 200, strings.Repeat("x", 1000), "Content-Type", "text/plain")
	c, m := newClient(t, w)
	r := quick("http://news.example/long")
	r.Policy.MaxBody = 1000
	p := mustGet(t, c, r)
	if len(p.Body) != 1000 || !p.Truncated || !p.Capture().Truncated || len(m.all()[1].Body) != 1000 {
		t.Errorf("%d bytes, truncated %v, capture %+v", len(p.Body), p.Truncated, p.Capture())
	}
	r.URL = "http://news.example/exact"
	if p := mustGet(t, c, r); len(p.Body) != 1000 || p.Truncated || p.Capture().Truncated {
		t.Errorf("%d bytes, truncated %v", len(p.Body), p.Truncated)
	}
}

func TestBombIsBounded(t *testing.T) {
	const limit = 1 << 20
	zeros := strings.Repeat("\x00", 64<<20)
	w := newWeb(t)
	w.text("/page", 200, gzipped(t, zeros), "Content-Type", "text/html", "Content-Encoding", "gzip")
	w.text("/s.xml.gz", 200, gzipped(t, "<urlset>"+zeros), "Content-Type", "application/gzip")
	c, _ := newClient(t, w)
	for _, path := range []string{"/page", "/s.xml.gz"} {
		r := quick("http://news.example" + path)
		r.Policy.MaxBody = limit
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p := mustGet(t, c, r)
		runtime.ReadMemStats(&after)
		if len(p.Body) != limit || !p.Truncated || p.Capture().Truncated {
			t.Errorf("%s: %d bytes, truncated %v, capture truncated %v", path, len(p.Body), p.Truncated, p.Capture().Truncated)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 32*limit {
			t.Errorf("%s: %d bytes were allocated for %d", path, grown, limit)
		}
	}
}
