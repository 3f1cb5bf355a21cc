package fetch

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/crawler/fetch/terms"
)

// What is withheld leaves headers, size and digest in the evidence, and the
// whole page to the reader, who needs its title and date.
func TestWithheld(t *testing.T) {
	const body = `<html><head><title>Xəbər</title>%s</head><p>words</p></html>`
	html := []string{"Content-Type", "text/html; charset=utf-8"}
	tests := []struct {
		name, robots, meta string
		header             []string
		note, want         string
		source             terms.Source
	}{
		{"nothing", "", "", nil, "", "", ""},
		{"noarchive in a header", "", "", []string{"X-Robots-Tag", "noarchive"}, "noarchive", "no copy", ""},
		{"noarchive in the page", "", `<meta name="robots" content="noarchive">`, nil, "noarchive", "no copy", ""},
		{"noarchive for another", "", "", []string{"X-Robots-Tag", "otherbot: noarchive"}, "", "", ""},
		{"reserved in a header", "", "", []string{"TDM-Reservation", "1"}, "reservation", `header: "tdm-reservation: 1"`, terms.SourceHeader},
		{"reserved in the page", "", `<meta name="tdm-reservation" content="1">`, nil, "reservation", `meta: "tdm-reservation: 1"`, terms.SourceMeta},
		{"signal", "User-agent: *\nContent-Signal: ai-input=no\nAllow: /", "", nil, "reservation", `robots.txt line 2: "Content-Signal: ai-input=no"`, terms.SourceRobots},
		{"granted", "User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /", "", nil, "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			page := fmt.Sprintf(body, tt.meta)
			w := newWeb(t)
			w.text("/robots.txt", 200, tt.robots)
			w.text("/a", 200, page, append(html, tt.header...)...)
			c, m := newClient(t, w)
			r := quick("http://news.example/a")
			r.Text = true
			p := mustGet(t, c, r)
			if string(p.Body) != page || p.Truncated {
				t.Errorf("the reader got %q, truncated %t", p.Body, p.Truncated)
			}
			kept := m.all()
			x := kept[len(kept)-1]
			if tt.want == "" {
				if p.Terms.Withhold() || string(x.Body) != page {
					t.Errorf("withheld: %+v, note %v", p.Terms, x.Note)
				}
				return
			}
			if !p.Terms.Withhold() || len(x.Body) != 0 || !x.Truncated || !strings.Contains(x.Note[tt.note], tt.want) {
				t.Errorf("terms %+v, body %q, note %v", p.Terms, x.Body, x.Note)
			}
			if want := fmt.Sprintf("%d bytes, sha256:%x", len(page), sha256.Sum256([]byte(page))); x.Note["withheld"] != want {
				t.Errorf("withheld %q, want %q", x.Note["withheld"], want)
			}
			if r := p.Terms.Reservation; tt.source != "" && (r == nil || r.Source != tt.source || r.Time.IsZero()) {
				t.Errorf("reservation %v", r)
			}
		})
	}
}

// Who does not keep words has nothing reserved against him.
func TestReservationsAreOfWords(t *testing.T) {
	w := newWeb(t)
	w.text("/map.xml", 200, "<urlset/>", "Content-Type", "application/xml", "TDM-Reservation", "1")
	c, m := newClient(t, w)
	if p := mustGet(t, c, quick("http://news.example/map.xml")); p.Terms.Withhold() || len(m.all()[1].Body) == 0 {
		t.Errorf("withheld: %+v", p.Terms)
	}
	wantLog(t, w, "news.example/robots.txt", "news.example/map.xml")
}
