package lookalike

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan"
)

func TestMatch(t *testing.T) {
	brands := append(watched(t), Brand{Domains: []string{"apple.com"}})
	d, err := New(Options{Brands: brands, Trusted: []string{"spiegel-verlag.example"}})
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]string{
		"bild.de":                   "", // its own
		"m.bild.de":                 "",
		"BILD.LLC.":                 "bild.de ending",
		"blld.live":                 "bild.de homoglyph",
		"spıegel.de":                "spiegel.de homoglyph",
		"xn--80ak6aa92e.com":        "apple.com homoglyph",
		"spiegelr.today":            "spiegel.de slip",
		"tonline.cfd":               "t-online.de hyphen",
		"bmi.bund.pe":               "bmi.bund.de ending",
		"diplomatie-gouv.fr.cc":     "diplomatie.gouv.fr subdomain",
		"reuters-azerbaijan.com":    "reuters.com word",
		"lemonde.fr.login.xyz":      "lemonde.fr subdomain",
		"lemondefr.com":             "lemonde.fr inside",
		"newsguard.tech":            "newsguardtech.com inside",
		"spiegel.blogspot.com":      "spiegel.de ending",
		"anti-spiegel.ru":           "", // speaks against it
		"spiegel-verlag.example":    "",
		"times.az":                  "", // a common word
		"report.kz":                 "",
		"express.de":                "",
		"dailynews.com":             "",
		"hurriyet.com.tr":           "",
		"192.168.1.1":               "",
		"localhost":                 "",
		"":                          "",
		"..":                        "",
		"com":                       "",
		"a b.com":                   "",
		"\xed\xa0\x80.com":          "",
		strings.Repeat("a", 10<<20): "",
		strings.Repeat("a.", 120):   "",
	} {
		got := ""
		if m, ok := d.Match(host); ok {
			got = m.Domain + " " + string(m.Kind)
		}
		if got != want && len(host) < 1000 || len(host) > 1000 && got != "" {
			t.Errorf("%.60q is %q, want %q", host, got, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, b := range []Brand{{}, {Name: "x", Domains: []string{"no domain"}}, {Domains: []string{"com"}}} {
		if _, err := New(Options{Brands: []Brand{b}}); !errors.Is(err, ErrBrand) {
			t.Errorf("%+v: %v, want ErrBrand", b, err)
		}
	}
	if _, err := New(Options{Least: 2}); err == nil {
		t.Error("a least score of 2 is accepted")
	}
}

func TestDetect(t *testing.T) {
	d, err := New(Options{Brands: []Brand{{
		Name: "Der Spiegel", Domains: []string{"spiegel.de"}, Favicons: []string{"f1"}, Layouts: []string{"l1"},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	seen := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	got := d.Detect(Page{ItemID: "i-1", Host: "spiegelr.today", Title: "Strom wird teuer - DER SPIEGEL", Favicon: "f1", Time: seen})
	want := []qalxan.Signal{{
		ID: qalxan.SignalID("i-1", qalxan.DetectLookalike, "spiegel.de"), ItemID: "i-1", Detector: qalxan.DetectLookalike, Key: "spiegel.de",
		Score: got[0].Score, Techniques: []string{"T0149.003", "T0143.003", "T0097.202"}, Time: seen,
		Reason: qalxan.Reason{
			Code: "lookalike.slip", Facts: got[0].Reason.Facts,
			Text: "The host spiegelr.today imitates spiegel.de of Der Spiegel: its name is one typing error away (insertion); the page bears the same name, favicon.",
		},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	bare := d.Detect(Page{Host: "spiegelr.today"})
	if len(bare) != 1 || bare[0].Score >= got[0].Score {
		t.Errorf("evidence of the page does not raise the score: %v, %v", bare, got)
	}
	if s := d.Detect(Page{Host: "elsewhere.example", Site: "Der Spiegel", Layout: "l1"}); len(s) != 1 || s[0].Reason.Code != "lookalike.page" {
		t.Errorf("a copied page on another host: %v", s)
	}
	for _, p := range []Page{{Host: "elsewhere.example", Site: "Der Spiegel"}, {Host: "www.spiegel.de", Favicon: "f1", Layout: "l1"}, {}} {
		if s := d.Detect(p); s != nil {
			t.Errorf("%+v: %v", p, s)
		}
	}
}

func FuzzMatch(f *testing.F) {
	d, err := New(Options{Brands: watched(f)})
	if err != nil {
		f.Fatal(err)
	}
	for _, h := range []string{"bild.ltd", "xn--80ak6aa92e.com", "a..b", "-.-", "ьild.de", "\x00", "t-0nline.de.x.y"} {
		f.Add(h)
	}
	f.Fuzz(func(t *testing.T, h string) {
		if m, ok := d.Match(h); ok && (m.Score < 0.5 || m.Score > 1 || m.Brand == "" || m.Kind == "") {
			t.Errorf("%q: %+v", h, m)
		}
	})
}

// BenchmarkMatch looks one host up among 10,000 brands.
func BenchmarkMatch(b *testing.B) {
	var brands []Brand
	for _, h := range column(b, sharedHosts(b), "domain") {
		if len(brands) < 10_000 && !strings.Contains(h, "/") && strings.Count(h, ".") == 1 {
			brands = append(brands, Brand{Domains: []string{h}})
		}
	}
	for i := 0; len(brands) < 10_000; i++ {
		brands = append(brands, Brand{Domains: []string{fmt.Sprintf("outlet%d.example", i)}})
	}
	d, err := New(Options{Brands: brands})
	if err != nil {
		b.Fatal(err)
	}
	hosts := column(b, fimiHosts(b), "domain")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d.Match(hosts[i%len(hosts)])
	}
}
