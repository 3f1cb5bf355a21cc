package monitor_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
)

// longPage is a story of so many paragraphs, the first of which can be told.
func longPage(path, first string, paragraphs int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<html><head><title>The %s report</title><link rel="canonical" href="https://paper.example%s">
<meta property="og:type" content="article"></head><body><article><h1>The %s report</h1><p>%s</p>`, path[1:], path, path[1:], first)
	for n := range paragraphs {
		fmt.Fprintf(&b, "<p>Sentence %d of the report on the bridge says what the council decided that day, and who asked for it.</p>\n", n)
	}
	return b.String() + "</article></body></html>"
}

func packedHalf(page string) fakeweb.Answer {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(page))
	z.Close()
	a := fakeweb.Text("text/html", b.String()[:b.Len()/2])
	a.Header = http.Header{"Content-Encoding": {"gzip"}}
	return a
}

// TestHalfAPageIsNoEdit crawls a paper with a page that is longer than may be
// taken, and one whose transfer breaks off from the second day on. Neither makes
// a version of what is missing; the item of the first says that it is not whole.
func TestHalfAPageIsNoEdit(t *testing.T) {
	web, err := fakeweb.New(fakeweb.Options{Start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	var day int
	host := web.Host("paper.example")
	serve := func(path string, page func() fakeweb.Answer) {
		host.Route(path, func(time.Time, *http.Request) fakeweb.Answer { return page() })
	}
	html := func(page string) fakeweb.Answer { return fakeweb.Text("text/html", page) }
	serve("/", func() fakeweb.Answer {
		links := `<a href="/long">long</a> <a href="/broken">broken</a>`
		if day > 0 {
			links += fmt.Sprintf(` <a href="/other/%d">the same at another address</a>`, day)
		}
		return html("<html><title>Paper</title><body>" + links + "</body></html>")
	})
	long := func() fakeweb.Answer {
		if day == 2 {
			return html(longPage("/long", "On the last day it is short.", 20))
		}
		return html(longPage("/long", fmt.Sprintf("It is day %s of the works.", []string{"one", "two"}[day]), 2000))
	}
	serve("/long", long)
	serve("/other/*", long)
	serve("/broken", func() fakeweb.Answer {
		if day > 0 {
			return packedHalf(longPage("/broken", "The works have begun.", 30))
		}
		return html(longPage("/broken", "The works have begun.", 30))
	})
	m := openWith(t, web, func(c *configs.Config) {
		s := qalxan.Source{ID: "paper", Kind: qalxan.KindSite, URL: "https://paper.example/"}.WithDefaults()
		s.Policy.Delay, s.Policy.MaxBody = time.Microsecond, 64<<10
		c.Sources = append(c.Sources, s)
	})
	for day = range 3 {
		runs, err := m.Crawl(t.Context(), monitor.CrawlRequest{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		long, broken := versions(t, m, "/long"), versions(t, m, "/broken")
		if want := 1 + day/2; len(long) != want || len(broken) != 1 {
			t.Errorf("day %d: %d versions of the long page, %d of the other; it says %q", day, len(long), len(broken), runs[0].Error)
		}
		if cut := long[0].Withheld; cut == nil || cut.By != qalxan.WithheldRest || long[0].Text == "" {
			t.Errorf("the first version does not say that it is not whole: %+v", cut)
		}
		web.Clock().Advance(25 * time.Hour)
	}
	for _, path := range []string{"/long", "/broken"} {
		if keys, _ := keysOf(t, m, "paper.example"+path); len(keys) > 0 {
			t.Errorf("%s: signals %v", path, keys)
		}
	}
}

func versions(t *testing.T, m *monitor.Monitor, path string) []qalxan.Item {
	t.Helper()
	all, err := m.Record().Versions(t.Context(), "https://paper.example"+path)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d versions of %s, %v", len(all), path, err)
	}
	return all
}
