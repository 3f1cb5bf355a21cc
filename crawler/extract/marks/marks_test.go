package marks

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

func read(t testing.TB, page, body string) []Mark {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	return FromPage(doc, u)
}

func TestFromPage(t *testing.T) {
	got := read(t, "https://news.example.az/a", `<head>
<meta name="google-site-verification" content="nrpIn3a0BMjdgL7in8p4mOAx">
<meta name="yandex-verification" content="ca35e36c6696f217"><meta name="verify" content="no">
<meta name="generator" content="WordPress 6.4"><meta property="fb:app_id" content="4422">
<meta name="twitter:site" content="@Example">
<link rel="alternate" type="application/rss+xml" href="https://feeds.other.example/all/">
<link rel="alternate" type="application/rss+xml" href="/feed">
<link rel="stylesheet" href="/wp-content/themes/newspaper/style.css">
<script src="https://www.googletagmanager.com/gtag/js?id=G-10WWFR7XBK"></script>
<script>ga('create','UA-14540629-3'); gtag('config','AW-123987456'); dataLayer.push('GTM-W9SLGS')
ym(60668698, "init"); fbq('init', '190747804793608'); (h._hjSettings={hjid:1234987});
_tmr.push({id: "3128811", type: "pageView"}); ttq.load('C4ABCDEFGHIJ0123KLMN');
_paq.push(['setSiteId', '7']); var u="//count.example.org/"; "ca-pub-4760087305591666" "R-A-987654-1"
ga('create','UA-00000000-1'); ga('create','UA-1234567-1'); "GTM-XXXX"
</script></head><body><p>The page of the rival has UA-99887766-1.</p>
<iframe src="https://www.googletagmanager.com/ns.html?id=GTM-NX7XL77"></iframe></body>`)
	want := []Mark{
		{Verification, "google-site-verification nrpIn3a0BMjdgL7in8p4mOAx"},
		{Verification, "yandex-verification ca35e36c6696f217"},
		{Generator, "wordpress 6.4"},
		{App, "4422"},
		{Account, "@example"},
		{Feed, "feeds.other.example/all"},
		{Theme, "newspaper"},
		{Analytics, "G-10WWFR7XBK"},
		{Assets, "googletagmanager.com"},
		{Matomo, "count.example.org 7"},
		{Analytics, "14540629"},
		{TagManager, "GTM-W9SLGS"},
		{Ads, "AW-123987456"},
		{AdSense, "4760087305591666"},
		{Metrika, "60668698"},
		{YandexAds, "987654"},
		{Pixel, "190747804793608"},
		{TikTok, "C4ABCDEFGHIJ0123KLMN"},
		{MailRu, "3128811"},
		{Hotjar, "1234987"},
		{TagManager, "GTM-NX7XL77"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBounds(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		b.WriteString(`<script src="https://a`)
		b.WriteString(strings.Repeat("b", i%50))
		b.WriteString(`.example"></script>`)
	}
	for name, body := range map[string]string{
		"many": b.String(), "long": "<script>" + strings.Repeat("UA-4242424-1 GTM-ABCDE ", 500_000) + "</script>",
		"empty": "", "binary": "\x00\xff\xfe<script>\xed\xa0\x80</script>", "deep": strings.Repeat("<div>", 400),
	} {
		if got := read(t, "https://x.example/", body); len(got) > maxMarks {
			t.Errorf("%s: %d marks", name, len(got))
		}
	}
}

func TestBeside(t *testing.T) {
	h := http.Header{"Server": {"nginx/1.18"}, "X-Powered-By": {"PHP/7.4"}}
	if diff := cmp.Diff([]Mark{{Server, "server nginx/1.18"}, {Server, "x-powered-by php/7.4"}}, FromHeader(h)); diff != "" {
		t.Error(diff)
	}
	got := FromCertificate("www.one.example", []string{"one.example", "*.one.example", "two.example", "www.two.example"})
	if diff := cmp.Diff([]Mark{{Certificate, "two.example"}, {Certificate, "one.example"}}, got); diff != "" {
		t.Error(diff)
	}
	// Addresses of one network are strangers: nobody registered their last numbers.
	got = FromCertificate("10.0.0.1", []string{"10.0.0.1", "192.168.0.1"})
	if diff := cmp.Diff([]Mark{{Certificate, "192.168.0.1"}, {Certificate, "10.0.0.1"}}, got); diff != "" {
		t.Error(diff)
	}
	many := make([]string, 50)
	for i := range many {
		many[i] = strings.Repeat("q", i+1) + ".example"
	}
	if got := FromCertificate("one.example", many); got != nil {
		t.Errorf("a hoster's certificate: %v", got)
	}
	if got := FromFavicon([]byte("small")); got != nil {
		t.Errorf("an empty icon: %v", got)
	}
	if got := FromFavicon(make([]byte, 200)); len(got) != 1 || len(got[0].Value) != 64 {
		t.Errorf("an icon: %v", got)
	}
}

func FuzzFromPage(f *testing.F) {
	f.Add(`<script>ym(1234567,"init")</script>`)
	f.Add(`<meta name=verify content="0123456789"><link rel=alternate type=rss href="http://[::1]/x">`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, m := range read(t, "https://x.example/", body) {
			if m.Value == "" || len(m.Value) > maxValue {
				t.Errorf("mark %+v", m)
			}
		}
	})
}

func BenchmarkFromPage(b *testing.B) {
	body := strings.Repeat(`<script>var x = function(a){return a+1}; ga('create','UA-14540629-3')</script><p>Text of a paragraph.</p>`, 500)
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	u, err := url.Parse("https://x.example/")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		FromPage(doc, u)
	}
}
