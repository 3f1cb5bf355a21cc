package fetch

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

func internet(o *Options) { o.Dial = nil }

func TestPrivateAddressesAreRefused(t *testing.T) {
	w := newWeb(t)
	w.text("/a", 200, "a")
	c, m := newClient(t, w, internet)
	_, port, _ := net.SplitHostPort(w.Listener.Addr().String())
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"} {
		e := wantError(t, c, quick("http://"+host+":"+port+"/a"), ErrPrivate)
		if !strings.Contains(e.Reason, "allow_private") || !e.Retry.IsZero() {
			t.Errorf("%s: %v", host, e)
		}
	}
	wantLog(t, w)
	if kept := m.all(); len(kept) != 0 {
		t.Errorf("kept %+v", kept)
	}
}

// A connection that one source may have is not lent to one that may not.
func TestPrivateConnectionsAreNotShared(t *testing.T) {
	w := newWeb(t)
	w.text("/a", 200, "a")
	c, _ := newClient(t, w, internet)
	url := w.URL + "/a"
	mustGet(t, c, Request{URL: url, Policy: qalxan.Policy{Delay: 1, AllowPrivate: true}})
	wantError(t, c, quick(url), ErrPrivate)
	mustGet(t, c, Request{URL: url, Policy: qalxan.Policy{Delay: 1, AllowPrivate: true}})
}

func TestCustomDialerIsNotAskedForPrivateAddresses(t *testing.T) {
	w := newWeb(t)
	w.text("/a", 200, "a")
	c, _ := newClient(t, w)
	wantError(t, c, quick("http://10.0.0.1/a"), ErrPrivate)
	r := quick("http://10.0.0.1/a")
	r.Policy.AllowPrivate = true
	mustGet(t, c, r)
}

func TestUnreachable(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	dialTo := func(addr string) func(*Options) {
		return func(o *Options) {
			o.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, addr)
			}
		}
	}
	fail := func(err error) func(*Options) {
		return func(o *Options) {
			o.Dial = func(context.Context, string, string) (net.Conn, error) { return nil, err }
		}
	}
	tests := []struct {
		name, url string
		change    func(*Options)
		want      string
	}{
		{"no such name", "http://news.example/", fail(&net.DNSError{IsNotFound: true}), "does not resolve: check the address"},
		{"no name server", "http://news.example/", fail(&net.DNSError{IsTimeout: true}), "could not be resolved"},
		{"refused", "http://news.example/", dialTo(closed.Addr().String()), "refuses connections"},
		{"hangs up", "http://news.example/", dialTo(serve(t, "")), "broke off"},
		{"no HTTP", "http://news.example/", dialTo(serve(t, "SSH-2.0-x\r\n\r\n")), "news.example speaks no HTTP"},
		{"huge headers", "http://news.example/", dialTo(serve(t, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", maxHeader)+"\r\n\r\n")), "news.example sends more than 256 KiB of headers"},
		{"two lengths", "http://news.example/", dialTo(serve(t, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")), "news.example says two different lengths"},
		{"pieces that do not fit", "http://news.example/", dialTo(serve(t, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n")), "news.example sends its answer in pieces"},
		{"no status", "http://news.example/", dialTo(serve(t, "HTTP/1.1 2xx OK\r\n\r\n")), "breaks the rules of HTTP"},
		{"half an answer", "http://news.example/", dialTo(serve(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")), "broke off"},
		{"no TLS", "https://news.example/", dialTo(serve(t, "HTTP/1.1 400 Bad Request\r\n\r\n")), "no secure connection"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, m := newClient(t, newWeb(t), tt.change)
			e := wantError(t, c, quick(tt.url), ErrUnreachable)
			if !strings.Contains(e.Reason, tt.want) || strings.Contains(e.Reason, "http:") || strings.Contains(e.Reason, "SSH") {
				t.Errorf("reason %q, want %q, and nothing of the library or the host", e.Reason, tt.want)
			}
			if kept := m.all(); len(kept) != 0 {
				t.Errorf("kept %+v", kept)
			}
		})
	}
}

// serve answers each connection with the same bytes and closes it.
func serve(t *testing.T, answer string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conn.Read(make([]byte, 4096))
			conn.Write([]byte(answer))
			conn.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return l.Addr().String()
}

func TestTimeout(t *testing.T) {
	w := newWeb(t)
	w.mux.HandleFunc("/drip", func(rw http.ResponseWriter, r *http.Request) {
		rw.Write([]byte("a"))
		rw.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	at := newClock()
	c, m := newClient(t, w, func(o *Options) { o.Now, o.Timeout = at.now, 50*time.Millisecond })
	e := wantError(t, c, quick("http://news.example/drip"), ErrUnreachable)
	if !strings.Contains(e.Reason, "within 50ms") || !e.Retry.Equal(at.now().Add(retryUnreachable)) || errors.Is(e, ErrWait) {
		t.Errorf("%v, retry %v", e, e.Retry)
	}
	if n := len(m.all()); n != 1 {
		t.Errorf("%d exchanges were kept, want that of robots.txt", n)
	}
}

func TestTLS(t *testing.T) {
	var resumed atomic.Bool
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		resumed.Store(r.TLS.DidResume)
		rw.Write([]byte("ok"))
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, s.Listener.Addr().String())
	}
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	trusting := func(o *Options) { o.Dial, o.RootCAs = dial, roots }
	c, _ := newClient(t, newWeb(t), trusting)
	for range 2 {
		p := mustGet(t, c, quick("https://example.com/"))
		if string(p.Body) != "ok" || !slices.Contains(p.Names, "example.com") {
			t.Errorf("body %q, names %q", p.Body, p.Names)
		}
	}
	if !resumed.Load() {
		t.Error("the session was not resumed")
	}
	e := wantError(t, c, quick("https://news.example/"), ErrUnreachable)
	if !strings.Contains(e.Reason, "for another name") {
		t.Errorf("reason %q", e.Reason)
	}
	c, _ = newClient(t, newWeb(t), func(o *Options) { o.Dial = dial })
	e = wantError(t, c, quick("https://example.com/"), ErrUnreachable)
	if !strings.Contains(e.Reason, "signed by nobody") {
		t.Errorf("reason %q", e.Reason)
	}
}
