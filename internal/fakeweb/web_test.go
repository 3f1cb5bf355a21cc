package fakeweb

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestBothSchemes(t *testing.T) {
	w := open(t)
	w.Host("News.example").Route("/a", Always(Text("text/plain", "hello")))
	for _, url := range []string{"http://news.example/a", "https://news.example/a", "https://NEWS.example/a"} {
		if got := get(t, w, url); got.status != 200 || got.body != "hello" {
			t.Errorf("%s: %d %q", url, got.status, got.body)
		}
	}
}

func TestOffline(t *testing.T) {
	w := open(t)
	w.Host("news.example")
	for _, addr := range []string{"elsewhere.example:443", "127.0.0.1:80", "localhost:80", "[::1]:443"} {
		_, err := w.Dial(t.Context(), "tcp", addr)
		if dns, ok := errors.AsType[*net.DNSError](err); !ok || !dns.IsNotFound {
			t.Errorf("%s: %v, want a name that is not found", addr, err)
		}
	}
	if _, err := w.Dial(t.Context(), "tcp", "news.example:8080"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("another port: %v, want refused", err)
	}
	if _, err := w.Dial(t.Context(), "tcp", "news.example"); err == nil {
		t.Error("an address without a port was dialled")
	}
}

func TestHostSince(t *testing.T) {
	w := open(t)
	h := w.Host("late.example")
	h.Route("/", Always(Text("text/plain", "here")))
	h.Since(monday.Add(time.Hour))
	if _, err := w.Dial(t.Context(), "tcp", "late.example:80"); err == nil {
		t.Error("the host is there before its time")
	}
	w.Clock().Advance(time.Hour)
	if got := get(t, w, h.URL("/")); got.body != "here" {
		t.Errorf("the host is not there in time: %d", got.status)
	}
}

func TestWrongHostOnConnection(t *testing.T) {
	w := open(t)
	w.Host("news.example")
	r, _ := http.NewRequest(http.MethodGet, "http://news.example/", nil)
	r.Host = "other.example:80"
	if got := do(t, w, r); got.status != http.StatusMisdirectedRequest {
		t.Errorf("status %d, want 421", got.status)
	}
}

func TestCertificatesAreKept(t *testing.T) {
	w := open(t)
	h := w.Host("news.example")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { get(t, w, h.URL("/")) })
	}
	wg.Wait()
	if n := len(w.ca.leaves); n != 1 {
		t.Errorf("%d certificates for one host", n)
	}
}

func TestOwnTime(t *testing.T) {
	clock := NewClock(monday)
	w, err := New(Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	w.Host("news.example").Route("/", Always(Text("text/plain", "x")))
	clock.Set(monday.Add(36 * time.Hour))
	if got := get(t, w, "http://news.example/").header.Get("Date"); got != "Tue, 03 Mar 2026 12:00:00 GMT" {
		t.Errorf("Date %q", got)
	}
	if w.Clock() != nil {
		t.Error("a web with its caller's time has a clock of its own")
	}
}

func TestLog(t *testing.T) {
	w := open(t)
	w.Host("a.example").Route("/x", Always(Text("text/plain", "four")))
	get(t, w, "http://a.example/x?q=1")
	w.Clock().Advance(time.Minute)
	get(t, w, "http://a.example/none")
	log := w.Host("a.example").Log()
	if len(log) != 2 || len(w.Log()) != 2 {
		t.Fatalf("%d accesses in the host's log, %d in the web's, want 2", len(log), len(w.Log()))
	}
	first := log[0]
	if first.Path != "/x?q=1" || first.Status != 200 || first.Bytes != 4 || first.Agent != "test" ||
		first.Method != "GET" || first.Host != "a.example" || !first.Clock.Equal(monday) || first.Done.Before(first.Time) {
		t.Errorf("first access %+v", first)
	}
	if log[1].Status != 404 || !log[1].Clock.Equal(monday.Add(time.Minute)) {
		t.Errorf("second access %+v", log[1])
	}
}

func TestLogForgetsTheOldest(t *testing.T) {
	var l accessLog
	for i := range maxAccesses + 5 {
		l.begin(&Access{Bytes: int64(i)})
	}
	all := l.list()
	if len(all) != maxAccesses || all[0].Bytes != 5 || all[maxAccesses-1].Bytes != maxAccesses+4 {
		t.Errorf("%d kept, from %d to %d", len(all), all[0].Bytes, all[len(all)-1].Bytes)
	}
}

func TestCloseEndsHangingAnswers(t *testing.T) {
	w, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{})
	w.Host("slow.example").Route("/", func(time.Time, *http.Request) Answer {
		close(asked)
		return Fail(FaultHang)
	})
	failed := make(chan error, 1)
	go func() { _, err := w.Client().Get("http://slow.example/"); failed <- err }()
	<-asked
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-failed; err == nil {
		t.Error("a hanging page answered")
	}
}

func BenchmarkGet(b *testing.B) {
	w := open(b)
	w.Host("news.example").Route("/", Always(Text("text/html", strings.Repeat("<p>hello</p>\n", 1000))))
	client := w.Client()
	b.ReportAllocs()
	for b.Loop() {
		res, err := client.Get("http://news.example/")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, res.Body); err != nil {
			b.Fatal(err)
		}
		res.Body.Close()
	}
}
