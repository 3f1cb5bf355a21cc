package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	politeHosts = 200
	politeGap   = 5 * time.Millisecond
	// shared is how many hosts stand at one address.
	shared = 2
)

// ledger is what the server of one host, or of one address, saw.
type ledger struct {
	mu       sync.Mutex
	answered time.Time // right before the last answer was sent
	busy     int
	requests int
	robots   int
	secret   int
	early    int // requests within the gap
	together int // requests beside another
}

// begin notes a request; its result notes the answer.
func (l *ledger) begin(path string) (end func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests++
	if !l.answered.IsZero() && time.Since(l.answered) < politeGap {
		l.early++
	}
	if l.busy++; l.busy > 1 {
		l.together++
	}
	switch {
	case path == robotsFileAt:
		l.robots++
	case strings.HasPrefix(path, "/secret"):
		l.secret++
	}
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.busy--
		l.answered = time.Now()
	}
}

type town struct {
	hosts, addresses [politeHosts]ledger
}

func (*town) name(i int) string { return fmt.Sprintf("h%d.example", i) }

// ServeHTTP notes an answer before it is on its way: what is this short leaves
// the buffer after the handler has returned. So no gap looks shorter than it
// was to the client, and none that was too short looks long enough.
func (c *town) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	var i int
	if _, err := fmt.Sscanf(r.Host, "h%d.example", &i); err != nil {
		http.Error(rw, "who?", http.StatusTeapot)
		return
	}
	defer c.hosts[i].begin(r.URL.Path)()
	defer c.addresses[i/shared].begin(r.URL.Path)()
	switch {
	case r.URL.Path == robotsFileAt:
		fmt.Fprint(rw, "User-agent: *\nDisallow: /secret\nAllow: /secret/open\nCrawl-delay: 0.005\n")
	case strings.HasPrefix(r.URL.Path, "/in"): // to what is forbidden
		http.Redirect(rw, r, "/secret/"+r.URL.Path[1:], http.StatusFound)
	case strings.HasPrefix(r.URL.Path, "/on"): // to another host
		http.Redirect(rw, r, "http://"+c.name((i+7)%politeHosts)+"/page", http.StatusMovedPermanently)
	default:
		fmt.Fprint(rw, "<p>page</p>")
	}
}

// TestPoliteness lets two schedules loose on 200 hosts, two at each address,
// and believes only the servers. QALXAN_LONG=1 makes it 100,000 requests.
func TestPoliteness(t *testing.T) {
	each := 10
	if os.Getenv("QALXAN_LONG") == "1" {
		each = 500
	}
	c, w := &town{}, newWeb(t)
	w.mux.Handle("/", c)
	names := map[string]string{}
	for i := range politeHosts {
		names[c.name(i)] = netip.AddrFrom4([4]byte{8, 8, 8, byte(i / shared)}).String()
	}
	client, _ := newClient(t, w, func(o *Options) { o.Resolve = resolve(names); o.MaxWait = 10 * time.Minute })
	start := time.Now()
	var schedules sync.WaitGroup
	for schedule := range 2 {
		for i := range politeHosts {
			schedules.Go(func() { c.visit(t, client, i, each/2, schedule) })
		}
	}
	schedules.Wait()
	c.judge(t, time.Since(start), politeHosts*each)
}

// visit asks one host for pages in the name of one schedule, and for one in
// five of them in ways that lead elsewhere.
func (c *town) visit(t *testing.T, client *Client, host, pages, schedule int) {
	for n := range pages {
		path, forbidden := fmt.Sprintf("/page/%d/%d", schedule, n), false
		switch n % 5 {
		case 1:
			path, forbidden = fmt.Sprintf("/in%d", n), true
		case 3:
			path = fmt.Sprintf("/on%d", n)
		case 4:
			path, forbidden = fmt.Sprintf("/secret/%d", n), true
		}
		r := quick("http://" + c.name(host) + path)
		r.Policy.Delay = politeGap
		_, err := client.Get(t.Context(), r)
		if denied := errors.Is(err, ErrDenied); denied != forbidden || err != nil && !denied {
			t.Errorf("%s: %v", r.URL, err)
		}
	}
}

func (c *town) judge(t *testing.T, took time.Duration, asked int) {
	var all ledger
	for i := range politeHosts {
		h, a := &c.hosts[i], &c.addresses[i]
		all.requests, all.secret = all.requests+h.requests, all.secret+h.secret
		all.early, all.together = all.early+h.early+a.early, all.together+h.together+a.together
		all.robots = max(all.robots, h.robots)
	}
	t.Logf("%d requests asked for, %d sent in %v: %d forbidden, %d within the gap, %d side by side, %d robots.txt a host at most",
		asked, all.requests, took.Round(time.Millisecond), all.secret, all.early, all.together, all.robots)
	if all.secret+all.early+all.together > 0 || all.robots > 1 {
		t.Errorf("impolite: %d forbidden, %d within the gap, %d side by side, %d robots.txt", all.secret, all.early, all.together, all.robots)
	}
	if all.requests < asked/2 {
		t.Errorf("only %d requests were sent", all.requests)
	}
}
