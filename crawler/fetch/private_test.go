package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/qalxan/qalxan/crawler/fetch/address"
)

// privateHosts are ways to write an address of a network that is nobody's
// business, as the host of a link.
var privateHosts = []string{
	"127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "127.0.0.1.", "0", "0.0.0.0", "2130706433", "017700000001", "0177.0.0.1",
	"0177.0.0.01", "0x7f000001", "0x7f.0.0.1", "0x7F.1", "0X7f.0x0.0x0.0x1", "%31%32%37.0.0.1", "１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1",
	"10.0.0.1", "10.1", "167772161", "012.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.257", "3232235521", "100.64.0.1",
	"169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "100.100.100.200", "168.63.129.16", "192.0.0.192",
	"198.18.0.1", "224.0.0.1", "255.255.255.255",
	"[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:a9fe:a9fe]", "[::127.0.0.1]",
	"[64:ff9b::7f00:1]", "[64:ff9b::169.254.169.254]", "[2002:7f00:1::1]", "[2002:a9fe:a9fe::]", "[fe80::1]", "[fe80::1%25lo]", "[::1%25lo]",
	"[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[::ffff:0:7f00:1]",
}

// privateNames are names that lead there.
var privateNames = map[string]string{
	"localhost": "127.0.0.1", "LOCALHOST": "127.0.0.1", "localhost.": "127.0.0.1 ::1", "a.localhost": "::1", "ip6-localhost": "::1",
	"loopback.example": "127.0.0.1", "mapped.example": "::ffff:127.0.0.1", "home.example": "192.168.1.1", "metadata.example": "169.254.169.254",
	"six.example": "fd00:ec2::254", "zoned.example": "fe80::1%lo", "nat64.example": "64:ff9b::7f00:1", "sixtofour.example": "2002:7f00:1::1",
	"nothing.example": "0.0.0.0", "carrier.example": "100.64.0.1", "private-first.example": "10.0.0.1 8.8.8.8", "under_score.example": "127.0.0.1",
	"xəbər.example": "127.0.0.1",
}

func TestWaysToPrivateAddresses(t *testing.T) {
	lan := newWeb(t)
	lan.text("/", 200, "secret")
	_, port, _ := net.SplitHostPort(lan.Listener.Addr().String())
	names := map[string]string{}
	for name, addrs := range privateNames {
		names[hostName(mustParse(t, "http://"+name))] = addrs
	}
	hosts := append([]string(nil), privateHosts...)
	for name := range privateNames {
		hosts = append(hosts, name)
	}
	for _, host := range hosts {
		c, m := newClient(t, lan, internet, func(o *Options) { o.Resolve = resolve(names) })
		wantNothing(t, c, "http://"+host+":"+port+"/", m)
	}
	if n := len(lan.arrivals()); n > 0 {
		t.Errorf("%d requests reached a private address", n)
	}
	t.Logf("%d ways", len(hosts))
}

// wantNothing gets an address that must be refused before anything is sent.
func wantNothing(t *testing.T, c *Client, url string, m *memory) {
	t.Helper()
	_, err := c.Get(t.Context(), quick(url))
	var e *Error
	if !errors.As(err, &e) || !errors.Is(err, ErrPrivate) && !errors.Is(err, ErrDenied) && !errors.Is(err, ErrUnreachable) {
		t.Errorf("%s: %v", url, err)
	}
	if n := len(m.all()); n != 0 {
		t.Errorf("%s: %d answers", url, n)
	}
}

// Every way is tried as the target of a redirect from a public host, whose
// server is the only one that may be dialled.
func TestRedirectsToPrivateAddresses(t *testing.T) {
	w := newWeb(t)
	var target string
	w.mux.HandleFunc("/go", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Location", target)
		rw.WriteHeader(http.StatusFound)
	})
	var private atomic.Int32
	for _, to := range redirectTargets() {
		target = to
		c, m := newClient(t, w, func(o *Options) {
			o.Resolve = resolve(map[string]string{"news.example": "8.8.8.8", "localhost": "127.0.0.1", "home.example": "192.168.1.1"})
			o.Dial = wrapDial(w.dial, func(addr string) error {
				if a, err := netip.ParseAddrPort(addr); err != nil || !address.Public(a.Addr()) {
					private.Add(1)
				}
				return nil
			})
		})
		// What cannot be read as an address is no redirect that is followed.
		p, err := c.Get(t.Context(), quick("http://news.example/go"))
		if err == nil && (p.Status != http.StatusFound || len(p.Captures) != 1) {
			t.Errorf("%s: status %d after %d hops", to, p.Status, len(p.Captures))
		}
		if n := len(m.all()); n != 2 {
			t.Errorf("%s: %d answers, want robots.txt and the redirect", to, n)
		}
	}
	if n := private.Load(); n > 0 {
		t.Errorf("%d private addresses were dialled", n)
	}
}

func redirectTargets() []string {
	targets := []string{
		"//127.0.0.1/", "//localhost/", "http:127.0.0.1/", "http://user@127.0.0.1/", "http://news.example@127.0.0.1/",
		"file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "ftp://127.0.0.1/", "data:text/html,x", "unix:///run/x.sock",
		"http://home.example/", `http:\\127.0.0.1\`, "https://127.0.0.1/",
	}
	for _, host := range privateHosts {
		if !strings.HasPrefix(host, "%") {
			targets = append(targets, "http://"+host+"/")
		}
	}
	return targets
}

// A name that was public a moment ago, and now is not. What was found is what
// is dialled: there is no second look-up in between.
func TestRebinding(t *testing.T) {
	w := newWeb(t)
	w.text("/", 200, "a", "Connection", "close")
	now, private := "8.8.8.8", 0
	c, _ := newClient(t, w, func(o *Options) {
		o.Resolve = func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr(now)}, nil
		}
		o.Dial = wrapDial(w.dial, func(addr string) error {
			if a, err := netip.ParseAddrPort(addr); err != nil || !address.Public(a.Addr()) {
				private++
			}
			return nil
		})
	})
	mustGet(t, c, quick("http://news.example/a"))
	for _, now = range []string{"127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1"} {
		clear(c.gate.places.known) // as after a minute
		wantError(t, c, quick("http://news.example/b"), ErrPrivate)
	}
	if private > 0 {
		t.Errorf("%d private addresses were dialled", private)
	}
}
