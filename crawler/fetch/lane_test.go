package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

// resolve finds every name of the map, and no other.
func resolve(names map[string]string) func(context.Context, string) ([]netip.Addr, error) {
	return func(_ context.Context, host string) ([]netip.Addr, error) {
		var found []netip.Addr
		for _, a := range strings.Fields(names[host]) {
			found = append(found, netip.MustParseAddr(a))
		}
		if found == nil {
			return nil, errors.New("no such host")
		}
		return found, nil
	}
}

func TestHostsOnOneAddressShareItsPace(t *testing.T) {
	const gap = 30 * time.Millisecond
	w := newWeb(t)
	w.text("/", 200, "page")
	c, _ := newClient(t, w, func(o *Options) {
		o.Resolve = resolve(map[string]string{"a.example": "8.8.4.4", "b.example": "::ffff:8.8.4.4", "c.example": "8.8.8.8"})
	})
	var group sync.WaitGroup
	start := time.Now()
	for _, url := range []string{"http://a.example/1", "http://b.example/2", "http://8.8.4.4/3"} {
		group.Go(func() {
			r := quick(url)
			r.Policy.Delay = gap
			mustGet(t, c, r)
		})
	}
	group.Wait()
	w.log(6)
	wantGap(t, w.arrivals(), gap)
	if took := time.Since(start); took < 5*gap {
		t.Errorf("six requests to one address took %v", took)
	}
	if c.ReadyAt("http://b.example/").IsZero() {
		t.Error("a host is ready while its address rests")
	}
	if !c.ReadyAt("http://c.example/").IsZero() {
		t.Error("a host of another address is not ready")
	}
}

func TestTheNextAddressIsTried(t *testing.T) {
	w := newWeb(t)
	w.text("/a", 200, "a")
	var dialled []string
	c, _ := newClient(t, w, func(o *Options) {
		dial := o.Dial
		o.Resolve = resolve(map[string]string{"a.example": "8.8.8.8 8.8.4.4"})
		o.Dial = wrapDial(dial, func(addr string) error {
			dialled = append(dialled, addr)
			if addr == "8.8.8.8:80" {
				return errors.New("no way")
			}
			return nil
		})
	})
	mustGet(t, c, quick("http://a.example/a"))
	if got := fmt.Sprint(dialled[:2]); got != "[8.8.8.8:80 8.8.4.4:80]" {
		t.Errorf("dialled %s", got)
	}
}

func wrapDial(dial dialFunc, check func(addr string) error) dialFunc {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if err := check(addr); err != nil {
			return nil, err
		}
		return dial(ctx, network, addr)
	}
}

func TestLanesAreBounded(t *testing.T) {
	g := newGate(nil, Options{}.withDefaults())
	busy := g.enter("busy")
	for i := range maxLanes + 10 {
		l := g.enter(fmt.Sprint(i))
		l.closed = time.Now().Add(time.Duration(i+1) * time.Hour)
		g.leave(l)
	}
	if n := len(g.lanes); n != maxLanes {
		t.Errorf("%d lanes, want %d", n, maxLanes)
	}
	if g.lanes["busy"] != busy || g.lanes["0"] != nil {
		t.Error("the wrong one went")
	}
}

func TestTurnedAway(t *testing.T) {
	l := &lane{}
	steps := []struct {
		status    int
		challenge string
		want      time.Duration
	}{
		{403, "", 0},
		{429, "", 0},
		{200, "a test for browsers", time.Hour},
		{403, "", 2 * time.Hour},
		{500, "", 0},
		{403, "", 4 * time.Hour},
		{404, "", 0},
		{403, "", 0},
		{200, "", 0},
		{429, "", 0},
		{429, "", 0},
		{429, "", time.Hour},
	}
	for i, s := range steps {
		if got, why := l.turnedAway(s.status, s.challenge); got != s.want || (got > 0) != (why != "") {
			t.Errorf("step %d: left alone for %v (%s), want %v", i, got, why, s.want)
		}
	}
	for range 20 {
		l.turnedAway(403, "")
	}
	if got, _ := l.turnedAway(403, ""); got != maxLeave {
		t.Errorf("left alone for %v at most", got)
	}
}

func TestAHostThatTurnsUsAwayIsLeftAlone(t *testing.T) {
	w := newWeb(t)
	w.text("/robots.txt", 200, "")
	w.text("/", 403, "no")
	c, _ := newClient(t, w)
	for i := range maxBlocks {
		if p := mustGet(t, c, quick(fmt.Sprintf("http://a.example/%d", i))); p.Status != 403 {
			t.Errorf("status %d", p.Status)
		}
	}
	e := wantError(t, c, quick("http://a.example/more"), ErrBlocked)
	if !errors.Is(e, ErrWait) || !strings.HasPrefix(e.Reason, "a.example turned us away 3 times in a row, last with 403; it is left alone for another ") ||
		time.Until(e.Retry) < 59*time.Minute {
		t.Errorf("%v, retry %v", e, e.Retry)
	}
	if n := len(w.log(4)); n != 4 {
		t.Errorf("%d requests, want 4", n)
	}
	if c.ReadyAt("http://a.example/").Before(time.Now().Add(59 * time.Minute)) {
		t.Error("the host is ready")
	}
}

func TestATestForBrowsersIsNoPage(t *testing.T) {
	story := "<title>Cloudflare</title>" + strings.Repeat("<p>They said: checking your browser before accessing.</p>", 500)
	tests := []struct {
		name, body string
		status     int
		header     []string
		blocked    bool
	}{
		{"a page", "<title>Xəbər</title>", 200, nil, false},
		{"a long page that speaks of tests", story, 200, nil, false},
		{"a title", "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>", 200, nil, true},
		{"with its own status", "<title>DDoS-Guard</title>", 403, nil, true},
		{"a header", "x", 503, []string{"cf-mitigated", "challenge"}, true},
		{"Cyrillic", "<title>Проверка браузера</title>", 200, nil, true},
		{"no HTML", "checking your browser before accessing", 200, []string{"Content-Type", "text/plain"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWeb(t)
			w.text("/a", tt.status, tt.body, append([]string{"Content-Type", "text/html; charset=utf-8"}, tt.header...)...)
			c, m := newClient(t, w)
			r := quick("http://a.example/a")
			if !tt.blocked {
				if p := mustGet(t, c, r); string(p.Body) != tt.body {
					t.Errorf("%d bytes came, want %d", len(p.Body), len(tt.body))
				}
				return
			}
			e := wantError(t, c, r, ErrBlocked)
			if e.Reason != "a.example shows a test for browsers instead of the page" || len(e.Captures) != 1 || len(m.all()) != 2 || e.Retry.IsZero() {
				t.Errorf("%v, captures %v", e, e.Captures)
			}
		})
	}
}

func TestFaultsCloseAHost(t *testing.T) {
	w := newWeb(t)
	w.text("/", http.StatusBadGateway, "")
	w.text("/robots.txt", 404, "")
	c, _ := newClient(t, w, func(o *Options) { o.MaxWait = time.Second })
	mustGet(t, c, quick("http://a.example/1"))
	wantError(t, c, quick("http://a.example/2"), ErrWait)
}
