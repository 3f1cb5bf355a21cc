package extract

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/qalxan/qalxan"
)

// head reads a page that has little but a head.
func head(t *testing.T, html string) Article {
	t.Helper()
	a, err := New(Options{Now: fixed}).Extract([]byte(html), "https://www.news.example/a/b?c=d")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestParseDate(t *testing.T) {
	tests := map[string]string{ // empty: not a date
		"2026-03-02T10:20:30Z":          "2026-03-02T10:20:30Z",
		"2026-03-02T10:20:30.123+04:00": "2026-03-02T06:20:30Z",
		"2026-03-02T10:20+0330":         "2026-03-02T06:50:00Z",
		"2026-03-02 10:20:30 +04":       "2026-03-02T06:20:30Z",
		"2026-03-02 10:20":              "2026-03-02T10:20:00Z",
		"2026-03-02":                    "2026-03-02T00:00:00Z",
		"2026/3/2":                      "2026-03-02T00:00:00Z",
		"20260302":                      "2026-03-02T00:00:00Z",
		"02.03.2026 10:20":              "2026-03-02T10:20:00Z",
		"Mon, 02 Mar 2026 10:20:30 GMT": "2026-03-02T10:20:30Z",
		"Mon Mar 02 2026 10:20:30 GMT+0400 (Azerbaijan Standard Time)": "2026-03-02T06:20:30Z",
		"March 2, 2026":     "2026-03-02T00:00:00Z",
		"1772446830":        "2026-03-02T10:20:30Z",
		"1772446830000":     "2026-03-02T10:20:30Z",
		"03/02/2026":        "",
		"2026-02-30":        "",
		"2026-13-01":        "",
		"1405-08-30 10:20":  "2026-11-21T10:20:00Z",
		"۱۴۰۵/۰۸/۳۰":        "2026-11-21T00:00:00Z",
		"6 мая 2026, 12:00": "2026-05-06T12:00:00Z",
		"yesterday":         "",
		"":                  "",
	}
	for raw, want := range tests {
		got, ok := parseDate(raw)
		if ok != (want != "") || ok && got.Format(time.RFC3339) != want {
			t.Errorf("%q: got %s, %v; want %q", raw, got.Format(time.RFC3339), ok, want)
		}
	}
}

func TestDayInWords(t *testing.T) {
	tests := map[string]string{
		"21 noyabr 2026, 14:30":         "2026-11-21",
		"21 Kasım 2026 Cumartesi":       "2026-11-21",
		"Опубликовано: 3 марта 2026 г.": "2026-03-03",
		"21 листопада 2026":             "2026-11-21",
		"2 mai 2026":                    "2026-05-02",
		"Nov 21, 2026":                  "2026-11-21",
		"3 de marzo de 2026":            "2026-03-03",
		"21.11.2026 | 09:05":            "2026-11-21",
		"21/11/2026":                    "2026-11-21",
		"2026-yil 21-noyabr":            "2026-11-21",
		"2026 წლის 21 ნოემბრის":         "2026-11-21",
		"2026 թ. նոյեմբերի 21":          "2026-11-21",
		"21 KASIM 2026":                 "2026-11-21",
		"21 İYUN 2026":                  "2026-06-21",
		"شنبه، ۳۰ آبان ماه ۱۴۰۵":        "2026-11-21",
		"۱۴۰۵/۰۸/۳۰ - ۱۴:۳۰":            "2026-11-21",
		"۲۱ نوامبر ۲۰۲۶":                "2026-11-21",
		"7 مهر 2026":                    "",
		"۳۰ اسفند ۱۴۰۵":                 "",
		"03/02/2026":                    "",
		"31 fevral 2026":                "",
		"seats 10 rooms 2026":           "",
	}
	for line, want := range tests {
		day, ok := dayInWords(line)
		if ok != (want != "") || ok && day.Format(time.DateOnly) != want {
			t.Errorf("%q: got %s, %v; want %q", line, day.Format(time.DateOnly), ok, want)
		}
	}
}

func TestDatesInOrderOfTrust(t *testing.T) {
	a, err := New(Options{Now: fixed}).Extract([]byte(`
		<meta name="pubdate" content="2026-11-03"><meta property="article:published_time" content="2026-11-02">
		<meta name="date" content="2031-01-01"><meta name="dc.date" content="1970-01-01">
		<meta property="og:updated_time" content="2026-11-06">
		<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-01"}</script>
		<article><h1>Words</h1><time datetime="2026-11-04">then</time></article>`), "https://a.example/2026/11/05/words")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range a.Dates {
		got = append(got, string(d.Kind)+" "+d.Time.Format(time.DateOnly)+" "+d.Origin)
	}
	want := []string{
		"published 2026-11-01 json-ld datePublished",
		"published 2026-11-02 meta article:published_time",
		"published 2026-11-03 meta pubdate",
		"published 2026-11-04 time element",
		"published 2026-11-05 url path",
		"modified 2026-11-06 meta og:updated_time",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDatesMayLieTwoDaysAhead(t *testing.T) {
	for day, want := range map[string]int{"2026-11-23": 1, "2026-11-24": 0, "1989-12-31": 0, "1990-01-01": 1} {
		a := head(t, `<meta property="article:published_time" content="`+day+`">`)
		if len(a.Dates) != want {
			t.Errorf("%s: got %v", day, a.Dates)
		}
		if want == 1 && a.Dates[0].Kind != qalxan.DatePublished {
			t.Errorf("%s: got kind %s", day, a.Dates[0].Kind)
		}
	}
}

func TestTitle(t *testing.T) {
	tests := []struct{ name, html, want string }{
		{"json-ld first", `<script type="application/ld+json">{"@type":"Article","headline":"One &amp; two"}</script><meta property="og:title" content="Other">`, "One & two"},
		{"og before h1", `<meta property="og:title" content="One"><h1>Two</h1>`, "One"},
		{"h1 before title", `<title>Two</title><h1> One <b>word</b></h1>`, "One word"},
		{"outlet at the end", `<meta property="og:site_name" content="The News"><title>One word - The News</title>`, "One word"},
		{"outlet at the beginning", `<title>News | One word</title>`, "One word"},
		{"outlet with a dash", `<meta property="og:site_name" content="A - B"><title>One - two - A - B</title>`, "One - two"},
		{"a dash within", `<title>One word – and another</title>`, "One word – and another"},
		{"logo in h1", `<title>A long story of old | Gazette of the town</title><h1>Gazette</h1><h2>A long story of old</h2>`, "A long story of old"},
		{"nothing", `<p>words`, ""},
	}
	for _, test := range tests {
		if got := head(t, test.html).Title; got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestAuthor(t *testing.T) {
	tests := []struct{ name, html, want string }{
		{"object", `<script type="application/ld+json">{"@type":"Article","author":{"name":"Ayla"}}</script>`, "Ayla"},
		{"list", `<script type="application/ld+json">{"@type":"Article","author":["Ayla",{"@type":"Person","name":"Ben"},"Ayla"]}</script>`, "Ayla, Ben"},
		{"not an address", `<meta property="article:author" content="https://social.example/ayla"><meta name="author" content="By Ayla">`, "Ayla"},
		{"not the outlet", `<meta property="og:site_name" content="The News"><meta name="author" content="The News"><a rel="author">Ayla</a>`, "Ayla"},
		{"only the outlet", `<meta property="og:site_name" content="The News"><meta name="author" content="The News">`, "The News"},
		{"byline", `<p class="byline">Müəllif: Ayla</p>`, "Ayla"},
	}
	for _, test := range tests {
		if got := head(t, test.html).Author; got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	tests := map[string]string{
		`<html lang="az-Latn-AZ">`:                              "az",
		`<html lang=""><meta property=og:locale content=ru_RU>`: "ru",
		`<meta http-equiv="Content-Language" content="FA, en">`: "fa",
		`<script type="application/ld+json">{"@type":"Article","inLanguage":{"name":"Turkish","@value":"tr"}}</script>`: "",
		`<script type="application/ld+json">{"@type":"Article","inLanguage":"tr-TR"}</script>`:                          "tr",
		`<html lang="english">`: "",
	}
	for html, want := range tests {
		if got := head(t, html).Language; got != want {
			t.Errorf("%s: got %q, want %q", html, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	a := head(t, `<link rel="canonical" href="/canon#x"><base href="/base/"><meta property="og:url" content="/other">
		<body><a href="one#two">1</a><a href="one">1</a><a href=" /t	wo ">2</a><a rel="external NoFollow" href="/no">n</a>
		<a href="javascript:x()">j</a><a href="mailto:a@b">m</a><a href="">e</a><a href="http://[::1">b</a>
		<a href="//cdn.example/3">3</a><link rel="canonical" href="https://evil.example/">`)
	want := []string{"https://www.news.example/base/one", "https://www.news.example/two", "https://cdn.example/3"}
	for i, link := range a.Links {
		if strings.HasSuffix(link, "/b?c=d") {
			t.Errorf("link %d is the page itself: an empty address was taken", i)
		}
	}
	if diff := cmp.Diff(want, a.Links); diff != "" {
		t.Error(diff)
	}
	if a.Canonical != "https://www.news.example/canon" {
		t.Errorf("canonical: got %q", a.Canonical)
	}
}

func TestRobots(t *testing.T) {
	tests := map[string][3]bool{
		`<meta name="robots" content="NONE">`:                                 {true, true, true},
		`<meta name="robots" content="noindex,follow">`:                       {true, false, false},
		`<meta name="qalxan" content="nofollow, noarchive">`:                  {false, true, true},
		`<meta name="otherbot" content="none"><meta name=robots content=all>`: {},
	}
	for html, want := range tests {
		a := head(t, html)
		if got := [3]bool{a.NoIndex, a.NoFollow, a.NoArchive}; got != want {
			t.Errorf("%s: got %v, want %v", html, got, want)
		}
	}
}

func TestMend(t *testing.T) {
	tests := map[string]string{
		`{"a":[1,2,],}`:                           `{"a":[1,2]}`,
		"<!-- {\"a\":1} -->":                      `{"a":1}`,
		"/*<![CDATA[*/{\"a\":\"x\ny,}\"};/*]]>*/": `{"a":"x y,}"}`,
		`{"a":"\",}"}`:                            `{"a":"\",}"}`,
	}
	for raw, want := range tests {
		if got := string(mend(raw)); got != want {
			t.Errorf("%s: got %s, want %s", raw, got, want)
		}
	}
}

func TestText(t *testing.T) {
	tests := map[string]string{
		"<p>One <b>wo</b>rd</p><p>Two</p>":                    "One word\nTwo",
		"one<br>two<script>three()</script>&amp; <i>four</i>": "one\ntwo& four",
		"plain &lt;text&gt;\n\nin lines":                      "plain <text>\nin lines",
		"<ul><li>a<li>b</ul>":                                 "a\nb",
		"<table><tr><td>a<td>b<tr><td>c</table>":              "a b\nc",
		"":                                                    "",
		strings.Repeat("<div>", 5_000) + "deep":               "deep",
	}
	for html, want := range tests {
		if got := Text(html); got != want {
			t.Errorf("%.60s: got %q, want %q", html, got, want)
		}
	}
}

func FuzzDayInWords(f *testing.F) {
	for _, seed := range []string{"21 noyabr 2026", "2026-yil 21-noyabr", "۳۰ آبان ۱۴۰۵", "99/99/9999", "1 \xff 2026"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		day, ok := dayInWords(line)
		if ok && (day.Year() < 0 || day.Year() > 9999 || day.Hour() != 0) {
			t.Errorf("%q became %s", line, day)
		}
		parseDate(line)
	})
}
