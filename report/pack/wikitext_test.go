package pack

import (
	"regexp"
	"strings"
	"testing"

	"github.com/qalxan/qalxan"
)

// loose are signs by which MediaWiki begins something.
var loose = regexp.MustCompile(`[\[\]{}<>|='*#:;~_!"\n\x00-\x1f\x{202a}-\x{202e}\x{2066}-\x{2069}]`)

var entity = regexp.MustCompile(`&#[0-9]+;`)

func TestHostileWikitext(t *testing.T) {
	for _, text := range []string{
		"{{subst:delete}}", "[[User:X|x]]", "~~~~", "</nowiki><nowiki>", "<script>alert(1)</script>", "\n== x ==\n", "https://evil.example", "ISBN 123", "RFC\u00a01",
		"__NOTOC__", "-{x}-", "''x''", "\u202eabc", "#REDIRECT [[x]]", "&lt;ref&gt;", "* x", ": x", "a|b", "{{{1}}}", "\x00\x01", "&#91;[x]]",
	} {
		got := entity.ReplaceAllString(wikitext(text), "")
		if bad := loose.FindString(got); bad != "" || strings.Contains(got, "&") || strings.Contains(got, "ISBN ") || strings.Contains(got, "RFC ") {
			t.Errorf("%q became %q", text, wikitext(text))
		}
		e := seen("https://en.wikipedia.org/w/index.php?oldid=1", text, qalxan.DetectEdit)
		_, section := packed(t, Wikipedia, "", e)
		if strings.Count(section, "\n== ") != 1 || strings.Count(section, "~~~~") != 1 || strings.Contains(section, "{{") || strings.Count(section, "[[") != 2 {
			t.Errorf("%q changed the section:\n%s", text, section)
		}
		e.Item.URL = "https://tr.wikipedia.org/w/index.php?oldid=1"
		if p, _ := packed(t, Wikipedia, "", e); loose.MatchString(strings.TrimPrefix(strings.TrimPrefix(p.Parts[0].To, "https:"), "//tr.wikipedia.org/wiki/Talk:")) && !strings.HasSuffix(p.Parts[0].To, "/wiki/Special:Permalink/1") {
			t.Errorf("%q leads to %s", text, p.Parts[0].To)
		}
	}
}

func FuzzWikitext(f *testing.F) {
	f.Add("{{x}} [[y]] ~~~~")
	f.Add("ISBN\u3000123 \xff")
	f.Fuzz(func(t *testing.T, text string) {
		if got := entity.ReplaceAllString(wikitext(text), ""); loose.MatchString(got) || strings.Contains(got, "&") {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func FuzzPlain(f *testing.F) {
	f.Add("https://körpü.example/a b?\u202e#<x>")
	f.Add("https://a@b.example:80/%")
	f.Fuzz(func(t *testing.T, address string) {
		for _, b := range []byte(plain(address)) {
			if b <= ' ' || b >= 0x7f || b == '<' || b == '>' || b == '"' {
				t.Fatalf("%q became %q", address, plain(address))
			}
		}
	})
}
