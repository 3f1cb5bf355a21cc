package markdown

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/report/paper"
)

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"plain ə, və":      "plain ə, və",
		"[x](http://a)":    `\[x\]\(http&#58;//a\)`,
		"<b>&amp;":         "&#60;b&#62;&#38;amp;",
		"# a\n- b":         `\# a \- b`,
		"me@www.a.az":      `me&#64;www\.a\.az`,
		"a|b\\|c":          `a\|b\\\|c`,
		"\x00\u202eevil":   "\ufffd\ufffdevil",
		"soft\u00adhyphen": "softhyphen",
	} {
		if got := Escape(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestMarkedRunsAreOneEmphasis(t *testing.T) {
	marked := func(text, number string) paper.Run { return paper.Run{Text: text, Marked: true, Number: number} }
	for want, line := range map[string]paper.Line{
		`**a \[1\] b c** d`: {marked("a", "1"), marked(" b ", ""), marked("c ", ""), {Text: "d"}},
		`x **a** \[2\] y`:   {{Text: "x"}, marked(" a ", "2"), {Text: "y"}},
		`a  b`:              {{Text: "a"}, marked("  ", ""), {Text: "b"}},
	} {
		if got := runs(line); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWrite(t *testing.T) {
	p := &paper.Paper{
		Title: "T", Marking: "TLP:RED", Foot: paper.Words{paper.Plain("foot")},
		Blocks: []paper.Block{
			{Kind: paper.Heading, Level: 3, Words: paper.Words{paper.Plain("az"), paper.Plain("en")}},
			{Kind: paper.Quote, Words: paper.Same(paper.Run{Text: "a\nb "}, paper.Run{Text: "c", Marked: true, Number: "1,2"})},
			{Kind: paper.List, Ordered: true, Items: []paper.Words{paper.Same(paper.Run{Text: "x", Link: "https://a.example/|>"})}},
			{Kind: paper.Table, Columns: []paper.Words{{paper.Plain("h")}}, Rows: [][]paper.Words{{{paper.Plain("1|2")}}}},
			{Kind: paper.Picture},
		},
	}
	var out bytes.Buffer
	if err := Write(&out, p); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"# T", "", "**TLP&#58;RED**", "", "### az / en", "", `> a b **c** \[1,2\]`, "", "1. [x](<https://a.example/%7C%3E>)", "", "| h |", "| --- |", `| 1\|2 |`, "", "---", "", "foot", "",
	}, "\n")
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}
