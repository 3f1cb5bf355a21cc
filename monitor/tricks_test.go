package monitor_test

import (
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// outcome is what a crawl makes of a paper with a trick.
type outcome struct {
	items int
	said  string // in the source's last error or notes; empty for nothing at all
}

// whole is a paper whose trick neither costs nor adds a story.
var whole = outcome{items: fakeweb.Stories}

// outcomes are those of the tricks that do not leave the paper whole and silent.
var outcomes = map[fakeweb.Trick]outcome{
	"absent":               {3, "for addresses that do not exist"},
	"base":                 {4, ""},
	"block-page":           {3, "a test for browsers"},
	"broken-chunks":        {3, "sends its answer in pieces that do not fit together"},
	"broken-gzip":          {3, "broke off or is damaged"},
	"canonical-elsewhere":  {4, ""},
	"canonical-front":      {4, ""},
	"charsets":             {13, ""},
	"cookie":               {4, ""},
	"cookie-never":         {3, "redirected more than 10 times"},
	"crawl-delay":          {0, "asks for 24h0m0s between requests"},
	"cut-gzip":             {3, "broke off or is damaged"},
	"drip":                 {3, "did not answer in full within 1s"},
	"encodings":            {8, ""},
	"endless":              {4, ""},
	"etag-always-new":      {4, ""},
	"etag-always-the-same": {4, ""},
	"feed-bad-dates":       {4, ""},
	"feed-deep":            {3, "nested more than 200 deep"},
	"feed-html":            {3, "it is a web page"},
	"feed-large":           {3, "is longer than max_body (262144 bytes)"},
	"feed-plain":           {4, ""},
	"forbidden-after":      {3, "turned us away 3 times in a row"},
	"gzip-that-is-not":     {4, ""},
	"hang":                 {3, "did not answer in full within 1s"},
	"hreflang":             {4, ""},
	"huge-headers":         {3, "sends more than 256 KiB of headers"},
	"length-too-long":      {3, "broke off before its answer was complete"},
	"long-addresses":       {4, ""},
	"many-headers":         {3, "sends more than 256 KiB of headers"},
	"no-content":           {3, "204 No Content instead of a page"},
	"no-http":              {3, "speaks no HTTP"},
	"noarchive":            {4, ""},
	"odd-addresses":        {4, ""},
	"partial":              {3, "206 Partial Content instead of a page"},
	"redirect-private":     {3, "left out as a trap"},
	"redirect-statuses":    {8, ""},
	"redirects":            {3, "redirected more than 10 times"},
	"reset":                {3, "broke off before its answer was complete"},
	"robots-503":           {0, "robots.txt of robots-503.example answered 503"},
	"sitemap-bomb":         {3, "sitemap.xml.gz is longer than max_body"},
	"sitemap-html":         {3, "it begins with <html>"},
	"sitemap-large":        {3, "left out as a trap"},
	"two-lengths":          {3, "says two different lengths of its answer"},
	"types":                {7, "and not a web page"},
	"unknown-encoding":     {3, "application/octet-stream and not a web page"},
	"wait-date":            {0, "has to be left alone for another"},
	"wait-seconds":         {0, "has to be left alone for another"},
	"wrong-clock":          {4, ""},
}

// mostPages is each source's bound for a run, and asides what robots.txt and the
// like may cost beside it: six hops each of two files.
const mostPages, asides = 60, 12

// tricky is a web with a paper for every trick, two good ones among them whose
// names are unusual, and one that nobody may go to.
func tricky(t *testing.T) (*fakeweb.Web, []qalxan.Source) {
	t.Helper()
	web, err := fakeweb.New(fakeweb.Options{Start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	var sources []qalxan.Source
	add := func(id, host string, trick fakeweb.Trick) {
		web.Host(host).Play(trick)
		s := qalxan.Source{ID: id, Kind: qalxan.KindSite, URL: "https://" + host + "/"}.WithDefaults()
		s.Policy.Delay, s.Policy.MaxPages, s.Policy.MaxBody = time.Microsecond, mostPages, 256<<10
		sources = append(sources, s)
	}
	add("good", "good.example", "")
	for _, trick := range fakeweb.Tricks() {
		add(string(trick), string(trick)+".example", trick)
	}
	add("under", "under_score.example", "")
	add("idn", frontier.Host("https://xəbər.example/"), "")
	web.Host("elsewhere.example").Play("")
	return web, sources
}

// silent are the sources of which nothing is to be told. Real hours pass until
// the others may be asked again.
func silent(sources []qalxan.Source) (ids []string) {
	for _, s := range sources {
		if outcomes[fakeweb.Trick(s.ID)].said == "" {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// TestTricks crawls a paper for every trick, all beside each other, and those
// that answered well again two days later. Every run ends within its bound; by the servers' logs nothing
// forbidden is asked for and who says "wait" is left alone; each source tells
// what happened; nothing is taken twice or changed; and good papers are
// collected whole.
func TestTricks(t *testing.T) {
	web, sources := tricky(t)
	m := openWith(t, web, func(c *configs.Config) { c.Sources, c.Crawler.Timeout = sources, time.Second })
	runs, err := m.Crawl(t.Context(), monitor.CrawlRequest{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range runs {
		checkOutcome(t, r)
		checkLog(t, r.SourceID, web.Host(frontier.Host(sources[i].URL)).Log())
	}
	web.Clock().Advance(48 * time.Hour)
	if _, err := m.Crawl(t.Context(), monitor.CrawlRequest{Targets: silent(sources)}, nil); err != nil {
		t.Fatal(err)
	}
	if n := len(web.Host("elsewhere.example").Log()); n > 0 {
		t.Errorf("%d requests went to a host that no source names", n)
	}
	checkTricked(t, m)
	checkDoctor(t, m)
}

func checkOutcome(t *testing.T, r store.Run) {
	t.Helper()
	want, ok := outcomes[fakeweb.Trick(r.SourceID)]
	if !ok {
		want = whole
	}
	said := strings.TrimSpace(r.Error + " " + r.Notes)
	switch {
	case r.Items != want.items:
		t.Errorf("%s: %d items, want %d; it says %q", r.SourceID, r.Items, want.items, said)
	case want.said == "" && said != "", !strings.Contains(said, want.said):
		t.Errorf("%s: it says %q, want %q", r.SourceID, said, want.said)
	}
}

// checkLog judges a visit by what the server saw of it.
func checkLog(t *testing.T, id string, log []fakeweb.Access) {
	t.Helper()
	if len(log) > mostPages+asides {
		t.Errorf("%s: %d requests", id, len(log))
	}
	asked := map[string]int{}
	for i, a := range log {
		asked[a.Path]++
		if strings.Contains(a.Path, "secret") || id == "robots-503" && a.Path != "/robots.txt" {
			t.Errorf("%s: %s was asked for", id, a.Path)
		}
		if strings.HasPrefix(id, "wait-") && a.Path == "/trick" && i != len(log)-1 {
			t.Errorf("%s: asked for %s after it said to wait", id, log[i+1].Path)
		}
	}
	for path, n := range asked {
		if n > 1 && !strings.HasPrefix(id, "redirect") && !strings.HasPrefix(id, "cookie") && id != "robots-ring" {
			t.Errorf("%s: %s was asked for %d times", id, path, n)
		}
	}
}

// checkTricked looks at what the tricks left in the record.
func checkTricked(t *testing.T, m *monitor.Monitor) {
	t.Helper()
	for _, i := range allItems(t, m) {
		switch {
		case i.Version != 1:
			t.Errorf("%s has %d versions", i.Identity, i.Version)
		case !strings.HasPrefix(i.Identity, "https://"+i.SourceID+".example/") && i.SourceID != "under" && i.SourceID != "idn":
			t.Errorf("source %s has the item %s", i.SourceID, i.Identity)
		case i.SourceID == "noarchive" && strings.HasSuffix(i.URL, "/trick") && i.Text != "":
			t.Error("a text was kept that must not be")
		case i.SourceID == "charsets" && !strings.HasSuffix(i.URL, "/1") && !strings.HasSuffix(i.URL, "/2") && !strings.HasSuffix(i.URL, "/3") && !strings.Contains(i.Title, fakeweb.Weather):
			t.Errorf("%s: the title is %q", i.URL, i.Title)
		}
		if c, err := m.Record().Capture(t.Context(), i.CaptureID); err != nil || i.SourceID == "endless" && strings.HasSuffix(i.URL, "/trick") && !c.Truncated {
			t.Errorf("%s: capture %+v, %v", i.URL, c, err)
		}
	}
}
