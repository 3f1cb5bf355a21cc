package wikitext_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/crawler/source/wikipedia/wikitext"
)

func TestText(t *testing.T) {
	for name, tt := range map[string]struct{ source, want string }{
		"nothing":              {"", ""},
		"paragraphs":           {"Bir.\n\n\nİki.\r\n Üç.", "Bir.\nİki.\nÜç."},
		"emphasis":             {"'''Qarabağ''' ''bölgəsi'' '''''çox'''''", "Qarabağ bölgəsi çox"},
		"headings":             {"== Tarixi ==\nMətn\n=== Alt ===", "Tarixi\nMətn\nAlt"},
		"lists":                {"* bir\n** iki\n# üç\n: dörd\n; beş", "bir\niki\nüç\ndörd\nbeş"},
		"rules and switches":   {"a\n----\nNATO __TOC__\n----NATO\n__БЕЗ_ОГЛ__", "a\nNATO\nNATO"},
		"links":                {"[[Bakı]] və [[Gəncə|Gəncə şəhəri]]də, [[Dil#az|dil]], [[:Kateqoriya:Dil]]", "Bakı və Gəncə şəhəridə, dil, Kateqoriya:Dil"},
		"files, categories":    {"a[[Fayl:X.jpg|thumb|Şəkil [[Bakı]] haqda]]b[[Kateqoriya:Şəhərlər]][[Image:y.png]][[ Category : c]]", "ab"},
		"other languages":      {"a [[en:Baku]] [[tr:Bakü]] [[en:Baku|Baku]] [[UN: words]]", "a Baku UN: words"},
		"external":             {"[https://a.az söz] [https://b.az] [//c.az c] [1] [mailto:a@b.az poçt] x[0]", "söz c [1] poçt x[0]"},
		"templates":            {"a{{Şablon|x={{y|{{z}}}}|[[Bakı]]}}b {{{1|c}}}", "ab }"},
		"a template, unclosed": {"a {{b c [[d]]", "a b c d"},
		"mixed up":             {"a {{b [[c }} d]] e", "a d e"},
		"references":           {"a<ref name=\"x\">b [[c]] {{d}}</ref>, e<ref name=x />.<REF>f</Ref>", "a, e."},
		"comments":             {"a<!-- b -- > c -->d<!-- e", "ad"},
		"tags":                 {"a<br/>b <b>c</b><small style=\"x\">d</small> <span>e", "a\nb cd e"},
		"no tags":              {"1 < 2, 3 > 2, <3, a<", "1 < 2, 3 > 2, <3, a<"},
		"nowiki":               {"a <nowiki>[[b]] {{c}} <d></nowiki> e <nowiki/>", "a [[b]] {{c}} <d> e"},
		"not prose":            {"a<gallery>\nFile:x.jpg|b\n</gallery><math>\\frac{1}{2}</math><syntaxhighlight lang=go>x</syntaxhighlight>c", "ac"},
		"a tag, unclosed":      {"a <ref>b c", "a b c"},
		"tables":               {"a\n{| class=x\n! b\n|-\n| c || [[d]]\n {| e\n |}\n|}\nf", "a\nf"},
		"a table in a list":    {"a\n:{|\n| b\n|}\nc", "a\nc"},
		"a table, unclosed":    {"a\n{|\n| b", "a\n| b"},
		"no table":             {"a {| b |} c", "a {| b |} c"},
		"entities":             {"a&nbsp;b &amp; c &lt;d&gt; &#601;", "a b & c <d> ə"},
		"closers alone":        {"a }} b ]] c |} d", "a b c |} d"},
		"redirect":             {"#REDIRECT [[Bakı]]", "REDIRECT Bakı"},
		"after a comment":      {"<!-- x -->{|\n| b\n|}\nc", "c"},
	} {
		if diff := cmp.Diff(tt.want, wikitext.Text(tt.source)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Text full of marks that never close must not take more than a moment.
func TestHostileText(t *testing.T) {
	for _, mark := range []string{
		"{{", "[[", "\n{|", "<ref>", "<!--", "<", "<a", "[", "[//", "{{[[", "}}", "{{a}}", "<ref></ref", "'''", "\n=", "</", "<nowiki>", "&amp", "{{[[\n{|<ref>",
	} {
		start := time.Now()
		got := wikitext.Text(strings.Repeat(mark, 1<<20/len(mark)))
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%q took %s", mark, took)
		}
		if len(got) > 1<<20 {
			t.Errorf("%q grew to %d", mark, len(got))
		}
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"'''a''' [[b|c]] {{d|{{e}}}} <ref>f</ref> [https://g.az h]\n{|\n| i\n|}\n== j ==", "{{[[{|<nowiki>]]}}|}", "<!--<ref>-->[[Fayl:[[a]]|b]]", "<br>&#0;__X__",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		got := wikitext.Text(source)
		if len(got) > 3*len(source) { // an entity of two bytes can name a letter of three
			t.Errorf("%q grew to %q", source, got)
		}
		for line := range strings.SplitSeq(got, "\n") {
			if line == "" && got != "" || strings.TrimSpace(line) != line {
				t.Errorf("%q: line %q", source, line)
			}
		}
	})
}

func BenchmarkText(b *testing.B) {
	source := strings.Repeat("'''Qarabağ''' [[Azərbaycan|Azərbaycanın]] bölgəsidir.<ref name=\"a\">{{Cite web|title=x}}</ref> {{Şablon|a={{b}}}}\n\n", 500)
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		wikitext.Text(source)
	}
}
