package fetch

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestPermission(t *testing.T) {
	w := newWeb(t)
	w.text("/robots.txt", 200, "User-agent: *\nDisallow: /secret\nCrawl-delay: 7\nSitemap: /maps.xml\n")
	c, _ := newClient(t, w)
	tests := []struct {
		url     string
		allowed bool
		line    int
		reason  string
	}{
		{"http://news.example/a", true, 0, "no rule of robots.txt applies"},
		{"http://news.example/secret/x", false, 2, `robots.txt of news.example forbids it (line 2: "Disallow: /secret")`},
		{"ftp://news.example/", false, 0, "only http:// and https:// addresses are fetched"},
	}
	for _, tt := range tests {
		p, err := c.Permission(t.Context(), quick(tt.url))
		if err != nil || p.Allowed != tt.allowed || p.Line != tt.line || p.Reason != tt.reason {
			t.Errorf("%s: %+v, %v", tt.url, p, err)
		}
		if tt.line > 0 && (p.Delay != 7*time.Second || len(p.Sitemaps) != 1 || p.Sitemaps[0] != "http://news.example/maps.xml") {
			t.Errorf("%s: delay %s, sitemaps %q", tt.url, p.Delay, p.Sitemaps)
		}
	}
	wantLog(t, w, "news.example/robots.txt")
}

func TestPermissionWithoutAnAnswer(t *testing.T) {
	w := newWeb(t)
	w.text("/robots.txt", 503, "")
	c, _ := newClient(t, w)
	if _, err := c.Permission(t.Context(), quick("http://news.example/")); !errors.Is(err, ErrWait) {
		t.Errorf("error %v, want one that asks to wait", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Permission(ended, quick("http://other.example/")); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after the end of ctx", err)
	}
}
