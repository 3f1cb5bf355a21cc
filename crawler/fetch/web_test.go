package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/evidence"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// web is one server that is every host: the client dials it for any name. It
// judges the client by its own log.
type web struct {
	*httptest.Server
	mux *http.ServeMux

	mu      sync.Mutex
	visited []arrival
	busy    map[string]int
	most    int // requests to one host at the same time
}

type arrival struct {
	url        string
	header     http.Header
	start, end time.Time
}

// newWeb serves what is handled on its mux, by ServeMux patterns; everything
// else, robots.txt too, is not found.
func newWeb(t testing.TB) *web {
	w := &web{mux: http.NewServeMux(), busy: map[string]int{}}
	w.Server = httptest.NewServer(w)
	t.Cleanup(w.Close)
	return w
}

func (w *web) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	a := arrival{url: r.Host + r.URL.RequestURI(), header: r.Header.Clone(), start: time.Now()}
	w.count(r.Host, 1)
	w.mux.ServeHTTP(rw, r)
	w.count(r.Host, -1)
	a.end = time.Now()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.visited = append(w.visited, a)
}

func (w *web) count(host string, by int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.busy[host] += by
	w.most = max(w.most, w.busy[host])
}

// text serves a body with a status and headers, "name", "value", ...
func (w *web) text(pattern string, status int, body string, header ...string) {
	w.mux.HandleFunc(pattern, func(rw http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			rw.Header().Set(header[i], header[i+1])
		}
		rw.WriteHeader(status)
		fmt.Fprint(rw, body)
	})
}

// log is what was asked for, in order of the answers. The last handler may
// still be returning when its client has the answer, so it waits for n.
func (w *web) log(n int) []string {
	for range 200 {
		w.mu.Lock()
		urls := make([]string, len(w.visited))
		for i, a := range w.visited {
			urls[i] = a.url
		}
		w.mu.Unlock()
		if len(urls) >= n {
			return urls
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

func (w *web) arrivals() []arrival {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.visited)
}

func (w *web) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, w.Listener.Addr().String())
}

var _ Recorder = (*evidence.Writer)(nil)

// memory is a Recorder that keeps exchanges.
type memory struct {
	mu   sync.Mutex
	kept []evidence.Exchange
	err  error
}

func (m *memory) Record(_ context.Context, x evidence.Exchange) (qalxan.Capture, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err != nil {
		return qalxan.Capture{}, m.err
	}
	m.kept = append(m.kept, x)
	sum := sha256.Sum256(x.Body)
	return qalxan.Capture{
		ID: fmt.Sprintf("urn:test:%d", len(m.kept)), SourceID: x.SourceID, URL: x.URL, Time: x.Time, Status: x.Status,
		Size: int64(len(x.Body)), SHA256: hex.EncodeToString(sum[:]), Truncated: x.Truncated,
	}, nil
}

func (m *memory) all() []evidence.Exchange {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.kept)
}

// clock stands until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// newClient dials the web for every name.
func newClient(t testing.TB, w *web, change ...func(*Options)) (*Client, *memory) {
	o := Options{Version: "1.2", Contact: "https://q.example/bot", Dial: w.dial}
	for _, f := range change {
		f(&o)
	}
	m := &memory{}
	c, err := New(o, m)
	if err != nil {
		t.Fatal(err)
	}
	return c, m
}

// quick is a request without a pace worth waiting for.
func quick(url string) Request {
	return Request{SourceID: "s", URL: url, Policy: qalxan.Policy{Delay: time.Nanosecond}}
}

func mustGet(t testing.TB, c *Client, r Request) *Page {
	t.Helper()
	p, err := c.Get(t.Context(), r)
	if err != nil {
		t.Fatalf("Get(%s): %v", r.URL, err)
	}
	return p
}

// wantError gets a page that must fail as is, and returns the failure.
func wantError(t testing.TB, c *Client, r Request, is error) *Error {
	t.Helper()
	p, err := c.Get(t.Context(), r)
	if err == nil {
		t.Fatalf("Get(%s) gave status %d, want an error", r.URL, p.Status)
	}
	var e *Error
	if !errors.As(err, &e) || !errors.Is(err, is) {
		t.Fatalf("Get(%s): %v, want an *Error that is %v", r.URL, err, is)
	}
	return e
}

func wantLog(t testing.TB, w *web, want ...string) {
	t.Helper()
	if got := w.log(len(want)); !slices.Equal(got, want) {
		t.Errorf("the server was asked for %q, want %q", got, want)
	}
}
