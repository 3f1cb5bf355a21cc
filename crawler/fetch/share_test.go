package fetch

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/robots"
)

// TestSharedClientIsOneGuest has two clients with recorders of their own ask
// one host at once.
func TestSharedClientIsOneGuest(t *testing.T) {
	const gap = 10 * time.Millisecond
	w := newWeb(t)
	w.text("/robots.txt", 404, "")
	for i := range 6 {
		w.text(fmt.Sprintf("/%d", i), 200, "words")
	}
	c, kept := newClient(t, w)
	aside := &memory{}
	var group sync.WaitGroup
	for i, client := range []*Client{c, c.With(aside), c, c.With(aside), c, c.With(aside)} {
		r := quick(fmt.Sprintf("http://news.example/%d", i))
		r.Policy.Delay = gap
		group.Go(func() {
			if _, err := client.Get(t.Context(), r); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if w.most != 1 || len(w.log(7)) != 7 {
		t.Errorf("%d requests at once, %q", w.most, w.log(7))
	}
	wantGap(t, w.arrivals(), gap)
	if a, b := len(kept.all()), len(aside.all()); a+b != 7 || a < 3 || b < 3 {
		t.Errorf("%d and %d answers were kept", a, b)
	}
}

func TestAuthority(t *testing.T) {
	for address, want := range map[string]string{
		"https://News.example/a?b":     "https://news.example:443",
		"http://news.example.:8080/":   "http://news.example:8080",
		"http://xəbər.example":         "http://xn--xbr-dtbb.example:80",
		"ftp://news.example":           "",
		"news":                         "",
		"http://[::1":                  "",
		"https://ikinci.example/%zz\"": "",
	} {
		if got := Authority(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

// answers is a store of what hosts said.
type answers struct {
	mu   sync.Mutex
	last robots.Answer
}

func (a *answers) LoadRobots(_ context.Context, authority, path string) (robots.Answer, bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.last, a.last.Authority == authority && a.last.Path == path, nil
}

func (a *answers) SaveRobots(_ context.Context, said robots.Answer) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last = said
	return nil
}

// TestLastGoodCopyIsSaidToBeOne keeps a file that cannot be read anew, and then
// can.
func TestLastGoodCopyIsSaidToBeOne(t *testing.T) {
	var status int
	w, now, store := newWeb(t), newClock(), &answers{}
	w.mux.HandleFunc("/robots.txt", func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(status)
		fmt.Fprint(rw, "User-agent: *\nDisallow: /x")
	})
	w.text("/a", 200, "words")
	c, m := newClient(t, w, func(o *Options) { o.Now, o.Robots = now.now, store })
	for _, step := range []struct {
		status int
		fault  string
	}{{200, ""}, {500, "robots.txt of news.example answered 500"}, {200, ""}} {
		status = step.status
		read := store.last.Fetched
		mustGet(t, c, quick("http://news.example/a"))
		x := m.all()[len(m.all())-1]
		if store.last.Fault != step.fault || (step.fault == "") != (x.Note["robots-kept"] == "") {
			t.Errorf("%d: kept %+v, note %v", step.status, store.last, x.Note)
		}
		if step.fault != "" && !store.last.Fetched.Equal(read) {
			t.Errorf("the copy became younger by failing: %s", store.last.Fetched)
		}
		now.move(fileAge + time.Minute)
	}
}
