package monitor_test

import (
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/campaign"
	"github.com/qalxan/qalxan/classify/lookalike"
	"github.com/qalxan/qalxan/configs"
	"github.com/qalxan/qalxan/internal/fakeweb"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// outlet is a host with a feed of whole posts and a page for each.
type outlet struct {
	host   string
	head   string // of its pages
	follow bool   // the pages are read, not the feed
	posts  []post
}

type post struct {
	title, body string // body is HTML
	at          time.Time
}

func (o *outlet) feed(now time.Time, _ *http.Request) fakeweb.Answer {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><rss version="2.0"><channel><title>%s</title>`, o.host)
	for i, p := range o.posts {
		if !p.at.After(now) {
			fmt.Fprintf(&b, `<item><title>%s</title><link>https://%s/post/%d</link><pubDate>%s</pubDate><description>%s</description></item>`,
				html.EscapeString(p.title), o.host, i, p.at.Format(time.RFC1123Z), html.EscapeString(p.body))
		}
	}
	b.WriteString("</channel></rss>")
	return fakeweb.Text("application/rss+xml", b.String())
}

func (o *outlet) on(web *fakeweb.Web) {
	h := web.Host(o.host)
	h.Route("/feed.xml", o.feed)
	for i, p := range o.posts {
		page := fmt.Sprintf("<html><head><title>%s</title>%s</head><body><article><h1>%s</h1>%s</article></body></html>", p.title, o.head, p.title, p.body)
		h.Publish(fmt.Sprintf("/post/%d", i), fakeweb.Revision{Answer: fakeweb.Text("text/html", page)})
	}
}

func (o *outlet) source() qalxan.Source {
	s := qalxan.Source{ID: strings.ReplaceAll(o.host, ".", "-"), Kind: qalxan.KindFeed, URL: "https://" + o.host + "/feed.xml", Entries: qalxan.EntriesTake}
	if o.follow {
		s.Entries = qalxan.EntriesFollow
	}
	s.Policy.Delay = time.Millisecond
	return s.WithDefaults()
}

// month is three weeks and a day of a small web.
type month struct {
	start   time.Time
	random  *rand.Rand
	outlets map[string]*outlet
}

const lastDay = 21

// at is a time of day on one of the days.
func (m *month) at(day int, ofDay time.Duration) time.Time {
	return m.start.AddDate(0, 0, day).Add(ofDay)
}

// post lets a host say something that nobody else says, and add to it.
func (m *month) post(host string, at time.Time, more string) {
	if m.outlets[host] == nil {
		m.outlets[host] = &outlet{host: host}
	}
	o := m.outlets[host]
	o.posts = append(o.posts, post{madeUpText(m.random, 6), "<p>" + madeUpText(m.random, 60) + "</p>" + more, at})
}

// share lets hosts link to one thing within so many seconds.
func (m *month) share(object string, at time.Time, hosts ...string) {
	for i, host := range hosts {
		m.post(host, at.Add(time.Duration(9*i)*time.Second), fmt.Sprintf(`<p><a href="https://there.example/%s?utm_source=%d">here</a></p>`, object, i))
	}
}

const (
	bridge  = "<p>The old bridge over the river is closed because the mayor sold its steel.</p>"
	harvest = "<p>The whole wheat harvest of the province was secretly sold abroad this summer.</p>"
	counter = `<script>ym(60668698, "init", {clickmap: true});</script>`
)

func newMonth() *month {
	m := &month{start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), random: rand.New(rand.NewPCG(5, 5)), outlets: map[string]*outlet{}}
	// Three share the same within seconds, again and again; strangers meet twice.
	for i := range 7 {
		m.share(fmt.Sprint("pushed-", i), m.at(1+2*i, time.Duration(7+i)*time.Hour+13*time.Minute), "ring-a.example", "ring-b.example", "ring-c.example")
		m.share(fmt.Sprint("pushed-", i), m.at(1+2*i, time.Duration(14+i)*time.Hour), "calm-a.example")
	}
	m.share("pushed-8", m.at(lastDay, 9*time.Hour), "ring-a.example", "ring-b.example", "ring-c.example")
	for i, pair := range [][2]string{{"calm-a", "calm-b"}, {"calm-c", "calm-d"}, {"calm-a", "calm-c"}, {"calm-b", "calm-d"}} {
		m.share(fmt.Sprint("news-", i), m.at(3+i, 10*time.Hour), pair[0]+".example", pair[1]+".example")
		m.share(fmt.Sprint("more-", i), m.at(9+i, 12*time.Hour), pair[0]+".example", pair[1]+".example")
	}
	// One is quiet for weeks, and then is not.
	for day := range lastDay {
		m.post("quiet.example", m.at(day, 8*time.Hour+time.Minute), "")
	}
	for i := range 25 {
		m.post("quiet.example", m.at(lastDay, 8*time.Hour+time.Duration(4*i)*time.Minute+time.Second), bridge)
	}
	m.post("loud.example", m.at(5, 9*time.Hour+time.Minute), "<p>Everybody knows that. Everyone knows it, and everybody knows why.</p>")
	// One imitates another, and two run on the same counter.
	m.post("sabahxeber.example", m.at(2, 9*time.Hour+time.Minute), "")
	m.post("sabah-xeber.example", m.at(lastDay, 9*time.Hour+time.Minute), "")
	m.post("tied-a.example", m.at(2, 9*time.Hour+time.Minute), harvest)
	m.post("tied-b.example", m.at(lastDay, 9*time.Hour+time.Minute), bridge)
	for _, host := range []string{"tied-a.example", "tied-b.example"} {
		m.outlets[host].follow, m.outlets[host].head = true, counter
	}
	return m
}

// stage puts the outlets on a web that stands at the start, and into a
// configuration that watches them, one brand and one claim.
func (m *month) stage(t *testing.T) (*fakeweb.Web, configs.Config) {
	t.Helper()
	web, err := fakeweb.New(fakeweb.Options{Start: m.start})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	config := configs.Default()
	config.Data = filepath.Join(t.TempDir(), "data")
	config.Brands = []lookalike.Brand{{Name: "Sabah Xəbər", Domains: []string{"sabahxeber.example"}}}
	config.Narratives = []qalxan.Narrative{
		{ID: "bridge", Claim: "The bridge is closed because the mayor sold its steel.", Wordings: map[string][]string{"en": {"The old bridge is closed because the mayor sold its steel"}}},
	}
	for _, o := range m.outlets {
		o.on(web)
		config.Sources = append(config.Sources, o.source())
	}
	return web, config
}

func openOnStage(t *testing.T, web *fakeweb.Web, config configs.Config) *monitor.Monitor {
	t.Helper()
	all, err := monitor.Open(t.Context(), config, monitor.Options{Now: web.Clock().Now, Dial: web.Dial, RootCAs: web.RootCAs()})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// play crawls every evening until the last day, and on that at ten. After the
// days named the process ends and another goes on.
func (m *month) play(t *testing.T, restart func(day int) bool) *monitor.Monitor {
	t.Helper()
	web, config := m.stage(t)
	config.Narratives = append(config.Narratives, qalxan.Narrative{
		ID: "harvest", Claim: "The wheat harvest was sold abroad.", Wordings: map[string][]string{"en": {"The whole wheat harvest was secretly sold abroad this summer"}},
	})
	all := openOnStage(t, web, config)
	t.Cleanup(func() { all.Close() })
	for day := range lastDay + 1 {
		web.Clock().Set(m.at(day, 23*time.Hour))
		if day == lastDay {
			web.Clock().Set(m.at(day, 10*time.Hour))
		}
		if _, err := all.Crawl(t.Context(), monitor.CrawlRequest{}, nil); err != nil {
			t.Fatal(err)
		}
		if restart(day) {
			if err := all.Close(); err != nil {
				t.Fatal(err)
			}
			all = openOnStage(t, web, config)
		}
	}
	return all
}

// raised are the signals of a detector on a host, by key; the last wins.
func raised(t *testing.T, m *monitor.Monitor, d qalxan.Detector, host string) map[string]qalxan.Signal {
	t.Helper()
	found := map[string]qalxan.Signal{}
	for _, item := range allItems(t, m) {
		if !strings.HasPrefix(item.URL, "https://"+host+"/") {
			continue
		}
		signals, err := m.Record().Signals(t.Context(), item.Identity)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range signals {
			if s.Detector == d {
				found[s.Key] = s
			}
		}
	}
	return found
}

// TestDetectorsSeeAcrossTheCrawl plays what detectors see only by comparing
// with weeks before, in one process and in many: what they learned must be the
// same.
func TestDetectorsSeeAcrossTheCrawl(t *testing.T) {
	for name, restart := range map[string]func(int) bool{
		"one process": func(int) bool { return false },
		"many":        func(day int) bool { return day%5 == 0 }, // the last but one, too
	} {
		t.Run(name, func(t *testing.T) {
			m := newMonth().play(t, restart)
			for _, want := range []struct {
				detector  qalxan.Detector
				host, key string
			}{
				{qalxan.DetectBurst, "quiet.example", "source:quiet-example"},
				{qalxan.DetectBurst, "quiet.example", "narrative:bridge"},
				{qalxan.DetectLookalike, "sabah-xeber.example", "sabahxeber.example"},
				{qalxan.DetectInfrastructure, "tied-b.example", "tied-a.example"},
				{qalxan.DetectTechnique, "loud.example", "bandwagon"},
			} {
				s, ok := raised(t, m, want.detector, want.host)[want.key]
				if !ok {
					t.Errorf("%s about %s is not seen on %s", want.detector, want.key, want.host)
				}
				t.Logf("%s, %.2f: %s", want.detector, s.Score, s.Reason.Text)
			}
			for _, d := range []qalxan.Detector{qalxan.DetectCoordination, qalxan.DetectBurst, qalxan.DetectLookalike, qalxan.DetectInfrastructure} {
				for _, host := range []string{"calm-a.example", "calm-b.example", "calm-c.example", "calm-d.example", "sabahxeber.example"} {
					if got := raised(t, m, d, host); len(got) > 0 {
						t.Errorf("%s is seen on %s: %v", d, host, got)
					}
				}
			}
			checkRing(t, m)
			checkTied(t, m)
		})
	}
}

// checkRing holds that each two of the ring are told of, by the one whose post
// was read later.
func checkRing(t *testing.T, m *monitor.Monitor) {
	t.Helper()
	hosts := []string{"ring-a.example", "ring-b.example", "ring-c.example"}
	for i, one := range hosts {
		for _, other := range hosts[:i] {
			there, back := raised(t, m, qalxan.DetectCoordination, one), raised(t, m, qalxan.DetectCoordination, other)
			if there["link:"+other].ID == "" && back["link:"+one].ID == "" {
				t.Errorf("nobody tells that %s and %s share the same", one, other)
			}
		}
	}
}

// checkTied holds that sites that run on the same things bring their findings
// into one campaign, whatever they claim.
func checkTied(t *testing.T, m *monitor.Monitor) {
	t.Helper()
	tie := raised(t, m, qalxan.DetectInfrastructure, "tied-b.example")["tied-a.example"]
	if got, want := tie.Reason.Facts[campaign.FactIdentities], "https://tied-a.example/post/0"; got != want {
		t.Errorf("the tie names %q, want %q", got, want)
	}
	findings, _, err := m.Record().Findings(t.Context(), store.Filter{Sources: []string{"tied-a-example", "tied-b-example"}}, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	if len(findings) != 2 || findings[0].CampaignID == "" || findings[0].CampaignID != findings[1].CampaignID {
		t.Errorf("they are not one campaign: %+v", findings)
	}
}
