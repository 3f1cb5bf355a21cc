package wikipedia_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
	"github.com/qalxan/qalxan/crawler/source/wikipedia"
)

const call = "https://az.wikipedia.org/w/api.php?action=query&format=json&formatversion=2&prop=revisions&titles=Birinci+Qaraba%C4%9F+m%C3%BCharib%C9%99si" +
	"&rvprop=ids%7Ctimestamp%7Cuser%7Ccomment%7Csha1%7Ccontent&rvslots=main&rvlimit=20&maxlag=5"

var wiki = qalxan.Source{
	ID: "viki", Kind: qalxan.KindWikipedia, URL: "https://az.wikipedia.org/wiki/", Articles: []string{"Birinci Qarabağ müharibəsi"},
}.WithDefaults()

func collect(t *testing.T, answer sourcetest.Page) source.Harvest {
	t.Helper()
	web := &sourcetest.Web{Pages: map[string]sourcetest.Page{call: answer}}
	c := wikipedia.New(wikipedia.Options{Now: sourcetest.Now}, web)
	seeds := c.Seeds(wiki)
	if diff := cmp.Diff([]frontier.Task{{SourceID: "viki", URL: call, Role: frontier.RoleAPI}}, seeds); diff != "" {
		t.Fatal(diff)
	}
	return sourcetest.Collect(t, c, wiki, seeds[0])
}

const revisions = `{"batchcomplete":true,"query":{"pages":[{"pageid":7,"ns":0,"title":"Birinci Qarabağ müharibəsi","revisions":[
	{"revid":14,"timestamp":"2026-11-21T10:00:00Z","user":"~2026-12345-6","slots":{"main":{"contentmodel":"wikitext","content":"'''Yeni''' mətn."}}},
	{"revid":13,"timestamp":"2026-11-20T10:00:00Z","user":"Bot","slots":{"main":{"contentmodel":"wikitext","texthidden":true}}},
	{"revid":12,"timestamp":"2026-11-19T10:00:00Z","user":"192.0.2.7","anon":true,"slots":{"main":{"contentmodel":"wikitext","content":""}}},
	{"revid":11,"timestamp":"2026-11-18T10:00:00Z","user":"2001:db8::1","slots":{"main":{"contentmodel":"wikitext","content":"x"}}},
	{"revid":10,"timestamp":"2026-11-17T10:00:00Z","user":"Redaktor","slots":{"main":{"contentmodel":"wikitext","content":"[[Bakı]]."}}},
	{"revid":9,"timestamp":"2026-11-16T10:00:00Z","userhidden":true,"slots":{"main":{"contentmodel":"Scribunto","content":"return 1"}}}]}]}}`

func TestRevisions(t *testing.T) {
	h := collect(t, sourcetest.Page{Body: revisions})
	identity := "https://az.wikipedia.org/wiki/Birinci_Qaraba%C4%9F_m%C3%BCharib%C9%99si"
	item := func(id, author, text string, day int) qalxan.Item {
		return qalxan.Item{
			Identity: identity, Canonical: identity, SourceID: "viki", CaptureID: "capture of " + call, Site: "az.wikipedia.org",
			URL: "https://az.wikipedia.org/w/index.php?oldid=" + id, Title: "Birinci Qarabağ müharibəsi", Author: author, Text: text,
			Dates: []qalxan.Date{{Kind: qalxan.DateModified, Time: time.Date(2026, 11, day, 10, 0, 0, 0, time.UTC), Origin: "revision"}},
			Seen:  sourcetest.Day.Add(-time.Second),
		}
	}
	want := []qalxan.Item{
		item("10", "Redaktor", "Bakı.", 17), item("11", "unregistered", "x", 18),
		item("12", "unregistered", "", 19), item("14", "unregistered", "Yeni mətn.", 21),
	}
	if diff := cmp.Diff(want, h.Items); diff != "" {
		t.Error(diff)
	}
	if h.Result.State != frontier.StateDone || !h.Result.Next.IsZero() || len(h.Captures) != 1 {
		t.Errorf("%+v", h.Result)
	}
}

func TestRefusals(t *testing.T) {
	for name, tt := range map[string]struct {
		answer sourcetest.Page
		state  frontier.State
		says   string
		wait   time.Duration
	}{
		"busy":        {sourcetest.Page{Body: `{"error":{"code":"maxlag","info":"Waiting for 10.64.0.1: 6.2 seconds lagged.","lag":6.2}}`}, "queued", "lagged. (maxlag)", time.Minute},
		"busy longer": {sourcetest.Page{Body: `{"error":{"code":"ratelimited","info":"x"}}`, Header: map[string]string{"Retry-After": "120"}}, "queued", "x", 2 * time.Minute},
		"for ever":    {sourcetest.Page{Body: `{"error":{"code":"readonly","info":"x"}}`, Header: map[string]string{"Retry-After": "999999"}}, "queued", "x", time.Hour},
		"a mistake":   {sourcetest.Page{Body: `{"error":{"code":"badvalue","info":"` + strings.Repeat("ə ", 300) + `"}}`}, "failed", "(badvalue)", 0},
		"missing":     {sourcetest.Page{Body: `{"query":{"pages":[{"ns":0,"title":"X","missing":true}]}}`}, "failed", `no article "X" on az.wikipedia.org`, 0},
		"invalid":     {sourcetest.Page{Body: `{"query":{"pages":[{"title":"<","invalid":true,"invalidreason":"x"}]}}`}, "failed", "no article", 0},
		"nothing":     {sourcetest.Page{Body: `{}`}, "failed", "without an article", 0},
		"no JSON":     {sourcetest.Page{Body: `<html>`}, "failed", "cannot be read", 0},
		"cut":         {sourcetest.Page{Body: revisions[:500], Truncated: true}, "failed", "max_body", 0},
		"down":        {sourcetest.Page{Status: 503}, "failed", "503", 30 * time.Minute},
		"no name":     {sourcetest.Page{Body: `{"query":{"pages":[{"title":"` + strings.Repeat("ə", 2000) + `"}]}}`}, "failed", "has no address", 0},
	} {
		h := collect(t, tt.answer)
		if h.Result.State != tt.state || !strings.Contains(h.Result.Reason, tt.says) || len(h.Items) != 0 || len(h.Result.Reason) > 800 {
			t.Errorf("%s: %+v", name, h.Result)
		}
		if got := h.Result.Next; tt.wait == 0 && !got.IsZero() || tt.wait > 0 && got != sourcetest.Day.Add(tt.wait) {
			t.Errorf("%s: next %s", name, got)
		}
	}
}

func TestNoText(t *testing.T) {
	s := wiki
	s.Policy.NoText = true
	web := &sourcetest.Web{Pages: map[string]sourcetest.Page{call: {Body: revisions}}}
	c := wikipedia.New(wikipedia.Options{Now: sourcetest.Now}, web)
	for _, item := range sourcetest.Collect(t, c, s, c.Seeds(s)[0]).Items {
		if item.Text != "" || item.Title == "" {
			t.Errorf("%+v", item)
		}
	}
}
