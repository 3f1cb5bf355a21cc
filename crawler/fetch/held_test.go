package fetch

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/crawler/robots"
)

// TestFilesAreHeldWithinABound has hosts with long files, of which few fit. The
// record has those that were taken down, so that no host is asked twice.
func TestFilesAreHeldWithinABound(t *testing.T) {
	w, kept := newWeb(t), &shelf{}
	var long strings.Builder
	long.WriteString("User-agent: *\n")
	for n := range 2000 {
		fmt.Fprintf(&long, "Disallow: /private/%d\n", n)
	}
	w.text("/robots.txt", 200, long.String())
	w.text("/a", 200, "a")
	c, _ := newClient(t, w, func(o *Options) { o.Robots = kept })
	b := c.guard.board
	one := newFile(robots.Answer{Path: "/robots.txt", Status: 200, Body: []byte(long.String())})
	if one.Body != nil {
		t.Error("a file that was read keeps its body")
	}
	b.maxHeld = 3*one.size + one.size/2
	const hosts = 8
	for range 2 {
		for n := range hosts {
			mustGet(t, c, quick(fmt.Sprintf("http://h%d.example/a", n)))
			if b.held > b.maxHeld || b.recent.Len() > 3 || b.recent.Len() != len(b.notices) {
				t.Fatalf("%d bytes are held in %d files, %d may be", b.held, b.recent.Len(), b.maxHeld)
			}
		}
	}
	wantError(t, c, quick("http://h0.example/private/1999"), ErrDenied)
	if n := w.fetches("/robots.txt"); n != hosts {
		t.Errorf("robots.txt was fetched %d times from %d hosts", n, hosts)
	}
}

// TestAFileTooLargeForTheBoardIsReadAllTheSame has one that does not fit.
func TestAFileTooLargeForTheBoardIsReadAllTheSame(t *testing.T) {
	w := newWeb(t)
	w.text("/robots.txt", 200, "User-agent: *\nDisallow: /x")
	c, _ := newClient(t, w)
	c.guard.board.maxHeld = 1
	wantError(t, c, quick("http://a.example/x"), ErrDenied)
	wantError(t, c, quick("http://b.example/x"), ErrDenied)
	if n := c.guard.board.recent.Len(); n != 1 {
		t.Errorf("%d files are held", n)
	}
}

// TestNotModifiedWithoutTheBody has a record that lost what it kept: the host is
// asked for all of the file.
func TestNotModifiedWithoutTheBody(t *testing.T) {
	w, kept, at := newWeb(t), &shelf{}, newClock()
	w.mux.HandleFunc("/robots.txt", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") != "" {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		rw.Write([]byte("User-agent: *\nDisallow: /x"))
	})
	c, _ := newClient(t, w, func(o *Options) { o.Now, o.Robots = at.now, kept })
	for range 2 {
		wantError(t, c, quick("http://news.example/x"), ErrDenied)
		at.move(2 * fileAge)
	}
	clear(kept.kept)
	wantError(t, c, quick("http://news.example/x"), ErrDenied)
	if a := kept.kept["http://news.example:80/robots.txt"]; len(a.Body) == 0 {
		t.Errorf("kept %+v", a)
	}
}
