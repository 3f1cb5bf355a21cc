package feed_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/extract"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/crawler/revisit"
	"github.com/qalxan/qalxan/crawler/source"
	"github.com/qalxan/qalxan/crawler/source/feed"
	"github.com/qalxan/qalxan/crawler/source/sourcetest"
)

const address = "https://xeber.az/rss"

const rss = `<?xml version="1.0" encoding="windows-1251"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Xəbər &amp; Söz</title><link>https://xeber.az/</link>
<item><title>Yeni &lt;b&gt;xəbər&lt;/b&gt;</title><link>/a?utm_source=rss</link><guid isPermaLink="false">7</guid>
<pubDate>Sat, 21 Nov 2026 12:00:00 +0400</pubDate><dc:creator>Müəllif</dc:creator>
<description>Qısa.</description>
<content:encoded><![CDATA[<p>Birinci&nbsp;abzas, <a href="/b">bağlantı</a>.</p><script>alert("x")</script><ul><li>bir<li>iki</ul>]]></content:encoded></item>
<item><title>Ünvansız</title><guid isPermaLink="false">tag:xeber.az,2026:8</guid><pubDate>səhər</pubDate><description>Mətn</description></item>
<item><title>Ünvan guid-də</title><guid>https://other.example/c#top</guid></item>
<item><title>Eyni</title><link>https://xeber.az/a</link></item>
<item><link>javascript:alert(1)</link></item>
</channel></rss>`

func collector(pages map[string]sourcetest.Page, articles sourcetest.Articles) source.Collector {
	return feed.New(feed.Options{Now: sourcetest.Now}, &sourcetest.Web{Pages: pages}, articles)
}

func src(entries qalxan.Entries) qalxan.Source {
	return qalxan.Source{ID: "lent", Kind: qalxan.KindFeed, URL: address, Entries: entries}.WithDefaults()
}

// collect collects the feed with the given body.
func collect(t *testing.T, s qalxan.Source, body string) source.Harvest {
	t.Helper()
	c := collector(map[string]sourcetest.Page{address: {Body: body}}, nil)
	seeds := c.Seeds(s)
	if diff := cmp.Diff([]frontier.Task{{SourceID: "lent", URL: address, Role: frontier.RoleFeed}}, seeds); diff != "" {
		t.Fatal(diff)
	}
	return sourcetest.Collect(t, c, s, seeds[0])
}

func TestFollow(t *testing.T) {
	h := collect(t, src(qalxan.EntriesFollow), rss)
	published := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	task := func(url, title string, at time.Time) frontier.Task {
		return frontier.Task{
			SourceID: "lent", URL: url, Role: frontier.RolePage, Depth: 1,
			Hint: frontier.Hint{Title: title, Published: at, Origin: "feed"},
		}
	}
	want := []frontier.Task{
		task("https://xeber.az/a", "Yeni xəbər", published),
		task("https://other.example/c", "Ünvan guid-də", time.Time{}),
	}
	if diff := cmp.Diff(want, h.Found); diff != "" {
		t.Error(diff)
	}
	if len(h.Items) != 0 || h.Result.State != frontier.StateDone || h.Result.Next != revisit.Catalogs.Next(frontier.Memory{}, sourcetest.Day) {
		t.Errorf("%+v", h.Result)
	}
}

func TestTake(t *testing.T) {
	h := collect(t, src(qalxan.EntriesTake), rss)
	seen, capture := sourcetest.Day.Add(-time.Second), "capture of "+address
	item := func(identity, url, title string) qalxan.Item {
		return qalxan.Item{
			Identity: identity, SourceID: "lent", CaptureID: capture, URL: url, Title: title,
			Site: "Xəbər & Söz", Seen: seen, Dates: []qalxan.Date{},
		}
	}
	first := item("https://xeber.az/a", "https://xeber.az/a", "Yeni xəbər")
	first.Text, first.Author = "Birinci abzas, bağlantı.\nbir\niki", "Müəllif"
	first.Links = []string{"https://xeber.az/b"}
	first.Dates = []qalxan.Date{{Kind: qalxan.DatePublished, Time: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC), Origin: "feed"}}
	nameless := item(address+"#tag:xeber.az,2026:8", address, "Ünvansız")
	nameless.Text = "Mətn"
	want := []qalxan.Item{item("https://other.example/c", "https://other.example/c", "Ünvan guid-də"), nameless, first}
	if diff := cmp.Diff(want, h.Items); diff != "" {
		t.Error(diff)
	}
	if len(h.Found) != 0 {
		t.Errorf("found %v", h.Found)
	}
}

func TestTakeWithoutText(t *testing.T) {
	s := src(qalxan.EntriesTake)
	s.Policy.NoText = true
	for _, item := range collect(t, s, rss).Items {
		if item.Text != "" || item.Links != nil || item.Title == "" {
			t.Errorf("%+v", item)
		}
	}
}

func TestOtherFormats(t *testing.T) {
	for name, body := range map[string]string{
		"atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>urn:1</id><title type="html">B &amp;amp; C</title>
			<link rel="alternate" href="a"/><updated>2026-11-20T10:00:00Z</updated><summary>S</summary></entry></feed>`,
		"json": `{"version":"https://jsonfeed.org/version/1.1","title":"A","items":[{"id":"urn:1","url":"https://xeber.az/a",
			"title":"B & C","content_text":"S","date_modified":"2026-11-20T10:00:00Z"}]}`,
		"rdf": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
			xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A</title></channel>
			<item><title>B &amp; C</title><link>https://xeber.az/a</link><description>S</description></item></rdf:RDF>`,
	} {
		h := collect(t, src(qalxan.EntriesTake), body)
		if len(h.Items) != 1 {
			t.Errorf("%s: %+v", name, h.Result)
			continue
		}
		i := h.Items[0]
		if i.Identity != "https://xeber.az/a" || i.Title != "B & C" || i.Text != "S" {
			t.Errorf("%s: %+v", name, i)
		}
		if name != "rdf" && i.Modified() != time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC) {
			t.Errorf("%s: dates %v", name, i.Dates)
		}
	}
}

func TestBrokenFeeds(t *testing.T) {
	for body, says := range map[string]string{
		"":                                  "it is empty",
		"<!DOCTYPE html><title>404</title>": "it is a web page",
		"words":                             "neither RSS nor Atom nor a JSON feed",
		rss[:len(rss)-200]:                  "breaks off before its end",
		`<rss version="2.0"><channel>` + strings.Repeat("<x:a>", 300): "nested more than 200 deep",
	} {
		h := collect(t, src(qalxan.EntriesFollow), body)
		if h.Result.State != frontier.StateFailed || !strings.Contains(h.Result.Reason, says) || !strings.Contains(h.Result.Reason, address) {
			t.Errorf("%.40q: %+v", body, h.Result)
		}
	}
}

func TestEntriesAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel>`)
	for i := range feed.MaxEntries + 5 {
		fmt.Fprintf(&b, "<item><link>https://xeber.az/%d</link></item>", i)
	}
	b.WriteString(`</channel></rss>`)
	if h := collect(t, src(qalxan.EntriesFollow), b.String()); len(h.Found) != feed.MaxEntries {
		t.Errorf("%d entries", len(h.Found))
	}
}

func TestPagesOfEntries(t *testing.T) {
	const page = "https://other.example/c"
	c := collector(map[string]sourcetest.Page{page: {}}, sourcetest.Articles{
		page: {Title: "T", Text: "Mətn", IsArticle: true, Links: []string{"https://other.example/d"}, Feeds: []string{"https://other.example/rss"}},
	})
	h := sourcetest.Collect(t, c, src(qalxan.EntriesFollow), frontier.Task{SourceID: "lent", URL: page, Role: frontier.RolePage, Depth: 1})
	if len(h.Items) != 1 || len(h.Found) != 0 || h.Items[0].SourceID != "lent" {
		t.Errorf("%+v", h)
	}
	h = sourcetest.Collect(t, c, src(qalxan.EntriesFollow), frontier.Task{SourceID: "lent", URL: page + "/gone", Role: frontier.RolePage, Depth: 1})
	if h.Result.State != frontier.StateFailed {
		t.Errorf("%+v", h.Result)
	}
}

// extract.Extractor is what the monitor passes in.
var _ = func(e *extract.Extractor) source.Collector { return feed.New(feed.Options{}, &sourcetest.Web{}, e) }

func FuzzParse(f *testing.F) {
	f.Add([]byte(rss))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="//b.az/x"/><content type="xhtml"><div><p>x</div></content></entry></feed>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"content_html":"<p>x<br>y"}]}`))
	f.Add([]byte("<rss><channel><item><x:a><x:b>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		parsed, err := feed.Parse(body, address)
		if err != nil && !errors.Is(err, feed.ErrFeed) {
			t.Error(err)
		}
		for _, task := range parsed.Tasks("lent", 1) {
			if again, err := frontier.Normalize(task.URL); err != nil || again != task.URL {
				t.Errorf("task %q", task.URL)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.SetBytes(int64(len(rss)))
	for b.Loop() {
		if _, err := feed.Parse([]byte(rss), address); err != nil {
			b.Fatal(err)
		}
	}
}
