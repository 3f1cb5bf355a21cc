package embedding

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// server speaks the protocol: the vector of a text counts its letters.
type server struct {
	*httptest.Server
	asked  atomic.Int64 // requests
	texts  atomic.Int64
	answer atomic.Pointer[http.HandlerFunc] // instead of the right one
}

func newServer(t *testing.T) *server {
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		if other := s.answer.Load(); other != nil {
			(*other)(w, r)
			return
		}
		var q question
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || r.URL.Path != "/v1/embeddings" || q.Model != "letters" {
			http.Error(w, "bad question", http.StatusBadRequest)
			return
		}
		s.texts.Add(int64(len(q.Input)))
		var data []any
		for i := len(q.Input) - 1; i >= 0; i-- { // the index tells, not the order
			data = append(data, map[string]any{"index": i, "embedding": letters(q.Input[i])})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": data})
	}))
	t.Cleanup(s.Close)
	return s
}

func letters(text string) []float64 {
	v := make([]float64, 26)
	v[25] = 0.1
	for _, r := range strings.ToLower(text) {
		if r >= 'a' && r <= 'z' {
			v[r-'a']++
		}
	}
	return v
}

func (s *server) answers(h http.HandlerFunc) {
	if h == nil {
		s.answer.Store(nil)
		return
	}
	s.answer.Store(&h)
}

// clock is moved by hand.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time { return time.Unix(c.at.Load(), 0) }

func newClient(t *testing.T, s *server, c *clock, change func(*Options)) *Client {
	t.Helper()
	o := Options{Address: s.URL, Model: "letters", Batch: 3, Pause: time.Microsecond, Timeout: 5 * time.Second, Now: c.now}
	if change != nil {
		change(&o)
	}
	client, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.options.Transport.(*http.Transport).CloseIdleConnections)
	return client
}

func cosine(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestEmbed(t *testing.T) {
	s := newServer(t)
	c := newClient(t, s, &clock{}, nil)
	texts := []string{"water", "fire", "retaw", "earth", "water", "air"}
	vectors, err := c.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	if got := cosine(vectors[0], vectors[2]); math.Abs(got-1) > 1e-6 {
		t.Errorf("the same letters have a cosine of %g", got)
	}
	if got := cosine(vectors[0], vectors[1]); got > 0.9 {
		t.Errorf("other letters have a cosine of %g", got)
	}
	if s.asked.Load() != 2 || s.texts.Load() != 5 {
		t.Errorf("%d requests for %d texts, want 2 for 5", s.asked.Load(), s.texts.Load())
	}
	if _, err := c.Embed(t.Context(), texts); err != nil || s.asked.Load() != 2 {
		t.Errorf("known texts were asked for again: %v", err)
	}
	if got := c.Status(); !got.Available || got.Dimensions != 26 {
		t.Errorf("status %+v", got)
	}
}

func TestEmbedNothing(t *testing.T) {
	s := newServer(t)
	if v, err := newClient(t, s, &clock{}, nil).Embed(t.Context(), nil); err != nil || len(v) != 0 || s.asked.Load() != 0 {
		t.Errorf("%v, %v", v, err)
	}
}

func TestHostileAnswers(t *testing.T) {
	vector := func(json string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"data":[{"index":0,"embedding":%s}]}`, json)
		}
	}
	say := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		asked  int64
	}{
		{"other dimensions", vector(`[1,2,3]`), 1},
		{"no dimensions", vector(`[]`), 1},
		{"nothing but zeros", vector(strings.Replace("[0"+strings.Repeat(",0", 25)+"]", " ", "", -1)), 1},
		{"not a number", vector(`[NaN]`), 1},
		{"too large a number", vector(`[1e999]`), 1},
		{"overflow", vector("[1e300" + strings.Repeat(",1e300", 25) + "]"), 1},
		{"text for a vector", vector(`"AAAA"`), 1},
		{"no JSON", say("<html>"), 1},
		{"an error as 200", say(`{"error":"no such model"}`), 1},
		{"too many vectors", say(`{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1]}]}`), 1},
		{"wrong index", say(`{"data":[{"index":7,"embedding":[1]}]}`), 1},
		{"huge", say(strings.Repeat(" ", maxVector+65<<10)), 1},
		{"endless nesting", say(strings.Repeat("[", 100_000)), 1},
		{"too many requests", status(http.StatusTooManyRequests), attempts},
		{"failing", status(http.StatusInternalServerError), attempts},
		{"no such model", status(http.StatusNotFound), 1},
		{"elsewhere", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) }, 1},
		{"hanging up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, attempts},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, at := newServer(t), &clock{}
			c := newClient(t, s, at, nil)
			if _, err := c.Embed(t.Context(), []string{"first"}); err != nil {
				t.Fatal(err)
			}
			s.answers(test.answer)
			s.asked.Store(0)
			if v, err := c.Embed(t.Context(), []string{"second"}); !errors.Is(err, ErrUnavailable) {
				t.Fatalf("%v, %v", v, err)
			}
			if got := s.asked.Load(); got != test.asked {
				t.Errorf("asked %d times, want %d", got, test.asked)
			}
			rests(t, s, c, at)
		})
	}
}

// rests checks that a server that failed is left alone for a while.
func rests(t *testing.T, s *server, c *Client, at *clock) {
	t.Helper()
	s.answers(nil)
	s.asked.Store(0)
	if _, err := c.Embed(t.Context(), []string{"third"}); !errors.Is(err, ErrUnavailable) || s.asked.Load() != 0 {
		t.Errorf("asked %d times soon after a failure: %v", s.asked.Load(), err)
	}
	if v, err := c.Embed(t.Context(), []string{"first"}); err != nil || len(v) != 1 {
		t.Errorf("what is known is not given: %v", err)
	}
	if got := c.Status(); got.Available || got.Why == "" {
		t.Errorf("status %+v", got)
	}
	at.at.Add(int64((3 * time.Minute).Seconds()))
	if _, err := c.Embed(t.Context(), []string{"third"}); err != nil {
		t.Errorf("after the rest: %v", err)
	}
	if got := c.Status(); !got.Available || got.Why != "" {
		t.Errorf("status %+v", got)
	}
}

// TestRefusedText: a text that is too long for the server says nothing about the
// next.
func TestRefusedText(t *testing.T) {
	s := newServer(t)
	c := newClient(t, s, &clock{}, nil)
	s.answers(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusRequestEntityTooLarge) })
	if _, err := c.Embed(t.Context(), []string{"long"}); !errors.Is(err, ErrUnavailable) {
		t.Error(err)
	}
	s.answers(nil)
	if _, err := c.Embed(t.Context(), []string{"short"}); err != nil || !c.Status().Available {
		t.Error(err)
	}
}

func TestHangingServer(t *testing.T) {
	s, end := newServer(t), make(chan struct{})
	defer close(end)
	s.answers(func(http.ResponseWriter, *http.Request) { <-end })
	c := newClient(t, s, &clock{}, func(o *Options) { o.Timeout = 20 * time.Millisecond })
	if _, err := c.Embed(t.Context(), []string{"a"}); !errors.Is(err, ErrUnavailable) {
		t.Error(err)
	}
	if c.Status().Available {
		t.Error("a hanging server is taken for available")
	}
}

// TestGivingUp: who gives up says nothing about the server.
func TestGivingUp(t *testing.T) {
	s, end := newServer(t), make(chan struct{})
	defer close(end)
	ctx, cancel := context.WithCancel(t.Context())
	s.answers(func(http.ResponseWriter, *http.Request) { cancel(); <-end })
	c := newClient(t, s, &clock{}, nil)
	if _, err := c.Embed(ctx, []string{"a"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if !c.Status().Available {
		t.Error("the server is blamed")
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []Options{
		{},
		{Address: "localhost:11434", Model: "m"},
		{Address: "ftp://a.example", Model: "m"},
		{Address: "http://a.example"},
		{Address: "http://user:secret@a.example", Model: "m"},
		{Address: "http://a.example", Model: "m", Key: "k"},
		{Address: "http://a.example", Model: "m", Batch: -1},
		{Address: "http://a.example", Model: "m", Rest: -1},
	} {
		if _, err := New(o); !errors.Is(err, ErrOptions) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	for address, want := range map[string]string{
		"http://a.example": "http://a.example/v1/embeddings", "http://a.example/v1/": "http://a.example/v1/embeddings",
		"https://a.example/embed": "https://a.example/embed",
	} {
		if got, err := (Options{Address: address}).endpoint(); err != nil || got != want {
			t.Errorf("%s: %s, %v", address, got, err)
		}
	}
	if _, err := New(Options{Address: "http://[::1]:8080", Model: "m", Key: "k"}); err != nil {
		t.Errorf("a key for this machine: %v", err)
	}
}

func TestKeyIsSent(t *testing.T) {
	s := newServer(t)
	var got string
	s.answers(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("Authorization")
		fmt.Fprint(w, `{"data":[{"embedding":[1]}]}`)
	})
	if _, err := newClient(t, s, &clock{}, func(o *Options) { o.Key = "k" }).Embed(t.Context(), []string{"a"}); err != nil || got != "Bearer k" {
		t.Errorf("%q, %v", got, err)
	}
}

// shelf is a cache in memory.
type shelf struct{ kept sync.Map }

var _ Cache = (*shelf)(nil)

func (s *shelf) Vector(_ context.Context, key [32]byte) ([]float32, bool, error) {
	v, ok := s.kept.Load(key)
	if !ok {
		return nil, false, nil
	}
	return v.([]float32), true, nil
}

func (s *shelf) KeepVector(_ context.Context, key [32]byte, v []float32) error {
	s.kept.Store(key, v)
	return nil
}

func TestCacheAndConcurrency(t *testing.T) {
	s, kept := newServer(t), &shelf{}
	c := newClient(t, s, &clock{}, func(o *Options) { o.Cache, o.Remembered = kept, 2 })
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if _, err := c.Embed(t.Context(), []string{"a", "b", "c", fmt.Sprint("text ", i)}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	s.asked.Store(0)
	later := newClient(t, s, &clock{}, func(o *Options) { o.Cache = kept })
	if _, err := later.Embed(t.Context(), []string{"a", "text 7"}); err != nil || s.asked.Load() != 0 {
		t.Errorf("asked %d times for what is kept: %v", s.asked.Load(), err)
	}
	if got := c.memory.order.Len(); got != 2 {
		t.Errorf("%d vectors in memory", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"data":[{"index":0,"embedding":[1,2]}]}`))
	f.Add([]byte(`{"data":[{"index":-1,"embedding":[1e400]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		vectors, err := (&Client{}).read(data, 1)
		if err == nil && math.Abs(cosine(vectors[0], vectors[0])-1) > 1e-3 {
			t.Errorf("a vector of length %g", cosine(vectors[0], vectors[0]))
		}
	})
}
