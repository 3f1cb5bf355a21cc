package fetch

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// fickle is a host that keeps its connections open and resets them as soon as
// anything more is asked on one. Its log is what it read, whatever it answered.
type fickle struct {
	net.Listener
	done sync.WaitGroup

	mu    sync.Mutex
	asked []string
}

func newFickle(t *testing.T, greeting string) *fickle {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &fickle{Listener: l}
	f.done.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			f.done.Go(func() { f.talk(conn, greeting) })
		}
	})
	t.Cleanup(func() { l.Close(); f.done.Wait() })
	return f
}

func (f *fickle) talk(conn net.Conn, greeting string) {
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(2 * time.Second)) // a client that keeps it must not hold up the test
	fmt.Fprint(conn, greeting)
	in := bufio.NewReader(conn)
	for n := 0; ; n++ {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		f.mu.Lock()
		f.asked = append(f.asked, r.URL.Path)
		f.mu.Unlock()
		if n > 0 {
			conn.(*net.TCPConn).SetLinger(0) // a reset, and no end
			return
		}
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok")
	}
}

func (f *fickle) dial(o *Options) {
	o.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, f.Addr().String())
	}
}

// TestNothingIsAskedTwicePastTheGate meets a host that resets the connections
// that it kept. Whoever asks again on a fresh one at once, as net/http does, has
// passed the gate.
func TestNothingIsAskedTwicePastTheGate(t *testing.T) {
	f := newFickle(t, "")
	c, m := newClient(t, newWeb(t), f.dial)
	for _, path := range []string{"/a", "/b", "/c"} {
		mustGet(t, c, quick("http://news.example"+path))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if want := []string{robotsFileAt, "/a", "/b", "/c"}; !slices.Equal(f.asked, want) {
		t.Errorf("the host was asked for %q, want %q", f.asked, want)
	}
	if n := len(m.all()); n != 4 {
		t.Errorf("%d exchanges were kept of 4 requests", n)
	}
}

// TestWhoSpeaksFirstIsNotRepeated meets a host that greets. What it says comes
// into no log.
func TestWhoSpeaksFirstIsNotRepeated(t *testing.T) {
	var said bytes.Buffer
	log.SetOutput(&said)
	defer log.SetOutput(io.Discard)
	f := newFickle(t, "220 mail.example ready\r\n")
	greeted := func(o *Options) {
		f.dial(o)
		dial := o.Dial
		o.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := dial(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			in := bufio.NewReader(conn)
			_, err = in.Peek(1)
			return readingConn{conn, in}, err
		}
	}
	for range 20 {
		c, _ := newClient(t, newWeb(t), greeted)
		wantError(t, c, quick("http://news.example/a"), ErrUnreachable)
	}
	if said.Len() > 0 {
		t.Errorf("the log of the program says %q", said.String())
	}
}

// readingConn is a connection of which something was read ahead.
type readingConn struct {
	net.Conn
	in *bufio.Reader
}

func (c readingConn) Read(b []byte) (int, error) { return c.in.Read(b) }
