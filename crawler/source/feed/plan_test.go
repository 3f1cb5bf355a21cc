package feed_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source/feed"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
)

func TestPause(t *testing.T) {
	const syndication = `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>`
	for head, want := range map[string]time.Duration{
		`<rss version="2.0"><channel>`:                                                                     0,
		`<rss version="2.0"><channel><ttl>45</ttl>`:                                                        45 * time.Minute,
		`<rss version="2.0"><channel><ttl> 5 </ttl>`:                                                       5 * time.Minute,
		`<rss version="2.0"><channel><ttl>-5</ttl>`:                                                        0,
		`<rss version="2.0"><channel><ttl>99999999999</ttl>`:                                               0,
		syndication + `<sy:updatePeriod> hourly </sy:updatePeriod>`:                                        time.Hour,
		syndication + `<sy:updatePeriod>sometimes</sy:updatePeriod>`:                                       0,
		syndication + `<sy:updateFrequency>4</sy:updateFrequency>`:                                         0,
		syndication + `<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>`: 6 * time.Hour,
	} {
		f, err := feed.Parse([]byte(head+`<item><title>A</title></item></channel></rss>`), "https://xeber.az/rss")
		if err != nil || f.Pause != want {
			t.Errorf("%s: %s, %v", head, f.Pause, err)
		}
	}
}

// TestCovered reads a feed twice: what it announces the second time was not
// listed the first time.
func TestCovered(t *testing.T) {
	s := qalxan.Source{ID: "xeber", Kind: qalxan.KindFeed, URL: "https://xeber.az/rss"}.WithDefaults()
	entry := func(path, date string) string {
		return "<item><link>https://xeber.az/" + path + "</link><pubDate>" + date + "</pubDate></item>"
	}
	const old, recent = "Mon, 16 Nov 2026 08:00:00 GMT", "Fri, 20 Nov 2026 08:00:00 GMT"
	for name, tt := range map[string]struct {
		body string
		want frontier.Window
	}{
		"dated":     {entry("a", recent) + entry("b", old), frontier.Window{From: time.Date(2026, 11, 16, 8, 0, 0, 0, time.UTC), To: sourcetest.Day}},
		"undated":   {entry("a", recent) + entry("b", ""), frontier.Window{}},
		"to come":   {entry("a", recent) + entry("b", "Fri, 20 Nov 2099 08:00:00 GMT"), frontier.Window{}},
		"long past": {entry("a", "Thu, 01 Jan 1970 00:00:00 GMT"), frontier.Window{}},
	} {
		tk := frontier.Task{SourceID: "xeber", URL: s.URL, Role: frontier.RoleFeed}
		for visit := range 2 {
			web := &sourcetest.Web{Pages: map[string]sourcetest.Page{s.URL: {Body: `<rss version="2.0"><channel>` + tt.body + "</channel></rss>"}}}
			c := feed.New(feed.Options{Now: sourcetest.Now}, web, sourcetest.Articles(map[string]extract.Article{}))
			h := sourcetest.Collect(t, c, s, tk)
			want := frontier.Window{}
			if visit == 1 {
				want = tt.want
			}
			if diff := cmp.Diff(want, h.Found[0].Memory.Unlisted); diff != "" {
				t.Errorf("%s, visit %d: %s", name, visit, diff)
			}
			if diff := cmp.Diff(tt.want, h.Result.Memory.Covered); diff != "" {
				t.Errorf("%s, visit %d: %s", name, visit, diff)
			}
			tk.Memory = h.Result.Memory
		}
	}
}
