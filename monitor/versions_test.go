package monitor_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/edit"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/internal/fakeweb/newsroom"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// revised is a site whose articles meet every fate, over three days from
// monday.
func revised(host string, monday time.Time) *newsroom.Site {
	day := func(n int) time.Time { return monday.AddDate(0, 0, n) }
	text := func(first string) []string {
		return []string{
			first + " The works will take 12 days, the town hall said on Monday.",
			"Cars are sent around by the lower road meanwhile, and the timetable of the buses stays as it is for now.",
			"The bridge was built in 1978 and last repaired ten years ago, at a cost of 340 thousand.",
		}
	}
	article := func(path string, published time.Time, versions ...newsroom.Version) newsroom.Article {
		return newsroom.Article{Path: path, Published: published, Versions: versions}
	}
	version := func(from time.Time, title, first string) newsroom.Version {
		return newsroom.Version{From: from, Title: title, Paragraphs: text(first)}
	}
	gone := func(from time.Time) newsroom.Version { return newsroom.Version{From: from, Gone: true} }
	return &newsroom.Site{
		Host: host, Outlet: "Town News", Language: "en", Layout: newsroom.LayoutClassic, Feed: newsroom.FeedRSS,
		Articles: []newsroom.Article{
			article("/steady", day(-9), version(day(-9), "The bridge is mended", "The old bridge is being mended.")),
			article("/deleted", day(-1), version(day(-1), "The school opens", "The new school opens its doors."), gone(day(1))),
			article("/returned", day(-1), version(day(-1), "The port grows", "The port gets another pair of scales."), gone(day(1)),
				version(day(2), "The port grows", "The port gets another pair of scales.")),
			article("/exposed", day(-1), version(day(-1), "The well is closed", "The well in the square is closed for repair."),
				version(day(0).Add(30*time.Minute), "The well is closed", "Poison was found in the well, and nobody tells the people of it."), gone(day(1))),
			article("/backdated", day(-4), version(day(1), "The mayor knew", "The mayor knew of the flood four days ago.")),
		},
	}
}

// keysOf are the keys of the edit signals about a page, sorted.
func keysOf(t *testing.T, m *monitor.Monitor, path string) (keys []string, signals map[string]qalxan.Signal) {
	t.Helper()
	all, err := m.Record().Signals(t.Context(), "https://"+path)
	if err != nil {
		t.Fatal(err)
	}
	signals = map[string]qalxan.Signal{}
	for _, s := range all {
		if s.Detector == qalxan.DetectEdit {
			keys, signals[s.Key] = append(keys, s.Key), s
		}
	}
	slices.Sort(keys)
	return keys, signals
}

// TestFates crawls a site every hour for three days, during which its pages are
// edited, deleted, brought back and set back in time, and the server fails in
// every way that is none of these.
func TestFates(t *testing.T) {
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	web, err := fakeweb.New(fakeweb.Options{Start: monday})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	web.Host("town.example").News(revised("town.example", monday))
	web.Host("troubled.example").News(revised("troubled.example", monday))
	web.Host("troubled.example").Route("/steady", troubled(monday))
	m := openWith(t, web, func(c *configs.Config) {
		for _, name := range []string{"town", "troubled"} {
			s := qalxan.Source{ID: name, Kind: qalxan.KindSite, URL: "https://" + name + ".example/"}.WithDefaults()
			s.Policy.Delay = time.Millisecond
			c.Sources = append(c.Sources, s)
		}
	})
	for hour := range 78 {
		web.Clock().Set(monday.Add(time.Duration(hour) * time.Hour))
		if _, err := m.Crawl(t.Context(), monitor.CrawlRequest{}, nil); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string][]string{
		"town.example/steady": nil, "troubled.example/steady": nil, "town.example/deleted": {edit.KeyDeleted}, "town.example/returned": {edit.KeyDeleted, edit.KeyReturned},
		"town.example/exposed": {edit.KeyDeleted, edit.KeySilent}, "town.example/backdated": {edit.KeyBackdated},
	} {
		keys, signals := keysOf(t, m, path)
		if !slices.Equal(keys, want) {
			t.Errorf("%s: signals %v, want %v", path, keys, want)
		}
		if gone, ok := signals[edit.KeyDeleted]; ok && gone.Reason.Facts["exposed"] == "yes" != (path == "town.example/exposed") {
			t.Errorf("%s: %+v", path, gone)
		}
		versions, err := m.Record().Versions(t.Context(), "https://"+path)
		if wanted := 1 + strings.Count(fmt.Sprint(want), edit.KeySilent); err != nil || len(versions) != wanted {
			t.Errorf("%s: %d versions, %v", path, len(versions), err)
		}
	}
	findings, _, err := m.Record().Findings(t.Context(), store.Filter{}, store.Page{})
	if err != nil || len(findings) != 2 {
		t.Fatalf("%d findings, %v", len(findings), err)
	}
	for _, f := range findings {
		if age := f.Updated.Sub(f.Created); !strings.HasSuffix(f.Identity, "/exposed") || age < 24*time.Hour {
			t.Errorf("the deletion of %s did not touch the finding: updated %s after it was made", f.Identity, age)
		}
	}
	checkDoctor(t, m)
}

// troubled is a page that stands all the time, behind a server with troubles.
func troubled(monday time.Time) fakeweb.Route {
	site := revised("troubled.example", monday)
	return func(now time.Time, _ *http.Request) fakeweb.Answer {
		switch int(now.Sub(monday).Hours()) % 24 {
		case 1, 2:
			return fakeweb.Fail(fakeweb.FaultReset)
		case 3, 4:
			return fakeweb.Answer{Status: 403, Type: "text/html", Body: []byte("<title>Access denied</title>")}
		case 5, 6:
			return fakeweb.Answer{Status: 503}
		case 7, 8, 9:
			return fakeweb.Text("text/html", "<html><title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p></html>")
		}
		p, _, err := site.Article(site.Articles[0], now)
		if err != nil {
			return fakeweb.Answer{Status: 500}
		}
		return fakeweb.Answer{Type: p.Type, Body: p.Body}
	}
}
