package fakeweb

import (
	"io"
	"net/http"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// open starts a web whose clock stands at Monday.
func open(t testing.TB) *Web {
	t.Helper()
	w, err := New(Options{Start: monday})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

type reply struct {
	status int
	header http.Header
	body   string
}

// get fetches an address as it is on the web, with headers as pairs.
func get(t testing.TB, w *Web, url string, headers ...string) reply {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", "test")
	r.Header.Set("Accept-Encoding", "identity")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return do(t, w, r)
}

func do(t testing.TB, w *Web, r *http.Request) reply {
	t.Helper()
	res, err := w.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, string(body)}
}
