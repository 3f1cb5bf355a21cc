package control_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qalxan/qalxan/api/apitest"
	"github.com/qalxan/qalxan/api/control"
	"github.com/qalxan/qalxan/crawler"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// Bleve starts its workers once for the whole process.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

func get(t *testing.T, ctx context.Context, h http.HandlerFunc) (*http.Response, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/", nil)
	if err != nil {
		t.Fatal(err)
	}
	return (&http.Client{Transport: control.NewInProcess(h)}).Do(request)
}

func TestInProcessCarriesStatusHeaderAndBody(t *testing.T) {
	answer, err := get(t, t.Context(), func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Kind", "test")
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprint(w, "short and stout")
		w.Header().Set("X-Late", "ignored")
	})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || string(body) != "short and stout" {
		t.Errorf("body %q, %v", body, err)
	}
	if answer.StatusCode != http.StatusTeapot || answer.Header.Get("X-Kind") != "test" || answer.Header.Get("X-Late") != "" {
		t.Errorf("status %d, header %v", answer.StatusCode, answer.Header)
	}
}

func TestInProcessStreams(t *testing.T) {
	next := make(chan bool)
	answer, err := get(t, t.Context(), func(w http.ResponseWriter, r *http.Request) {
		for i := range 3 {
			fmt.Fprintln(w, "line", i)
			<-next
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for i := range 3 {
		if !lines.Scan() || lines.Text() != fmt.Sprint("line ", i) {
			t.Fatalf("line %d is %q before the handler went on", i, lines.Text())
		}
		next <- true
	}
	if lines.Scan() {
		t.Errorf("one line too many: %q", lines.Text())
	}
}

func TestInProcessHandlerThatSaysNothing(t *testing.T) {
	answer, err := get(t, t.Context(), func(http.ResponseWriter, *http.Request) {})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); answer.StatusCode != http.StatusOK || len(body) > 0 || err != nil {
		t.Errorf("status %d, body %q, %v", answer.StatusCode, body, err)
	}
}

func TestInProcessClosedBodyEndsTheHandler(t *testing.T) {
	ended := make(chan error, 1)
	answer, err := get(t, t.Context(), func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "begin")
		<-r.Context().Done()
		_, err := fmt.Fprintln(w, "nobody reads this")
		ended <- err
	})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("writing to a closed body succeeds")
		}
	case <-time.After(5 * time.Second):
		t.Error("the handler goes on")
	}
}

func TestInProcessEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := get(t, ctx, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
		time.Sleep(10 * time.Millisecond) // a handler may take a while to notice
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// TestInProcessWaitsForHandlersWithoutAsker ends a request before its handler
// answers: the round trip is over at once, and Wait when the handler is.
func TestInProcessWaitsForHandlersWithoutAsker(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	release, ended := make(chan bool), false
	transport := control.NewInProcess(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-release
		fmt.Fprintln(w, "nobody reads this")
		ended = true
	}))
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&http.Client{Transport: transport}).Do(request); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want context.Canceled", err)
	}
	close(release)
	transport.Wait()
	if !ended {
		t.Error("the handler still runs")
	}
}

func TestSocketIsForThisUserOnly(t *testing.T) {
	data := t.TempDir()
	if _, ok := control.Dial(data); ok {
		t.Error("a folder without a server answers")
	}
	l, err := control.Listen(data)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(control.Socket(data))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "here") })}
	go server.Serve(l)
	defer server.Close()
	transport, ok := control.Dial(data)
	if !ok {
		t.Fatal("the server is not found")
	}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport}).Get("http://localhost/")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, _ := io.ReadAll(answer.Body); string(body) != "here" {
		t.Errorf("the socket answers %q", body)
	}
}

// untilTold is a keeper whose crawl ends only with its context.
type untilTold struct {
	keeper
	ended chan error
}

func (k untilTold) Crawl(ctx context.Context, r monitor.CrawlRequest, report func(crawler.Event)) ([]store.Run, error) {
	report(crawler.Event{})
	<-ctx.Done()
	k.ended <- ctx.Err()
	return nil, ctx.Err()
}

// TestAskerWhoGoesStopsTheCrawl ends a command that a server works for.
func TestAskerWhoGoesStopsTheCrawl(t *testing.T) {
	data := t.TempDir()
	l, err := control.Listen(data)
	if err != nil {
		t.Fatal(err)
	}
	k := untilTold{ended: make(chan error, 1)}
	server := &http.Server{Handler: control.New(k, apitest.Open(t))}
	go server.Serve(l)
	defer server.Close()
	transport, ok := control.Dial(data)
	if !ok {
		t.Fatal("the server is not found")
	}
	defer transport.CloseIdleConnections()
	ctx, cancel := context.WithCancel(t.Context())
	body := strings.NewReader(`{"targets":["` + strings.Repeat("x", 2000) + `"]}`)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/control/crawl", body)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	cancel()
	select {
	case <-k.ended:
	case <-time.After(5 * time.Second):
		t.Error("the crawl goes on")
	}
}

func TestSocketLeftByAKilledServer(t *testing.T) {
	data := t.TempDir()
	l, err := control.Listen(data)
	if err != nil {
		t.Fatal(err)
	}
	// A killed process leaves its socket's file.
	l.(interface{ SetUnlinkOnClose(bool) }).SetUnlinkOnClose(false)
	l.Close()
	if _, ok := control.Dial(data); ok {
		t.Error("a dead socket answers")
	}
	again, err := control.Listen(data)
	if err != nil {
		t.Fatalf("the dead socket is in the way: %v", err)
	}
	again.Close()
}

func TestSocketWithALongPath(t *testing.T) {
	data := filepath.Join(t.TempDir(), strings.Repeat("x", 120))
	if _, err := control.Listen(data); err == nil || !strings.Contains(err.Error(), "too long for a socket") {
		t.Errorf("error %v does not say what to do", err)
	}
}
