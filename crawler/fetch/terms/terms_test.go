package terms

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/crawler/robots"
)

var read = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// flags are terms in a few letters: I no index, F no follow, A no archive, R
// reserved.
func flags(t Terms) string {
	var s string
	for _, f := range []struct {
		on   bool
		name string
	}{{t.NoIndex, "I"}, {t.NoFollow, "F"}, {t.NoArchive, "A"}, {t.Reservation != nil, "R"}} {
		if f.on {
			s += f.name
		}
	}
	return s
}

func TestOfHeader(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"nothing", nil, ""},
		{"one", []string{"noindex"}, "I"},
		{"several on a line", []string{"NOINDEX, nofollow"}, "IF"},
		{"none", []string{"none"}, "IF"},
		{"several headers", []string{"noindex", "noarchive"}, "IA"},
		{"for us", []string{"qalxan: noindex, noarchive"}, "IA"},
		{"for another", []string{"otherbot: noindex, nofollow"}, ""},
		{"for another and for us", []string{"otherbot: noindex, qalxan: nofollow"}, "F"},
		{"for everyone before another", []string{"noarchive, otherbot: noindex"}, "A"},
		{"another header is not scoped", []string{"otherbot: noindex", "nofollow"}, "F"},
		{"a value with a colon", []string{"max-snippet: 20, noindex"}, "I"},
		{"a date with commas", []string{"unavailable_after: Sat, 21 Nov 2026 12:00:00 GMT, noarchive"}, "A"},
		{"no machines", []string{"noai, noimageai"}, "R"},
		{"a longer name", []string{"qalxan-news: noindex"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := flags(OfHeader(http.Header{"X-Robots-Tag": tt.lines}, "Qalxan", read)); got != tt.want {
				t.Errorf("%q means %q, want %q", tt.lines, got, tt.want)
			}
		})
	}
}

// TestWithheld holds what is told of an item to where the statement stands.
func TestWithheld(t *testing.T) {
	header := func(name, value string) Terms { return OfHeader(http.Header{name: {value}}, "Qalxan", read) }
	long := "/" + strings.Repeat("ə", 300)
	tests := []struct {
		name  string
		terms Terms
		want  *qalxan.Withheld
	}{
		{"nothing", Terms{NoIndex: true, NoFollow: true}, nil},
		{"reserved", header("Tdm-Reservation", "1"), &qalxan.Withheld{By: qalxan.WithheldReserved, Rule: "tdm-reservation: 1", Place: "header", Time: read}},
		{"no copy", header("X-Robots-Tag", "noarchive"), &qalxan.Withheld{By: qalxan.WithheldNoCopy, Rule: "X-Robots-Tag: noarchive", Place: "header", Time: read}},
		{"no copy, by a page", OfPage([]byte(`<meta name=robots content=noarchive>`), "Qalxan", read), &qalxan.Withheld{By: qalxan.WithheldNoCopy, Rule: "meta robots: noarchive", Place: "meta", Time: read}},
		{"no copy, where is not known", Terms{NoArchive: true}, &qalxan.Withheld{By: qalxan.WithheldNoCopy, Rule: "noarchive", Place: "meta"}},
		{"both", header("X-Robots-Tag", "noarchive, noai"), &qalxan.Withheld{By: qalxan.WithheldReserved, Rule: "X-Robots-Tag: noai", Place: "header", Time: read}},
		{
			"a signal",
			Terms{Reservation: OfSignals([]robots.Signal{{Name: "search", Value: "no", Line: 7}}, read)},
			&qalxan.Withheld{By: qalxan.WithheldReserved, Rule: "Content-Signal: search=no", Place: "robots.txt", Line: 7, Time: read},
		},
		{
			"too long",
			Terms{Reservation: &Reservation{Source: SourceFile, Rule: long, Policy: "\xff", Time: read}},
			&qalxan.Withheld{By: qalxan.WithheldReserved, Rule: long[:199] + "\ufffd", Place: "tdmrep.json", Terms: "\ufffd", Time: read},
		},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, tt.terms.Withheld()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestMiningHeader(t *testing.T) {
	for value, want := range map[string]string{"1": "R", " 1 ": "R", "0": "", "true": "", "": "", "0, 1": "R"} {
		h := http.Header{"Tdm-Reservation": {value}, "Tdm-Policy": {"https://q.example/tdm"}}
		got := OfHeader(h, "Qalxan", read)
		if flags(got) != want {
			t.Errorf("tdm-reservation: %q means %q", value, flags(got))
		}
		if want == "" {
			continue
		}
		if s := got.Reservation.String(); s != `header: "tdm-reservation: 1", policy "https://q.example/tdm", read 2026-11-21T12:00:00Z` {
			t.Errorf("it reads %s", s)
		}
	}
}

func TestOfPage(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"nothing", "<title>x</title>", ""},
		{"robots", `<META content="noindex, NoArchive" NAME="Robots">`, "IA"},
		{"ours", `<meta name=qalxan content=nofollow />`, "F"},
		{"another", `<meta name=otherbot content=noindex>`, ""},
		{"reserved", `<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="https://q.example/p">`, "R"},
		{"reserved as a property", `<meta property="tdm-reservation" content=" 1 ">`, "R"},
		{"not reserved", `<meta name="tdm-reservation" content="0">`, ""},
		{"in a comment", `<!-- <meta name="tdm-reservation" content="1"> -->`, ""},
		{"in a script", `<script>'<meta name="robots" content="noindex">'</script>`, ""},
		{"too far down", strings.Repeat("<p>", HeadSize) + `<meta name=robots content=noindex>`, ""},
		{"not closed", `<meta name=robots content=noindex`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := flags(OfPage([]byte(tt.page), "Qalxan", read)); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestMining(t *testing.T) {
	const both = `[{"location":"/","tdm-reservation":1,"tdm-policy":"https://q.example/p"},{"location":"/open/*","tdm-reservation":0}]`
	tests := []struct{ name, file, url, want string }{
		{"all", both, "https://q.example/a", "/ tdm-reservation: 1"},
		{"the longer one", both, "https://q.example/open/a", ""},
		{"any order", `[{"location":"/open/*","tdm-reservation":0},{"location":"/","tdm-reservation":1}]`, "/open/a", ""},
		{"equals reserve", `[{"location":"/a","tdm-reservation":0},{"location":"/a","tdm-reservation":1}]`, "/a", "/a tdm-reservation: 1"},
		{"as text", `[{"location":"/*.pdf$","tdm-reservation":"1"}]`, "/x.pdf", "/*.pdf$ tdm-reservation: 1"},
		{"Cyrillic", `[{"location":"/новости","tdm-reservation":1}]`, "/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8/1", "/новости tdm-reservation: 1"},
		{"elsewhere", `[{"location":"/x","tdm-reservation":1}]`, "/y", ""},
		{"no location", `[{"tdm-reservation":1}]`, "/y", ""},
		{"a mark", "\xef\xbb\xbf" + both, "/a", "/ tdm-reservation: 1"},
		{"an object", `{"location":"/","tdm-reservation":1}`, "/a", ""},
		{"a page", "<html>", "/a", ""},
		{"empty", "", "/a", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := ParseMining([]byte(tt.file)).Of(tt.url, read)
			got := ""
			if r != nil {
				got = r.Rule
			}
			if got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestOfSignals(t *testing.T) {
	for line, want := range map[string]string{
		"":                            "",
		"search=yes":                  "",
		"search=yes, ai-train=no":     "",
		"ai-input=yes, ai-train=no":   "",
		"ai-train=no":                 "Content-Signal: ai-train=no",
		"ai-input=no, ai-train=no":    "Content-Signal: ai-input=no",
		"search=yes, ai-input=no":     "Content-Signal: ai-input=no",
		"search=no":                   "Content-Signal: search=no",
		"ai-train=yes":                "",
		"search=yes, use=full":        "",
		"search=yes, use=reference":   "Content-Signal: use=reference",
		"search=yes, use=immediate":   "Content-Signal: use=immediate",
		"something=no":                "",
		"ai-train=no, something=else": "Content-Signal: ai-train=no",
	} {
		rules := robots.Parse([]byte("User-agent: *\nContent-Signal: " + line))
		want := &Reservation{Source: SourceRobots, Rule: want, Line: 2, Time: read}
		if want.Rule == "" {
			want = nil
		}
		if diff := cmp.Diff(want, OfSignals(rules.Signals("Qalxan"), read)); diff != "" {
			t.Errorf("%q: %s", line, diff)
		}
	}
}

func FuzzTerms(f *testing.F) {
	f.Add("qalxan: noindex, x: none, noai", []byte(`<meta name=robots content=none><meta name=tdm-reservation content=1>`), "/a")
	f.Add("unavailable_after: 1, ,:", []byte(`[{"location":"/a*$","tdm-reservation":1}]`), "https://q.example/a%zz")
	f.Fuzz(func(t *testing.T, header string, body []byte, url string) {
		all := OfHeader(http.Header{"X-Robots-Tag": {header}, "Tdm-Reservation": {header}}, "Qalxan", read).And(OfPage(body, "Qalxan", read))
		all = all.And(Terms{Reservation: ParseMining(body).Of(url, read)})
		if all.Reservation != nil && strings.ContainsAny(all.Reservation.String(), "\r\n") {
			t.Errorf("a reservation of more than one line: %s", all.Reservation)
		}
	})
}
