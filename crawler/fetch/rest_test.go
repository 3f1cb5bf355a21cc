package fetch

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/qalxan/qalxan/crawler/frontier"
)

// bed is a RestStore that keeps rests.
type bed struct {
	mu    sync.Mutex
	kept  map[string]frontier.Rest
	saved int
}

func (b *bed) SaveRest(_ context.Context, r frontier.Rest, _ time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.saved++
	if b.kept == nil {
		b.kept = map[string]frontier.Rest{}
	}
	b.kept[r.Host] = r
	if r.Until.IsZero() {
		delete(b.kept, r.Host)
	}
	return nil
}

// after is a client of a program that was started again.
func (b *bed) after(t *testing.T, w *web, at *clock) *Client {
	t.Helper()
	c, _ := newClient(t, w, func(o *Options) { o.Now, o.Rests, o.MaxWait = at.now, b, 50*time.Millisecond })
	c.Recall(slices.Collect(maps.Values(b.kept)))
	return c
}

// TestRestsOutliveARestart has a host that says when to come back, and one that
// is overrun and does not. The program is killed and started again.
func TestRestsOutliveARestart(t *testing.T) {
	w, kept, at := newWeb(t), &bed{}, newClock()
	w.text("hour.example/busy", 503, "", "Retry-After", "3600")
	w.text("overrun.example/busy", 503, "")
	w.text("/", 200, "page")
	c := kept.after(t, w, at)
	mustGet(t, c, quick("http://hour.example/busy"))
	mustGet(t, c, quick("http://overrun.example/busy"))
	mustGet(t, c, quick("http://other.example/1"))
	if kept.saved != 2 {
		t.Errorf("%d writes, want one a host that asked to be left alone", kept.saved)
	}

	at.move(10 * time.Second)
	c = kept.after(t, w, at)
	asked := len(w.log(6))
	e := wantError(t, c, quick("http://hour.example/2"), ErrWait)
	if wait := e.Retry.Sub(at.now()); wait < 59*time.Minute || wait > time.Hour-10*time.Second {
		t.Errorf("the host of an hour is asked again in %v", wait)
	}
	if ready := c.ReadyAt("http://overrun.example/2"); time.Until(ready) < 45*time.Second || time.Until(ready) > 50*time.Second {
		t.Errorf("the overrun host is ready in %v", time.Until(ready))
	}
	mustGet(t, c, quick("http://other.example/2"))
	if n := len(w.log(asked)); n != asked+2 { // robots.txt and the page
		t.Errorf("%d requests after the restart, want 2", n-asked)
	}

	at.move(time.Hour)
	c = kept.after(t, w, at)
	mustGet(t, c, quick("http://overrun.example/busy"))
	if wait := kept.kept["overrun.example"].BackOff; wait != 2*minBackOff {
		t.Errorf("after a restart the wait is %v, want twice the one before", wait)
	}
	mustGet(t, c, quick("http://hour.example/2"))
	if _, ok := kept.kept["hour.example"]; ok {
		t.Error("a rest is kept of a host that answers again")
	}
}

// TestABreakerOutlivesARestart has a host that turns us away.
func TestABreakerOutlivesARestart(t *testing.T) {
	w, kept, at := newWeb(t), &bed{}, newClock()
	w.text("/no", 403, "")
	c := kept.after(t, w, at)
	for range maxBlocks {
		mustGet(t, c, quick("http://a.example/no"))
	}
	c = kept.after(t, w, at)
	e := wantError(t, c, quick("http://a.example/no"), ErrBlocked)
	if !strings.Contains(e.Reason, "turned us away 3 times in a row, last with 403") {
		t.Errorf("reason %q", e.Reason)
	}
	at.move(minLeave + time.Second)
	c = kept.after(t, w, at)
	mustGet(t, c, quick("http://a.example/no"))
	if leave := kept.kept["a.example"].Leave; leave != 2*minLeave {
		t.Errorf("the host is left alone for %v, want twice as long", leave)
	}
}

// TestAKeptRestFromTheFutureIsBounded has a clock that was wrong.
func TestAKeptRestFromTheFutureIsBounded(t *testing.T) {
	w, kept, at := newWeb(t), &bed{}, newClock()
	kept.kept = map[string]frontier.Rest{"a.example": {Host: "a.example", Until: at.now().AddDate(50, 0, 0)}}
	c := kept.after(t, w, at)
	if wait := time.Until(c.ReadyAt("http://a.example/")); wait > maxLeave {
		t.Errorf("the host is left alone for %v", wait)
	}
}
