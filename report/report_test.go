package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/google/go-cmp/cmp"
	"github.com/qalxan/qalxan"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var morning = time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)

func item(identity, source, title, text, lang string, when time.Time) qalxan.Item {
	return qalxan.Item{
		ID: qalxan.ItemID(identity, 1), Identity: identity, Version: 1, SourceID: source,
		CaptureID: "urn:uuid:" + source, URL: identity, Title: title, Text: text,
		Language: qalxan.Language{Code: lang, Confidence: 0.98, Script: "Latn"},
		Dates:    []qalxan.Date{{Kind: qalxan.DatePublished, Time: when, Origin: "json-ld datePublished"}},
		Seen:     when.Add(20 * time.Minute), Hash: qalxan.ItemHash(title, text),
	}
}

func source(id, name string) qalxan.Source {
	return qalxan.Source{ID: id, Name: name, Kind: qalxan.KindSite, URL: "https://" + id + ".example", Grade: "D"}.WithDefaults()
}

func capture(i qalxan.Item) qalxan.Capture {
	return qalxan.Capture{
		ID: i.CaptureID, SourceID: i.SourceID, URL: i.URL, Time: i.Seen, Status: 200, Size: 5120,
		SHA256:   strings.Repeat("ab", 32),
		Location: qalxan.WARCLocation{File: "20261120-0001.warc.gz", Offset: 1024},
	}
}

// document is a small campaign with texts that try to break out of the report.
func document() Document {
	text := "Giriş.\nBütün ekspertlər deyir ki, körpü sabah bağlanacaq və heç kim bunu yazmır. <script>alert(1)</script> Son."
	first := item("https://first.example/1", "first", "Körpü bağlanır", text, "az", morning)
	second := item("javascript:alert(document.cookie)", "second", `=HYPERLINK("http://evil.example")`, "Kopya: "+text+"\u202e", "az", morning.Add(95*time.Minute))
	campaign := qalxan.Campaign{
		ID: qalxan.CampaignID(first.Identity), Title: "Körpü </title><b>", Narratives: []string{"bridge-closed"},
		First: first.When(), Last: second.When(), Updated: second.Seen,
	}
	likelihood := 0.74
	claim := qalxan.Signal{
		ID: "s-1", ItemID: first.ID, Detector: qalxan.DetectNarrative, Key: "bridge-closed", Score: 0.81, Likelihood: &likelihood,
		Stance: qalxan.StanceSpreads, Spans: []qalxan.Span{{Field: qalxan.FieldText, From: 7, To: 52}, {Field: qalxan.FieldTitle, From: 0, To: 5}},
		Reason: qalxan.Reason{Code: "narrative.claim", Text: "The text makes the claim bridge-closed."}, Techniques: []string{"T0022"}, Time: first.Seen,
	}
	copied := qalxan.Signal{
		ID: "s-2", ItemID: second.ID, Detector: qalxan.DetectDuplicate, Key: first.ID, Score: 0.97, Compared: first.ID,
		Spans:  []qalxan.Span{{Field: qalxan.FieldText, From: 7, To: 118}, {Field: qalxan.FieldText, From: 14, To: 30}},
		Reason: qalxan.Reason{Code: "duplicate.copy", Text: "97 % of the text stands in <first>, published 1h 35m earlier."}, Time: second.Seen,
	}
	return Document{
		Title: "Bridge rumours, 20 November 2026", Generated: morning.Add(24 * time.Hour), Query: `narrative:bridge-closed "<b>"`, Criteria: "1",
		Findings: []Entry{
			{
				Finding: finding(second, qalxan.LevelIncident, campaign.ID, copied), Item: second, Source: source("second", "@İkinci"),
				Captures: []qalxan.Capture{capture(second)}, Compared: []qalxan.Item{first}, Campaign: &campaign,
			},
			{
				Finding: finding(first, qalxan.LevelSignal, campaign.ID, claim), Item: first, Source: source("first", "Birinci"),
				Captures: []qalxan.Capture{capture(first)}, Compared: []qalxan.Item{}, Campaign: &campaign,
			},
		},
		Campaigns: []qalxan.Campaign{campaign},
	}
}

func finding(i qalxan.Item, level qalxan.Level, campaign string, s qalxan.Signal) qalxan.Finding {
	return qalxan.Finding{
		ID: qalxan.FindingID(i.Identity), Identity: i.Identity, ItemID: i.ID, SourceID: i.SourceID, Level: level,
		Status: qalxan.StatusConfirmed, Criteria: "1", Reason: qalxan.Reason{Code: "criteria", Text: "One indicator: " + string(s.Detector) + "."},
		Signals: []qalxan.Signal{s}, CampaignID: campaign, Created: i.Seen, Updated: i.Seen.Add(time.Hour),
		Decisions: []qalxan.Decision{{Time: i.Seen.Add(time.Hour), By: "Aysel", From: qalxan.StatusNew, To: qalxan.StatusConfirmed, Reason: "+checked by phone"}},
	}
}

func TestWriteGolden(t *testing.T) {
	for _, as := range []Format{HTML, CSV, JSONL, Markdown} { // those that people can compare
		for name, d := range map[string]Document{"campaign": document(), "empty": {Title: "Nothing", Generated: morning}} {
			t.Run(name+"."+string(as), func(t *testing.T) {
				var out bytes.Buffer
				if err := Write(&out, as, d); err != nil {
					t.Fatal(err)
				}
				golden(t, filepath.Join("testdata", name+"."+string(as)), out.Bytes())
			})
		}
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs; run with -update and read the change\n%s", path, diff)
	}
}

// TestFindingsStandInOrderOfTheirCampaign gives entries of two campaigns and of
// none in disorder.
func TestFindingsStandInOrderOfTheirCampaign(t *testing.T) {
	entry := func(name, campaign string, hours int) Entry {
		i := item(name, "first", name, "", "az", morning.Add(time.Duration(hours)*time.Hour))
		return Entry{Finding: finding(i, qalxan.LevelSignal, campaign, qalxan.Signal{}), Item: i}
	}
	d := Document{
		Campaigns: []qalxan.Campaign{{ID: "c-2"}, {ID: "c-1"}, {ID: "c-2"}},
		Findings: []Entry{
			entry("alone", "", 1), entry("1b", "c-1", 4), entry("2b", "c-2", 3), entry("lost", "c-9", 0), entry("1a", "c-1", 2), entry("2a", "c-2", 2),
		},
	}
	var got []string
	for _, e := range ordered(d) {
		got = append(got, e.Item.Title)
	}
	if diff := cmp.Diff([]string{"2a", "2b", "1a", "1b", "alone", "lost"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWithheldTextIsExplained(t *testing.T) {
	d := document()
	d.Findings[0].Item.Text = ""
	d.Findings[0].Item.Withheld = &qalxan.Withheld{By: qalxan.WithheldNoCopy, Rule: "<b>noarchive", Place: "meta"}
	var out bytes.Buffer
	if err := Write(&out, HTML, d); err != nil || !strings.Contains(out.String(), "Text not kept: the site wants no copy to be kept (&lt;b&gt;noarchive in meta).") {
		t.Errorf("%v: the report does not say why there is no text", err)
	}
}

func TestWriteUnknownFormat(t *testing.T) {
	var out bytes.Buffer
	err := Write(&out, "docx", document())
	if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "html, pdf, xlsx, csv, jsonl, markdown") {
		t.Errorf("got %v, want an error that lists the formats", err)
	}
	if out.Len() > 0 {
		t.Errorf("%d bytes were written", out.Len())
	}
}

// TestHTMLStandsAlone reads the page as a browser would: nothing that crawled
// texts hold may become an element, a script or a request.
func TestHTMLStandsAlone(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, HTML, document()); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "img", "iframe", "object", "link", "form", "b":
			t.Errorf("the page holds <%s>", n.Data)
		}
		for _, a := range n.Attr {
			checkAttribute(t, n.Data, a)
		}
	}
}

func checkAttribute(t *testing.T, element string, a html.Attribute) {
	t.Helper()
	switch {
	case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src":
		t.Errorf("<%s %s=%q>", element, a.Key, a.Val)
	case a.Key == "href" && !strings.HasPrefix(a.Val, "#") && Link(a.Val) == "":
		t.Errorf("<%s href=%q>", element, a.Val)
	}
}

func TestJSONLReadsBack(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, JSONL, document()); err != nil {
		t.Fatal(err)
	}
	var got []Entry
	for dec := json.NewDecoder(&out); dec.More(); {
		var e Entry
		if err := dec.Decode(&e); err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	if diff := cmp.Diff(document().Findings, got); diff != "" {
		t.Error(diff)
	}
}

func TestLink(t *testing.T) {
	for address, safe := range map[string]bool{
		"https://a.example/x?y=1": true, "http://a.example": true, "HTTPS://a.example": true,
		"javascript:alert(1)": false, "data:text/html,x": false, "//a.example": false, "/x": false, "": false, "https:x": false, "http://%zz": false,
	} {
		if got := Link(address) != ""; got != safe {
			t.Errorf("Link(%q): %t, want %t", address, got, safe)
		}
	}
}

func FuzzGuard(f *testing.F) {
	for _, seed := range []string{"=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "'=1", "plain", "", "＝1", "\xff=1", "a\n=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		d := document()
		d.Findings[0].Item.Title = cell
		var out bytes.Buffer
		if err := Write(&out, CSV, d); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), byteOrderMark))).ReadAll()
		if err != nil {
			t.Fatalf("the table cannot be read back: %v", err)
		}
		if len(rows) != 3 {
			t.Fatalf("%d rows, want 3", len(rows))
		}
		for _, value := range rows[1] {
			if value != "" && strings.ContainsAny(value[:1], "=+-@\t\r") {
				t.Errorf("cell %q begins a formula", value)
			}
		}
	})
}

func BenchmarkWriteHTML(b *testing.B) {
	d := document()
	for len(d.Findings) < 100 {
		d.Findings = append(d.Findings, d.Findings...)
	}
	for b.Loop() {
		if err := Write(&bytes.Buffer{}, HTML, d); err != nil {
			b.Fatal(err)
		}
	}
}
