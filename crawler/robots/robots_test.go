package robots

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestTest(t *testing.T) {
	const agent = "Qalxan"
	tests := []struct {
		name, file, agent, url string
		allowed                bool
		rule                   string
		line                   int
	}{
		// No rules.
		{"empty file", "", agent, "/x", true, "", 0},
		{"only a comment", "# nothing\n", agent, "/x", true, "", 0},
		{"a page of HTML", "<!doctype html>\n<html><body>Disallow nothing: here</body>", agent, "/x", true, "", 0},
		{"binary junk", "\x00\x01\xff\xfe:\x80\n\x00", agent, "/x", true, "", 0},
		{"empty disallow", "User-agent: *\nDisallow:\n", agent, "/x", true, "", 0},
		{"rule before any group", "Disallow: /\nUser-agent: *\nDisallow: /y", agent, "/x", true, "", 0},
		{"group of another", "User-agent: Other\nDisallow: /", agent, "/x", true, "", 0},

		// Lines.
		{"LF", "User-agent: *\nDisallow: /x\n", agent, "/x", false, "Disallow: /x", 2},
		{"CR", "User-agent: *\rDisallow: /x\r", agent, "/x", false, "Disallow: /x", 2},
		{"CRLF", "User-agent: *\r\n\r\nDisallow: /x\r\n", agent, "/x", false, "Disallow: /x", 3},
		{"no line end", "User-agent: *\nDisallow: /x", agent, "/x", false, "Disallow: /x", 2},
		{"BOM", "\xef\xbb\xbfUser-agent: *\nDisallow: /x", agent, "/x", false, "Disallow: /x", 2},
		{"comments and space", " \tUser-agent\t: * # all\n  disallow :  /x  # why\n", agent, "/x", false, "Disallow: /x", 2},
		{"keys in any case", "USER-AGENT: *\ndIsAlLoW: /x", agent, "/x", false, "Disallow: /x", 2},
		{"no colon", "user-agent *\ndisallow /x", agent, "/x", false, "Disallow: /x", 2},
		{"no colon, too many words", "user-agent: *\ndisallow /x please", agent, "/x", true, "", 0},
		{"a common slip", "Useragent: *\nDissallow: /x", agent, "/x", false, "Disallow: /x", 2},
		{"junk lines between", "User-agent: *\nnonsense\n\x00\x00\nDisallow: /x", agent, "/x", false, "Disallow: /x", 4},
		{"NUL in a rule", "User-agent: *\nDisallow: /x\x00y", agent, "/x%00y", false, "Disallow: /x\x00y", 2},

		// Groups.
		{"several agents", "User-agent: A\nUser-agent: Qalxan\nDisallow: /x", agent, "/x", false, "Disallow: /x", 3},
		{"specific before anyone", "User-agent: *\nDisallow: /\nUser-agent: Qalxan\nDisallow: /x", agent, "/y", true, "", 0},
		{"specific and empty", "User-agent: *\nDisallow: /\nUser-agent: Qalxan\nDisallow:", agent, "/y", true, "", 0},
		{"anyone if no specific", "User-agent: Other\nAllow: /\nUser-agent: *\nDisallow: /x", agent, "/x", false, "Disallow: /x", 4},
		{"merged", "User-agent: Qalxan\nDisallow: /x\nUser-agent: *\nAllow: /\nUser-agent: qalxan\nDisallow: /y", agent, "/y", false, "Disallow: /y", 6},
		{"anyone merged", "User-agent: *\nDisallow: /x\nUser-agent: O\nAllow: /\nUser-agent: *\nDisallow: /y", agent, "/y", false, "Disallow: /y", 6},
		{"unknown lines end no group", "User-agent: A\nCrawl-delay: 1\nSitemap: s\nFoo: bar\n\nUser-agent: Qalxan\nDisallow: /x", "A", "/x", false, "Disallow: /x", 7},
		{"rules end a list of agents", "User-agent: A\nDisallow: /x\nUser-agent: Qalxan\nDisallow: /y", agent, "/x", true, "", 0},
		{"star with a tail", "User-agent: * all\nDisallow: /x", agent, "/x", false, "Disallow: /x", 2},

		// Agents.
		{"agent in any case", "User-agent: QALXAN\nDisallow: /x", "qalxan", "/x", false, "Disallow: /x", 2},
		{"version in the file", "User-agent: Qalxan/2.1\nDisallow: /x", agent, "/x", false, "Disallow: /x", 2},
		{"version in the agent", "User-agent: Qalxan\nDisallow: /x", "Qalxan/1.0", "/x", false, "Disallow: /x", 2},
		{"long agent", "User-agent: Qalxan\nDisallow: /x", "Mozilla/5.0 (compatible; Qalxan/1.0; +https://q.example/bot)", "/x", false, "Disallow: /x", 2},
		{"long agent, no version", "User-agent: Qalxan\nDisallow: /x", "Mozilla/5.0 (compatible; Qalxan)", "/x", false, "Disallow: /x", 2},
		{"agent with a contact", "User-agent: Qalxan\nDisallow: /x", "Qalxan/1.0 (+mailto:desk@q.example)", "/x", false, "Disallow: /x", 2},
		{"contact is no name", "User-agent: desk\nUser-agent: bot\nDisallow: /x", "Qalxan/1.0 (+https://desk/bot; desk@bot.example)", "/x", true, "", 0},
		{"mozilla is everyone", "User-agent: Mozilla\nDisallow: /", "Mozilla/5.0 (compatible; Qalxan/1.0)", "/x", true, "", 0},
		{"mozilla itself", "User-agent: Mozilla\nDisallow: /", "Mozilla/5.0", "/x", false, "Disallow: /", 2},
		{"no prefix of a token", "User-agent: Qal\nDisallow: /", agent, "/x", true, "", 0},
		{"no longer token", "User-agent: Qalxan-News\nDisallow: /", agent, "/x", true, "", 0},
		{"two words are no token", "User-agent: Foo\nDisallow: /\nUser-agent: *\nAllow: /", "Foo Bar", "/x", true, "Allow: /", 4},
		{"empty agent", "User-agent:\nDisallow: /a\nUser-agent: *\nDisallow: /x", "", "/x", false, "Disallow: /x", 4},

		// Longest match.
		{"longest wins", "User-agent: *\nAllow: /x\nDisallow: /x/y", agent, "/x/y/z", false, "Disallow: /x/y", 3},
		{"longest wins, other order", "User-agent: *\nDisallow: /x\nAllow: /x/y", agent, "/x/y/z", true, "Allow: /x/y", 3},
		{"tie allows", "User-agent: *\nDisallow: /x\nAllow: /x", agent, "/x", true, "Allow: /x", 3},
		{"tie allows, other order", "User-agent: *\nAllow: /x\nDisallow: /x", agent, "/x", true, "Allow: /x", 2},
		{"octets, not letters", "User-agent: *\nDisallow: /ə*\nAllow: /*********", agent, "/ə", true, "Allow: /*********", 3},
		{"prefix", "User-agent: *\nDisallow: /fish", agent, "/fishheads/yummy.html", false, "Disallow: /fish", 2},
		{"prefix with slash", "User-agent: *\nDisallow: /fish/", agent, "/fish", true, "", 0},
		{"paths mind the case", "User-agent: *\nDisallow: /Fish", agent, "/fish", true, "", 0},
		{"rule without a slash", "User-agent: *\nDisallow: fish", agent, "/fish", true, "", 0},
		{"index page allows its folder", "User-agent: *\nDisallow: /\nAllow: /a/index.html", agent, "/a/", true, "Allow: /a/index.html", 3},
		{"and nothing below", "User-agent: *\nDisallow: /\nAllow: /a/index.html", agent, "/a/b", false, "Disallow: /", 2},

		// Wildcards.
		{"star", "User-agent: *\nDisallow: /*.php", agent, "/a/b.php?c", false, "Disallow: /*.php", 2},
		{"star and end", "User-agent: *\nDisallow: /*.php$", agent, "/a.php?c", true, "", 0},
		{"star and end match", "User-agent: *\nDisallow: /*.php$", agent, "/a.php.php", false, "Disallow: /*.php$", 2},
		{"end", "User-agent: *\nDisallow: /x$", agent, "/xy", true, "", 0},
		{"end match", "User-agent: *\nDisallow: /x$", agent, "/x", false, "Disallow: /x$", 2},
		{"dollar inside is a dollar", "User-agent: *\nDisallow: /a$b", agent, "/a$b", false, "Disallow: /a$b", 2},
		{"escaped star is a star", "User-agent: *\nDisallow: /a%2Ab", agent, "/a*b", false, "Disallow: /a%2Ab", 2},
		{"escaped star is no wildcard", "User-agent: *\nDisallow: /a%2Ab", agent, "/axb", true, "", 0},
		{"star matches a raw star", "User-agent: *\nDisallow: /a*b", agent, "/a*xb", false, "Disallow: /a*b", 2},
		{"escaped dollar is a dollar", "User-agent: *\nDisallow: /a%24", agent, "/a$b", false, "Disallow: /a%24", 2},
		{"star in front", "User-agent: *\nDisallow: *x", agent, "/a/x", false, "Disallow: *x", 2},
		{"stars overlap nothing", "User-agent: *\nDisallow: /*ab*ba$", agent, "/aba", true, "", 0},
		{"two stars", "User-agent: *\nDisallow: /a**b", agent, "/a1b2", false, "Disallow: /a**b", 2},

		// Queries and addresses.
		{"query is part of the path", "User-agent: *\nDisallow: /*?id=", agent, "https://q.example/a?id=1", false, "Disallow: /*?id=", 2},
		{"order of a query stays", "User-agent: *\nDisallow: /a?b=1&a=2", agent, "https://q.example/a?b=1&a=2", false, "Disallow: /a?b=1&a=2", 2},
		{"query without path", "User-agent: *\nDisallow: /?x", agent, "https://q.example?x", false, "Disallow: /?x", 2},
		{"no path", "User-agent: *\nDisallow: /", agent, "https://q.example", false, "Disallow: /", 2},
		{"no scheme", "User-agent: *\nDisallow: /x", agent, "q.example/x", false, "Disallow: /x", 2},
		{"fragment is none", "User-agent: *\nDisallow: /*x", agent, "https://q.example/a#x", true, "", 0},
		{"an address in the query", "User-agent: *\nDisallow: /b", agent, "/a?u=https://q.example/b", true, "", 0},
		{"robots.txt itself", "User-agent: *\nDisallow: /", agent, "https://q.example/robots.txt", true, "", 0},

		// Percent-normalisation.
		{"raw rule, upper escapes", "User-agent: *\nDisallow: /новости", agent, "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1", false, "Disallow: /новости", 2},
		{"raw rule, lower escapes", "User-agent: *\nDisallow: /новости", agent, "/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8/1", false, "Disallow: /новости", 2},
		{"upper rule, lower escapes", "User-agent: *\nDisallow: /%D0%B0", agent, "/%d0%b0", false, "Disallow: /%D0%B0", 2},
		{"lower rule, upper escapes", "User-agent: *\nDisallow: /%d0%b0", agent, "/%D0%B0", false, "Disallow: /%d0%b0", 2},
		{"lower rule, raw address", "User-agent: *\nDisallow: /%d0%b0", agent, "/а", false, "Disallow: /%d0%b0", 2},
		{"raw both", "User-agent: *\nDisallow: /xəbərlər", agent, "/xəbərlər/bu-gün", false, "Disallow: /xəbərlər", 2},
		{"half an escape more", "User-agent: *\nDisallow: /%D0%B0", agent, "/%D0%B1", true, "", 0},
		{"escaped unreserved", "User-agent: *\nDisallow: /foo/bar/%62%61%7A", agent, "/foo/bar/baz", false, "Disallow: /foo/bar/%62%61%7A", 2},
		{"escaped unreserved in the address", "User-agent: *\nDisallow: /baz", agent, "/%62%61z", false, "Disallow: /baz", 2},
		{"escaped slash is no slash", "User-agent: *\nDisallow: /a/b", agent, "/a%2Fb", true, "", 0},
		{"space", "User-agent: *\nDisallow: /a b", agent, "/a%20b", false, "Disallow: /a b", 2},
		{"broken escape", "User-agent: *\nDisallow: /100%", agent, "/100%25", false, "Disallow: /100%", 2},
		{"braces", "User-agent: *\nDisallow: /{a}", agent, "/%7Ba%7d", false, "Disallow: /{a}", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := Decision{tt.allowed, tt.rule, tt.line}
			if got := Parse([]byte(tt.file)).Test(tt.agent, tt.url); got != want {
				t.Errorf("Test(%q, %q) = %+v, want %+v", tt.agent, tt.url, got, want)
			}
		})
	}
}

func TestZeroRulesPermit(t *testing.T) {
	if d := new(Rules).Test("Qalxan", "/x"); !d.Allowed {
		t.Errorf("zero rules: %+v", d)
	}
}

func TestCrawlDelay(t *testing.T) {
	tests := []struct {
		name, file, agent string
		want              time.Duration
		found             bool
	}{
		{"none", "User-agent: *\nDisallow: /", "Qalxan", 0, false},
		{"whole", "User-agent: *\nCrawl-delay: 10", "Qalxan", 10 * time.Second, true},
		{"fraction", "User-agent: *\nCrawl-delay: 0.5", "Qalxan", 500 * time.Millisecond, true},
		{"after rules", "User-agent: *\nDisallow: /x\nCrawl-delay: 3", "Qalxan", 3 * time.Second, true},
		{"specific", "User-agent: *\nCrawl-delay: 9\nDisallow: /\nUser-agent: Qalxan\nCrawl-delay: 2", "Qalxan/1.0 (+q)", 2 * time.Second, true},
		{"specific without", "User-agent: *\nCrawl-delay: 9\nDisallow: /\nUser-agent: Qalxan\nDisallow: /x", "Qalxan", 0, false},
		{"a block above is not ours", "User-agent: Slow\nCrawl-delay: 100\n\nUser-agent: *\nDisallow: /x", "Qalxan", 0, false},
		{"longest of several", "User-agent: *\nCrawl-delay: 2\nCrawl-delay: 7\nCrawl-delay: 4", "Qalxan", 7 * time.Second, true},
		{"negative", "User-agent: *\nCrawl-delay: -1", "Qalxan", 0, false},
		{"no number", "User-agent: *\nCrawl-delay: NaN", "Qalxan", 0, false},
		{"beyond all bounds", "User-agent: *\nCrawl-delay: 1e300", "Qalxan", maxDelay, true},
		{"infinite", "User-agent: *\nCrawl-delay: Inf", "Qalxan", maxDelay, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, found := Parse([]byte(tt.file)).CrawlDelay(tt.agent)
			if got != tt.want || found != tt.found {
				t.Errorf("CrawlDelay = %v, %v, want %v, %v", got, found, tt.want, tt.found)
			}
		})
	}
}

func TestSitemaps(t *testing.T) {
	r := Parse([]byte("Sitemap: https://q.example/1.xml\nUser-agent: *\nsitemap: /2.xml\nDisallow: /\nSite-map:\nSITEMAP:https://q.example/3.xml#x"))
	want := "[https://q.example/1.xml /2.xml https://q.example/3.xml]"
	if got := fmt.Sprint(r.Sitemaps()); got != want {
		t.Errorf("Sitemaps = %s, want %s", got, want)
	}
}

func TestSizeIsBounded(t *testing.T) {
	head := "User-agent: *\nDisallow: /x\n"
	filler := strings.Repeat("# 34567\n", MaxSize/8)
	r := Parse([]byte(head + filler + "Disallow: /late\n"))
	if r.Test("Qalxan", "/x").Allowed {
		t.Error("a rule before the bound was lost")
	}
	if !r.Test("Qalxan", "/late").Allowed {
		t.Error("a rule behind the bound was read")
	}
	cut := head + strings.Repeat("#", MaxSize-len(head)-len("\nDisallow: /")) + "\nDisallow: /private\n"
	if !Parse([]byte(cut)).Test("Qalxan", "/public").Allowed {
		t.Error("half a rule was read")
	}
}

func TestLongLineIsCut(t *testing.T) {
	long := "/x/" + strings.Repeat("a", maxLine)
	r := Parse([]byte("User-agent: *\nDisallow: " + long + "/q"))
	if r.Test("Qalxan", long+"/z").Allowed {
		t.Error("the beginning of a line that is too long does not count")
	}
}

// A matcher that backtracks needs longer than the universe has for this.
func TestManyStars(t *testing.T) {
	file := "User-agent: *\nDisallow: /" + strings.Repeat("a*", 5000) + "b$"
	if !Parse([]byte(file)).Test("Qalxan", "/"+strings.Repeat("a", 8000)).Allowed {
		t.Error("matched without its end")
	}
}

func FuzzTest(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /*a*b$\nAllow: /%d0%b0\nCrawl-delay: 1"), "Qalxan/1.0 (x)", "https://q.example/a?b")
	f.Add([]byte("\xef\xbb\xbfuser-agent q\rdisallow /\r\n\x00"), "", "//")
	f.Fuzz(func(t *testing.T, file []byte, agent, url string) {
		r := Parse(file)
		d := r.Test(agent, url)
		if !d.Allowed && d.Rule == "" {
			t.Errorf("refused without a rule: %+v", d)
		}
		if again := r.Test(agent, url); again != d {
			t.Errorf("%+v, then %+v", d, again)
		}
		if p := pathOf(url); normalise(p) != p {
			t.Errorf("normalising %q twice differs", p)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	file := []byte("User-agent: *\n" + strings.Repeat("Disallow: /section/*/page?id=\nAllow: /новости\n", 100))
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		Parse(file)
	}
}

func BenchmarkTest(b *testing.B) {
	r := Parse([]byte("User-agent: *\n" + strings.Repeat("Disallow: /section/*/page?id=\nAllow: /новости\n", 100)))
	for b.Loop() {
		r.Test("Qalxan", "https://q.example/section/4/2026/11/21/a-long-headline.html")
	}
}
