package storetest

import (
	"testing"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/frontier"
	"github.com/qalxan/qalxan/store"
)

// everything is an entry with every field in use.
func everything() store.Entry {
	i := item("story", 1)
	i.Canonical, i.Author, i.Site = "https://wire.example/canonical", "A. Writer", "The Wire"
	i.Dates = []qalxan.Date{
		{Kind: qalxan.DatePublished, Time: start.Add(-time.Hour), Origin: "json-ld datePublished"},
		{Kind: qalxan.DateModified, Time: start, Origin: "feed"},
	}
	i.Links = []string{"https://other.example/"}
	i.Withheld = &qalxan.Withheld{By: qalxan.WithheldReserved, Rule: "tdm-reservation: 1", Place: "header", Line: 1, Terms: "https://wire.example/tdm", Time: start}
	likelihood := 0.25
	g := makes(i, "a-claim")
	g.Likelihood, g.Stance, g.Compared = &likelihood, qalxan.StanceSpreads, "i-0000000000000000"
	g.Spans = []qalxan.Span{{Field: qalxan.FieldTitle, From: 1, To: 4}}
	g.Reason.Facts = map[string]string{"wording": "a"}
	g.Techniques = []string{"T0001"}
	f := finding(i, qalxan.LevelIncident)
	f.CampaignID, f.Reason = qalxan.CampaignID("story"), g.Reason
	return store.Entry{
		Result: frontier.Result{SourceID: "wire", URL: i.URL, State: frontier.StateDone, Status: 200, Time: start},
		Found:  []frontier.Task{task("wire", "next")},
		Captures: []qalxan.Capture{{
			ID: "urn:uuid:1", SourceID: "wire", URL: i.URL, Time: start, Status: 200, ContentType: "text/html", Size: 1 << 40,
			SHA256: "00ff", Truncated: true, Location: qalxan.WARCLocation{File: "a.warc.gz", Offset: 1 << 41},
		}},
		Items:    []store.ItemEntry{{Item: i, Signature: []uint32{0, 1, 1<<32 - 1}}},
		Signals:  []qalxan.Signal{g},
		Findings: []qalxan.Finding{f},
		Campaigns: []qalxan.Campaign{{
			ID: f.CampaignID, Title: "A campaign", Narratives: []string{"a-claim"}, First: start, Last: start, Updated: start,
		}},
	}
}

func testEntryComesBack(t *testing.T, s store.Store) {
	ctx, e := t.Context(), everything()
	commit(t, s, e)
	i, f := e.Items[0].Item, e.Findings[0]
	same(t, "item", must(s.Item(ctx, i.ID))(t), i)
	same(t, "latest", must(s.Latest(ctx, i.Identity))(t), i)
	same(t, "versions", must(s.Versions(ctx, i.Identity))(t), []qalxan.Item{i})
	same(t, "capture", must(s.Capture(ctx, "urn:uuid:1"))(t), e.Captures[0])
	same(t, "signals", must(s.Signals(ctx, i.Identity))(t), e.Signals)
	f.Signals = e.Signals
	same(t, "finding", must(s.Finding(ctx, f.ID))(t), f)
	same(t, "finding of identity", must(s.FindingOf(ctx, i.Identity))(t), f)
	same(t, "campaign", must(s.Campaign(ctx, f.CampaignID))(t), e.Campaigns[0])
	same(t, "due", due(t, s, later(), "wire"), e.Found)
}

func testHostileValues(t *testing.T, s store.Store) {
	tests := map[string]func(*qalxan.Item){
		"zero byte":   func(i *qalxan.Item) { i.Title, i.Text = "a\x00b", "\x00" },
		"not utf-8":   func(i *qalxan.Item) { i.Title, i.Author = "\xff\xfe", "\xc3(" },
		"quotes":      func(i *qalxan.Item) { i.Title, i.SourceID = `'); DROP TABLE items; --"`, `"'` },
		"right left":  func(i *qalxan.Item) { i.Title = "\u202eabc\u2066 əğıİ 𝔘" },
		"empty":       func(i *qalxan.Item) { i.Title, i.Text, i.URL = "", "", "" },
		"first year":  func(i *qalxan.Item) { i.Dates[0].Time = time.Time{} },
		"year 40000":  func(i *qalxan.Item) { i.Dates[0].Time = time.Date(40000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"before 1970": func(i *qalxan.Item) { i.Dates[0].Time = time.Date(1969, 12, 31, 23, 59, 59, 999999000, time.UTC) },
		"zone of a day": func(i *qalxan.Item) {
			i.Dates[0].Time = start.In(time.FixedZone("", 24*60*60))
		},
	}
	for name, change := range tests {
		i := itemAt(name, start, func(i *qalxan.Item) {
			i.Dates = []qalxan.Date{{Kind: qalxan.DatePublished, Time: start, Origin: "feed"}}
			change(i)
			i.Hash = qalxan.ItemHash(i.Title, i.Text)
		})
		commit(t, s, entry(i))
		same(t, name, must(s.Item(t.Context(), i.ID))(t), i)
	}
	all, _, err := s.Items(t.Context(), store.Filter{Sources: []string{`"'`}}, store.Page{})
	ok(t, err)
	same(t, "filtered", identities(all), []string{"quotes"})
	early := store.Filter{Before: time.Unix(0, 0), After: time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)}
	all, _, err = s.Items(t.Context(), early, store.Page{})
	ok(t, err)
	same(t, "before 1970", len(all), 1)
}
