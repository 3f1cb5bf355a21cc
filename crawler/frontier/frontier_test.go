package frontier_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/crawler/frontier"
)

func TestNormalize(t *testing.T) {
	for raw, want := range map[string]string{
		"https://example.az":                                    "https://example.az/",
		" HTTPS://Example.AZ:443/A/b#top\n":                     "https://example.az/A/b",
		"http://example.az.:80/":                                "http://example.az/",
		"http://example.az:8080":                                "http://example.az:8080/",
		"http://example.az:0080/":                               "http://example.az/",
		"http://example.az:":                                    "http://example.az/",
		"https://xəbər.az/":                                     "https://xn--xbr-dtbb.az/",
		"https://XN--XBR-DTBB.az/":                              "https://xn--xbr-dtbb.az/",
		"https://новости。рф/":                                   "https://xn--b1amnebsh.xn--p1ai/",
		"https://my_host.example.az/":                           "https://my_host.example.az/",
		"https://r3---sn-ab.example.az/":                        "https://r3---sn-ab.example.az/",
		"http://[2001:DB8::1]:80/a":                             "http://[2001:db8::1]/a",
		"http://192.0.2.7/a":                                    "http://192.0.2.7/a",
		"https://example.az/a/./b/../c":                         "https://example.az/a/c",
		"https://example.az/../../a":                            "https://example.az/a",
		"https://example.az/a/b/..":                             "https://example.az/a/",
		"https://example.az/a/b/.":                              "https://example.az/a/b/",
		"https://example.az/a//b":                               "https://example.az/a//b",
		"https://example.az/%7euser/%d0%b0%2f":                  "https://example.az/~user/%D0%B0%2F",
		"https://example.az/%2e%2E/a":                           "https://example.az/a",
		"https://example.az/xəbər?q=söz":                        "https://example.az/x%C9%99b%C9%99r?q=s%C3%B6z",
		"https://example.az/a%2Fб":                              "https://example.az/a%2F%D0%B1",
		"https://example.az/a b?c d=e f":                        "https://example.az/a%20b?c%20d=e%20f",
		"https://example.az/100%?p=5%":                          "https://example.az/100%25?p=5%25",
		"https://example.az/a\\b":                               "https://example.az/a%5Cb",
		"https://example.az/?b=2&a=1":                           "https://example.az/?b=2&a=1",
		"https://example.az/?":                                  "https://example.az/",
		"https://example.az/?a=1&&b=":                           "https://example.az/?a=1&b=",
		"https://example.az/?utm_source=x&id=7&UTM_medium=y":    "https://example.az/?id=7",
		"https://example.az/?fbclid=1&gclid=2&yclid=3&dclid=4":  "https://example.az/",
		"https://example.az/?msclkid=1&_openstat=2&mc_cid=3":    "https://example.az/",
		"https://example.az/?mc_eid=1&igshid=2&%66bclid=3":      "https://example.az/",
		"https://example.az/?PHPSESSID=1&jsessionid=2&id=3":     "https://example.az/?id=3",
		"https://example.az/article.php?sid=4711":               "https://example.az/article.php?sid=4711",
		"https://example.az/?sid=0123456789abcdef0123456789abc": "https://example.az/",
		"https://example.az/a;jsessionid=1A2B.node1?id=3":       "https://example.az/a?id=3",
		"https://example.az/a;v=1;JSESSIONID=1A2B;w=2/b":        "https://example.az/a;v=1;w=2/b",
		"https://example.az/.;jsessionid=1/b":                   "https://example.az/b",
		"https://example.az/a?next=http://b.az/?x#y":            "https://example.az/a?next=http://b.az/?x",
		"https://exam\tple.az/a\nb":                             "https://example.az/ab",
	} {
		got, err := frontier.Normalize(raw)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v, want %q", raw, got, err, want)
		}
		if again, err := frontier.Normalize(got); err != nil || again != got {
			t.Errorf("%q again: %q, %v", got, again, err)
		}
	}
}

func TestNormalizeRefuses(t *testing.T) {
	for _, raw := range []string{
		"", "example.az", "/a", "//example.az/a", "ftp://example.az/", "file:///etc/passwd", "javascript:alert(1)",
		"mailto:a@example.az", "http:example.az", "http://", "http:///a", "https://user@example.az/", "https://a:b@example.az/",
		"https://example.az:0/", "https://example.az:65536/", "https://example.az:x/", "https://exa mple.az/", "https://a..b/",
		"https://[::1%25eth0]/", "https://[::g]/", "https://exa<mple.az/", "https://example.az\\@evil.az/",
		"https://" + strings.Repeat("a", 64) + ".az/", "https://" + strings.Repeat("a.", 127) + "az/", "https://./",
		"https://example.az/" + strings.Repeat("a", 2083), "https://example.az/" + strings.Repeat("a", 10_000), "http://%zz/",
	} {
		if got, err := frontier.Normalize(raw); !errors.Is(err, frontier.ErrAddress) {
			t.Errorf("%.60q: %q, %v", raw, got, err)
		}
	}
	longest := "https://example.az/" + strings.Repeat("a", frontier.MaxURL-19)
	if got, err := frontier.Normalize(longest); err != nil || len(got) != frontier.MaxURL {
		t.Errorf("the longest address: %d, %v", len(got), err)
	}
}

func TestSameSite(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"https://example.az/a", "http://news.EXAMPLE.az./b", true},
		{"https://example.az/", "https://example.com/", false},
		{"https://a.gov.az/", "https://b.gov.az/", false},
		{"https://a.blogspot.com/", "https://b.blogspot.com/", false},
		{"https://xəbər.az/", "https://www.xn--xbr-dtbb.az/", true},
		{"http://127.0.0.1:1/", "http://127.0.0.1:2/", true},
		{"http://127.0.0.1/", "http://127.0.0.2/", false},
		{"http://localhost/", "http://localhost/", true},
		{"http://[::1]/", "http://[::1]:80/", true},
		{"https://com/", "https://com/", true},
		{"not an address", "not an address", false},
		{"", "", false},
	} {
		if got := frontier.SameSite(tt.a, tt.b); got != tt.want {
			t.Errorf("SameSite(%q, %q) is %t", tt.a, tt.b, got)
		}
	}
	for address, want := range map[string]string{
		"https://News.Example.az:8443/": "news.example.az",
		"http://[2001:DB8::1]/":         "2001:db8::1",
		"https://xəbər.az":              "xn--xbr-dtbb.az",
		"mailto:a@b.az":                 "",
		"%":                             "",
	} {
		if got := frontier.Host(address); got != want {
			t.Errorf("Host(%q) is %q", address, got)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	for _, seed := range []string{
		"https://example.az/a;jsessionid=1/../b?utm_a=1&sid=2#c", "http://xəbər.az:080/%2e%2E/%7e%zz", "https://[::1]:443//..//",
		"https://a。b/?%75tm_x=1", "http://a./.;sid=0123456789abcdef/..", "https://ß.az/?a=[1]|2", "http://xn--a/", "http://%41.az/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := frontier.Normalize(raw)
		if err != nil {
			return
		}
		twice, err := frontier.Normalize(once)
		if err != nil || twice != once {
			t.Fatalf("%q: %q, then %q, %v", raw, once, twice, err)
		}
		if frontier.Host(once) == "" || !frontier.SameSite(once, once) || len(once) > frontier.MaxURL {
			t.Fatalf("%q: %q", raw, once)
		}
		if strings.ContainsAny(once, "# \"<>\\^`{|}\n\t") {
			t.Fatalf("%q: %q", raw, once)
		}
	})
}

func BenchmarkNormalize(b *testing.B) {
	for b.Loop() {
		if _, err := frontier.Normalize("https://www.Example.az/xəbər/2026/11/21/./a?utm_source=x&id=7#top"); err != nil {
			b.Fatal(err)
		}
	}
}
