package fakeweb

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"
)

// TestPlay sets every trick up beside a paper without any: all list their
// stories and hand them out.
func TestPlay(t *testing.T) {
	w := open(t)
	names := append(Tricks(), "")
	if len(names) < 70 {
		t.Errorf("only %d tricks", len(names))
	}
	for _, trick := range names {
		h := w.Host("t" + string(trick) + ".example")
		h.Play(trick)
		front := get(t, w, h.URL("/"))
		for _, path := range []string{"/news/1", "/news/2", "/news/3"} {
			if !strings.Contains(front.body, path) {
				t.Errorf("%s: the front page does not list %s", trick, path)
			}
		}
		if got := get(t, w, h.URL("/news/3")); trick != "forbidden-after" && (got.status != 200 || !strings.Contains(got.body, headline(3))) {
			t.Errorf("%s: story 3 is %d %.80q", trick, got.status, got.body)
		}
	}
}

// TestFaultyBodies reads what the faults send that do not end by themselves.
func TestFaultyBodies(t *testing.T) {
	w := open(t)
	h := w.Host("a.example")
	h.Route("/drip", Always(Answer{Type: "text/plain", Body: []byte("ab"), Fault: FaultDrip}))
	h.Route("/endless", Always(Answer{Type: "text/plain", Body: []byte("news "), Fault: FaultEndless}))
	for path, want := range map[string]string{"/drip": "aba", "/endless": "news news news"} {
		res, err := w.Client().Get(h.URL(path))
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, len(want))
		if _, err := io.ReadFull(res.Body, got); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", path, got, err)
		}
		res.Body.Close()
	}
}

// TestRaw reads an answer off the wire.
func TestRaw(t *testing.T) {
	w := open(t)
	w.Host("a.example").Route("/", Always(Raw("SSH-2.0-%s\r\n", "old")))
	conn, err := w.Dial(t.Context(), "tcp", net.JoinHostPort("a.example", "80"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
	if got, err := io.ReadAll(bufio.NewReader(conn)); err != nil || string(got) != "SSH-2.0-old\r\n" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestNoContentTypeIsNone(t *testing.T) {
	w := open(t)
	h := w.Host("a.example")
	h.Route("/", Always(Answer{Body: []byte("<html>")}))
	if got := get(t, w, h.URL("/")); len(got.header.Values("Content-Type")) > 0 {
		t.Errorf("Content-Type %q", got.header.Get("Content-Type"))
	}
}
