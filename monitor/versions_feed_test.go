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
	"github.com/qalxan/qalxan/monitor"
)

// channel is a feed of ten notes, one more every six hours, that shows the
// newest ten. Note 12 is out of it from hour 20 on, and back from hour 32; note
// 14 is gone from hour 30 on.
func channel(monday time.Time) fakeweb.Route {
	return func(now time.Time, _ *http.Request) fakeweb.Answer {
		hours := int(now.Sub(monday).Hours())
		newest := 15 + hours/6
		var b strings.Builder
		for n := newest; n > newest-10; n-- {
			if n == 12 && hours >= 20 && hours < 32 || n == 14 && hours >= 30 {
				continue
			}
			at := monday.Add(time.Duration(n-15) * 6 * time.Hour).Format(time.RFC1123Z)
			fmt.Fprintf(&b, "<item><title>Note %d</title><link>https://town.example/%[1]d</link><pubDate>%s</pubDate><description>Note %[1]d says what %[1]d notes say.</description></item>", n, at)
		}
		return fakeweb.Text("application/rss+xml", `<rss version="2.0"><channel><title>Town</title>`+b.String()+"</channel></rss>")
	}
}

// TestFatesOfEntries reads a channel every hour for four days.
func TestFatesOfEntries(t *testing.T) {
	monday := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	web, err := fakeweb.New(fakeweb.Options{Start: monday})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	web.Host("town.example").Route("/feed.xml", channel(monday))
	m := openWith(t, web, func(c *configs.Config) {
		s := qalxan.Source{ID: "town", Kind: qalxan.KindFeed, Entries: qalxan.EntriesTake, URL: "https://town.example/feed.xml"}.WithDefaults()
		s.Policy.Delay = time.Millisecond
		c.Sources = append(c.Sources, s)
	})
	for hour := range 96 {
		web.Clock().Set(monday.Add(time.Duration(hour) * time.Hour))
		if _, err := m.Crawl(t.Context(), monitor.CrawlRequest{}, nil); err != nil {
			t.Fatal(err)
		}
	}
	fates := map[string][]string{"/12": {edit.KeyDeleted, edit.KeyReturned}, "/14": {edit.KeyDeleted}}
	for n := 6; n <= 30; n++ {
		path := fmt.Sprintf("/%d", n)
		keys, signals := keysOf(t, m, "town.example"+path)
		if !slices.Equal(keys, fates[path]) {
			t.Errorf("%s: signals %v, want %v", path, keys, fates[path])
		}
		for _, s := range signals {
			if _, err := m.Record().Capture(t.Context(), s.Reason.Facts["capture"]); err != nil {
				t.Errorf("%s: %s has no proof: %v", path, s.Key, err)
			}
		}
	}
}
