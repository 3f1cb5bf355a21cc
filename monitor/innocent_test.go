package monitor_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/monitor"
	"github.com/qalxan/qalxan/store"
)

// situation is something that outlets do every day, on hosts of its own.
type situation struct {
	name  string
	seen  qalxan.Detector // what must be seen there, or the situation tries nothing
	guilt bool            // it is no everyday work: the test must be able to tell
	act   func(m *month, host func(string) string)
}

// together has hosts publish a body within seconds of each other.
func (m *month) together(at time.Time, body func(host string) string, hosts ...string) {
	for i, host := range hosts {
		if m.outlets[host] == nil {
			m.outlets[host] = &outlet{host: host}
		}
		o := m.outlets[host]
		o.posts = append(o.posts, post{madeUpText(m.random, 6), body(host), at.Add(time.Duration(7*i) * time.Second)})
	}
}

// again does something on four days, at hours that no clock strikes.
func (m *month) again(do func(n int, at time.Time, text string)) {
	for n := range 4 {
		do(n, m.at(6+3*n, time.Duration(7+n)*time.Hour+13*time.Minute), "<p>"+madeUpText(m.random, 90)+"</p>")
	}
}

// same is one body for all.
func same(body string) func(string) string { return func(string) string { return body } }

var situations = []situation{
	{"a ring copies a claim", qalxan.DetectDuplicate, true, func(m *month, host func(string) string) {
		m.again(func(_ int, at time.Time, text string) {
			m.together(at, same(text+bridge), host("a"), host("b"), host("c"))
		})
	}},
	{"a watched agency is reprinted openly", qalxan.DetectDuplicate, false, func(m *month, host func(string) string) {
		m.again(func(n int, at time.Time, text string) {
			m.together(at, same(text+bridge), host("agency"))
			link := fmt.Sprintf(`<p>Source: <a href="https://%s/post/%d">%s</a></p>`, host("agency"), n, host("agency"))
			m.together(at.Add(20*time.Second), same(text+bridge+link), host("a"), host("b"), host("c"))
		})
	}},
	{"a reprint is reprinted", qalxan.DetectDuplicate, false, func(m *month, host func(string) string) {
		m.again(func(_ int, at time.Time, text string) {
			m.together(at, same(text+bridge), host("a"))
			m.together(at.Add(time.Minute), same(text+bridge+"<p>Source: "+host("a")+"</p>"), host("b"))
			m.together(at.Add(2*time.Minute), same(text+bridge+"<p>Source: "+host("b")+"</p>"), host("c"))
		})
	}},
	{"an agency that nobody watches, in Azerbaijani", qalxan.DetectDuplicate, false, wire("“Report” xəbər verir.")},
	{"an agency that nobody watches, in Russian", qalxan.DetectDuplicate, false, wire("МОСКВА, 2 марта — РИА Новости.")},
	{"an agency that nobody watches, in English", qalxan.DetectDuplicate, false, wire("LONDON, March 2 (Reuters) -")},
	{"a press release of a ministry", qalxan.DetectDuplicate, false, wire("Mətbuat xidmətindən bildirilib.")},
	{"the same release at the same minute, and nobody says whose", qalxan.DetectDuplicate, false, func(m *month, host func(string) string) {
		m.again(func(n int, at time.Time, text string) {
			link := fmt.Sprintf(`<p><a href="https://ministry.example/%d">more</a></p>`, n)
			m.together(at, same(text+link), host("a"), host("b"))
		})
	}},
	{"one publisher's many sites", qalxan.DetectDuplicate, false, func(m *month, host func(string) string) {
		hosts := []string{host("north"), host("south"), host("east"), host("west")}
		m.again(func(n int, at time.Time, text string) {
			m.together(at, same(text+`<p><a href="https://tickets.example/">tickets</a></p>`), hosts...)
		})
		for _, h := range hosts {
			m.outlets[h].head = `<script>ym(70668698, "init", {clickmap: true});</script>`
		}
	}},
	{"a speech is quoted at length", qalxan.DetectDuplicate, false, func(m *month, host func(string) string) {
		m.again(func(_ int, at time.Time, text string) {
			speech := "<p>“" + strings.TrimSuffix(strings.TrimPrefix(text+bridge, "<p>"), "</p>") + "”</p>"
			speech = strings.ReplaceAll(speech, "</p><p>", " ")
			m.together(at, func(string) string { return "<p>" + madeUpText(m.random, 40) + "</p>" + speech }, host("a"), host("b"), host("c"))
		})
	}},
	{"a newspaper's own hosts", qalxan.DetectNarrative, false, func(m *month, host func(string) string) {
		m.again(func(_ int, at time.Time, text string) {
			m.together(at, same(text+bridge), host(""), "www."+host(""), "m."+host(""), "amp."+host(""), "mobile."+host(""), "feeds."+host(""))
		})
	}},
	{"a watched name's own second site", qalxan.DetectLookalike, false, func(m *month, _ func(string) string) {
		for i, h := range []string{"sabahxeber.example", "sabah-xeber.example"} {
			m.post(h, m.at(9+i, 9*time.Hour+time.Minute), "")
			m.outlets[h].follow, m.outlets[h].head = true, counter
		}
	}},
	{"the same official page every morning", qalxan.DetectCoordination, false, func(m *month, host func(string) string) {
		for day := range 6 {
			m.share("rates-"+fmt.Sprint(day), m.at(6+day, 9*time.Hour), host("a"), host("b"))
		}
	}},
}

// wire is a text of somebody whom nobody watches, who is named where outlets
// name whom they have a text from.
func wire(credit string) func(*month, func(string) string) {
	return func(m *month, host func(string) string) {
		m.again(func(n int, at time.Time, text string) {
			link := fmt.Sprintf(`<p><a href="https://wire.example/%d">more</a></p>`, n)
			m.together(at, same("<p>"+credit+" "+strings.TrimPrefix(text, "<p>")+bridge+link), host("a"), host("b"), host("c"))
		})
	}
}

// TestInnocent plays what outlets do every day, all of it as suspicious as it
// gets: at the same moment, again and again, and where it is said whose it is
// with a watched claim in it. Nothing of it is an incident.
func TestInnocent(t *testing.T) {
	m := &month{start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), random: rand.New(rand.NewPCG(7, 7)), outlets: map[string]*outlet{}}
	whose := map[string]int{} // situation of every host
	for i, s := range situations {
		before := map[string]bool{}
		for h := range m.outlets {
			before[h] = true
		}
		s.act(m, func(name string) string {
			return strings.TrimPrefix(name+"-", "-") + fmt.Sprintf("daily%c.example", 'a'+i)
		})
		for h := range m.outlets {
			if !before[h] {
				whose[h] = i
			}
		}
	}
	all := m.read(t)
	incidents, seen := make([][]string, len(situations)), make([][]qalxan.Detector, len(situations))
	for _, item := range allItems(t, all) {
		u, err := url.Parse(item.URL)
		if err != nil {
			t.Fatal(err)
		}
		signals, err := all.Record().Signals(t.Context(), item.Identity)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range signals {
			seen[whose[u.Host]] = append(seen[whose[u.Host]], g.Detector)
		}
	}
	findings, _, err := all.Record().Findings(t.Context(), store.Filter{Levels: []string{"incident", "critical"}}, store.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		u, err := url.Parse(f.Identity)
		if err != nil {
			t.Fatal(err)
		}
		incidents[whose[u.Host]] = append(incidents[whose[u.Host]], fmt.Sprintf("%s is %s: %s", f.Identity, f.Level, f.Reason.Text))
	}
	for i, s := range situations {
		t.Run(s.name, func(t *testing.T) {
			if !slices.Contains(seen[i], s.seen) {
				t.Errorf("%s sees nothing here", s.seen)
			}
			if s.guilt != (len(incidents[i]) > 0) {
				t.Errorf("%d incidents:\n%s", len(incidents[i]), strings.Join(incidents[i], "\n"))
			}
		})
	}
}

// read crawls all of it on the last day.
func (m *month) read(t *testing.T) *monitor.Monitor {
	t.Helper()
	web, config := m.stage(t)
	all := openOnStage(t, web, config)
	t.Cleanup(func() { all.Close() })
	web.Clock().Set(m.at(lastDay, 10*time.Hour))
	if _, err := all.Crawl(t.Context(), monitor.CrawlRequest{}, nil); err != nil {
		t.Fatal(err)
	}
	return all
}
