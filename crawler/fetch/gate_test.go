package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

func mustParse(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// wantGap judges by the server's log, whose requests are of one host.
func wantGap(t testing.TB, log []arrival, gap time.Duration) {
	t.Helper()
	for i := 1; i < len(log); i++ {
		if got := log[i].start.Sub(log[i-1].end); got < gap-time.Millisecond {
			t.Errorf("%s came %v after %s, want %v", log[i].url, got, log[i-1].url, gap)
		}
	}
}

func TestGapBetweenRequests(t *testing.T) {
	const gap = 30 * time.Millisecond
	w := newWeb(t)
	w.text("/", 200, "page")
	c, _ := newClient(t, w)
	var group sync.WaitGroup
	start := time.Now()
	for i := range 4 {
		group.Go(func() {
			r := quick(fmt.Sprintf("http://a.example:%d/%d", 80+i%2, i)) // a port is no other host
			r.Policy.Delay = gap
			mustGet(t, c, r)
		})
	}
	group.Wait()
	w.log(6)
	wantGap(t, w.arrivals(), gap)
	if took := time.Since(start); took < 5*gap {
		t.Errorf("six requests took %v", took)
	}
}

func TestHostsDoNotWaitForEachOther(t *testing.T) {
	w := newWeb(t)
	both := make(chan struct{})
	var once sync.WaitGroup
	once.Add(2)
	go func() { once.Wait(); close(both) }()
	w.mux.HandleFunc("/meet", func(http.ResponseWriter, *http.Request) { once.Done(); <-both })
	c, _ := newClient(t, w)
	var group sync.WaitGroup
	for _, host := range []string{"a.example", "b.example"} {
		group.Go(func() { mustGet(t, c, quick("http://"+host+"/meet")) })
	}
	group.Wait()
}

func TestTooLongAWaitIsRefused(t *testing.T) {
	w := newWeb(t)
	w.text("/busy", 503, "", "Retry-After", "3600")
	at := newClock()
	c, _ := newClient(t, w, func(o *Options) { o.Now, o.MaxWait = at.now, 50*time.Millisecond })
	mustGet(t, c, quick("http://a.example/busy"))
	e := wantError(t, c, quick("http://a.example/2"), ErrWait)
	if wait := e.Retry.Sub(at.now()); wait < 59*time.Minute || wait > time.Hour {
		t.Errorf("retry in %v: %v", wait, e)
	}
}

// TestOwnPaceIsNeverTooLong asks a host for robots.txt and a page with a gap
// in between that is longer than the longest wait for others.
func TestOwnPaceIsNeverTooLong(t *testing.T) {
	const gap = 60 * time.Millisecond
	w := newWeb(t)
	w.text("/", 200, "page")
	c, _ := newClient(t, w, func(o *Options) { o.MaxWait = gap / 3 })
	r := quick("http://a.example/1")
	r.Policy.Delay = gap
	mustGet(t, c, r)
	mustGet(t, c, r)
	wantGap(t, w.arrivals(), gap)
}

func TestAQueueThatIsTooLong(t *testing.T) {
	w := newWeb(t)
	hold, asked := make(chan struct{}), make(chan struct{})
	w.mux.HandleFunc("/slow", func(http.ResponseWriter, *http.Request) { close(asked); <-hold })
	c, _ := newClient(t, w, func(o *Options) { o.MaxWait = 20 * time.Millisecond })
	mustGet(t, c, quick("http://a.example/")) // robots.txt is known
	var group sync.WaitGroup
	group.Go(func() { mustGet(t, c, quick("http://a.example/slow")) })
	<-asked
	wantError(t, c, quick("http://a.example/other"), ErrWait)
	close(hold)
	group.Wait()
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	w := newWeb(t)
	w.text("/", 200, "page")
	c, _ := newClient(t, w)
	mustGet(t, c, quick("http://a.example/1"))
	r := quick("http://a.example/2")
	r.Policy.Delay = 30 * time.Second
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := c.Get(ctx, r); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v to give up", took)
	}
}

func TestRetryAfterIsKept(t *testing.T) {
	w := newWeb(t)
	w.text("a.example/busy", 429, "", "Retry-After", "120")
	w.text("b.example/busy", 503, "", "Retry-After", "Sat, 21 Nov 2026 13:00:00 GMT", "Date", "Sat, 21 Nov 2026 12:00:00 GMT")
	w.text("c.example/busy", 503, "")
	w.text("/", 200, "page")
	at := newClock()
	c, _ := newClient(t, w, func(o *Options) { o.Now = at.now })
	for host, wait := range map[string]time.Duration{"a.example": 2 * time.Minute, "b.example": time.Hour, "c.example": minBackOff} {
		if p := mustGet(t, c, quick("http://"+host+"/busy")); p.Status < 400 {
			t.Errorf("%s: status %d", host, p.Status)
		}
		ready := time.Until(c.ReadyAt("https://" + host + ":8443/x"))
		if ready > wait || ready < wait-5*time.Second {
			t.Errorf("%s is ready in %v, want %v", host, ready, wait)
		}
		if wait <= time.Minute {
			continue
		}
		e := wantError(t, c, quick("http://"+host+"/other"), ErrWait)
		if d := e.Retry.Sub(at.now()); d > wait || d < wait-5*time.Second {
			t.Errorf("%s: retry in %v, want %v", host, d, wait)
		}
	}
	if n := len(w.log(6)); n != 6 {
		t.Errorf("%d requests, want 6", n)
	}
}

func TestReadyAt(t *testing.T) {
	w := newWeb(t)
	w.text("/", 200, "page")
	c, _ := newClient(t, w)
	if !c.ReadyAt("http://a.example/").IsZero() || !c.ReadyAt("::").IsZero() {
		t.Error("a host that nobody asked is not ready")
	}
	r := quick("http://a.example/")
	mustGet(t, c, r)
	if !c.ReadyAt("http://a.example/").IsZero() {
		t.Error("a host without a gap is not ready")
	}
	r.Policy.Delay = 20 * time.Millisecond
	mustGet(t, c, r)
	if c.ReadyAt("http://A.example./x").IsZero() {
		t.Error("a host is ready within its gap")
	}
}

func TestHostName(t *testing.T) {
	for raw, want := range map[string]string{
		"http://News.Example.:8080/": "news.example",
		"http://xəbər.example/":      "xn--xbr-dtbb.example",
		"http://my_host.example/":    "my_host.example",
		"http://[::1]:80/":           "::1",
	} {
		if got := hostName(mustParse(t, raw)); got != want {
			t.Errorf("hostName(%s) = %q, want %q", raw, got, want)
		}
	}
}

func TestClosedFor(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	h := &lane{}
	steps := []struct {
		status int
		after  string
		want   time.Duration
	}{
		{200, "60", 0},
		{503, "", time.Minute},
		{429, "soon", 2 * time.Minute},
		{503, "-5", 4 * time.Minute},
		{503, "90", 90 * time.Second},
		{503, "0", 8 * time.Minute},
		{503, now.Add(-time.Hour).Format(http.TimeFormat), 16 * time.Minute},
		{503, now.Add(time.Hour).Format(http.TimeFormat), time.Hour},
		{429, "99999999", maxRetryAfter},
		{429, "99999999999999999999", maxRetryAfter},
		{503, "", 32 * time.Minute},
		{503, "", time.Hour},
		{503, "", time.Hour},
		{404, "", 0},
		{503, "", time.Minute},
	}
	for i, s := range steps {
		res := &http.Response{StatusCode: s.status, Header: http.Header{"Retry-After": {s.after}}}
		if got := h.closedFor(res, now); got != s.want {
			t.Errorf("step %d, %d %q: closed for %v, want %v", i, s.status, s.after, got, s.want)
		}
	}
}

func TestIdleHostsAreForgotten(t *testing.T) {
	g := newGate(nil, Options{}.withDefaults())
	now := time.Now()
	for name, h := range map[string]*lane{
		"idle":    {ended: now.Add(-time.Minute)},
		"used":    {users: 1, ended: now.Add(-time.Minute)},
		"in gap":  {ended: now, gap: time.Minute},
		"closed":  {closed: now.Add(time.Minute)},
		"growing": {closed: now.Add(-time.Minute), backOff: 2 * time.Minute},
	} {
		g.lanes[name] = h
	}
	g.sweep(now)
	if _, there := g.lanes["idle"]; there || len(g.lanes) != 4 {
		t.Errorf("hosts left: %v", g.lanes)
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("120")
	f.Add("Sat, 21 Nov 2026 13:00:00 GMT")
	f.Add("9223372036854775807")
	f.Fuzz(func(t *testing.T, value string) {
		if d := retryAfter(value, time.Unix(0, 0)); d < 0 || d > maxRetryAfter {
			t.Errorf("retryAfter(%q) = %v", value, d)
		}
	})
}

func BenchmarkGate(b *testing.B) {
	g := newGate(roundTripper(func(*http.Request) (*http.Response, error) { return &http.Response{StatusCode: 200}, nil }), Options{}.withDefaults())
	v := newVisit(Request{Policy: qalxan.Policy{Delay: time.Nanosecond}}, nil)
	ctx := withVisit(context.Background(), v)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		req := (&http.Request{URL: &url.URL{Host: fmt.Sprintf("h%d.example", i%1000)}}).WithContext(ctx)
		if _, err := g.RoundTrip(req); err != nil {
			b.Fatal(err)
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
