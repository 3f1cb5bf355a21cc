package query

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var now = time.Date(2026, 3, 15, 12, 30, 0, 0, time.UTC)

func day(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }

func TestParse(t *testing.T) {
	a, b, c := Word{"a"}, Word{"b"}, Word{"c"}
	az, ru := Term{FieldLanguage, "az"}, Term{FieldLanguage, "ru"}
	for _, tt := range []struct {
		in   string
		want Node
	}{
		{"", All{}},
		{" \t ", All{}},
		{"*", All{}},
		{"seçki", Word{"seçki"}},
		{"a b", And{[]Node{a, b}}},
		{"a AND b", And{[]Node{a, b}}},
		{"a OR b", Or{[]Node{a, b}}},
		{"a b OR c", Or{[]Node{And{[]Node{a, b}}, c}}},
		{"a (b OR c)", And{[]Node{a, Or{[]Node{b, c}}}}},
		{"a (b c)", And{[]Node{a, b, c}}},
		{"a or b", And{[]Node{a, Word{"or"}, b}}},
		{"-a", Not{a}},
		{"NOT a b", And{[]Node{Not{a}, b}}},
		{"- a", a},
		{"--a", a},
		{"-(a b)", Not{And{[]Node{a, b}}}},
		{`"a  b"`, Phrase{"a b"}},
		{`«a "b" c»`, Phrase{"a b c"}},
		{"“a b”c", And{[]Node{Phrase{"a b"}, c}}},
		{"mosk*", Prefix{"mosk"}},
		{"a * b", And{[]Node{a, b}}},
		{"a – b !", And{[]Node{a, b}}},
		{"lang:az", az},
		{"LANG:AZ", az},
		{"lang:az,ru", Or{[]Node{az, ru}}},
		{"lang:(az OR ru)", Or{[]Node{az, ru}}},
		{"lang:(az, ru) a", And{[]Node{Or{[]Node{az, ru}}, a}}},
		{`source:"report-az"`, Term{FieldSource, "report-az"}},
		{"level:incident,critical", Or{[]Node{Term{FieldLevel, "incident"}, Term{FieldLevel, "critical"}}}},
		{"-level:none", Not{Term{FieldLevel, "none"}}},
		{"versions:all a", And{[]Node{Term{FieldVersions, "all"}, a}}},
		{"after:2026-03-01", Range{After: day(1)}},
		{"before:2026-03-01T10:00:00Z", Range{Before: day(1).Add(10 * time.Hour)}},
		{"after:7d", Range{After: now.Add(-7 * 24 * time.Hour)}},
		{"after:24h before:1w", And{[]Node{Range{After: now.Add(-24 * time.Hour)}, Range{Before: now.Add(-7 * 24 * time.Hour)}}}},
		{"12:30", Word{"12:30"}},
		{"https://t.me/x", Word{"https://t.me/x"}},
		{"Qeyd:mətn", Word{"Qeyd:mətn"}},
		{"note: a", And{[]Node{Word{"note:"}, a}}},
		{"F-16", Word{"F-16"}},
	} {
		t.Run(tt.in, func(t *testing.T) {
			got, err := Parse(tt.in, now)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			again, err := Parse(String(got), now)
			if err != nil {
				t.Fatalf("%s: %v", String(got), err)
			}
			if diff := cmp.Diff(got, again); diff != "" {
				t.Errorf("%s reads differently: %s", String(got), diff)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct {
		in      string
		offset  int
		message string
	}{
		{"şə (a", 3, "not closed"},
		{"a)", 1, "closes nothing"},
		{`ə "a`, 2, "quote is not closed"},
		{"AND ", 0, "nothing to search for"},
		{"()", 1, "nothing to search for"},
		{"a OR", 4, "nothing to search for"},
		{"OR a", 0, "nothing to search for"},
		{"!!!", 0, "nothing to search for"},
		{"-()", 2, "nothing to search for"},
		{"a NOT", 2, "nothing follows"},
		{"şəhər m*", 6, "two letters"},
		{"a.b*", 0, "one word"},
		{"site:x", 0, "the fields are lang: source:"},
		{"lang: az", 5, "right after the colon"},
		{"lang:azeri", 5, "language code"},
		{"a level:high", 8, "signal, incident, critical or none"},
		{"status:open", 7, "new, confirmed, dismissed, escalated or none"},
		{"versions:old", 9, "all or latest"},
		{"a OR versions:all", 5, "outside of OR"},
		{"-versions:latest", 1, "outside of OR and -"},
		{"after:yesterday", 6, "2026-01-31"},
		{"after:2026-02-30", 6, "2026-01-31"},
		{"after:7d,8d", 6, "takes one value"},
		{"lang:(az", 5, "not closed"},
		{"lang:()", 6, "right after the colon"},
		{strings.Repeat("ə", 1001), 1000, "longer than 1000"},
		{strings.Repeat("a ", 101), 201, "more than 100 parts"},
		{strings.Repeat("(", 21) + "a", 20, "more than 20 deep"},
		{strings.Repeat("-", 21) + "a", 20, "more than 20 deep"},
	} {
		t.Run(tt.in[:min(len(tt.in), 20)], func(t *testing.T) {
			_, err := Parse(tt.in, now)
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("got %v, want a *SyntaxError", err)
			}
			if syntax.Offset != tt.offset || !strings.Contains(syntax.Message, tt.message) {
				t.Errorf("got %d %q, want %d %q", syntax.Offset, syntax.Message, tt.offset, tt.message)
			}
		})
	}
}

func TestString(t *testing.T) {
	for in, want := range map[string]string{
		"a AND  b":                      "a b",
		"a b OR NOT c":                  "(a b) OR -c",
		"lang:az OR lang:ru":            "lang:az,ru",
		`-"x y" mosk*`:                  `-"x y" mosk*`,
		"after:1h":                      "after:2026-03-15T11:30:00Z",
		"before:2026-03-01 source:a,b ": "before:2026-03-01 source:a,b",
		"":                              "*",
	} {
		n, err := Parse(in, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := String(n); got != want {
			t.Errorf("%q is written %q, want %q", in, got, want)
		}
	}
}

func TestAsFilters(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want Filters
		ok   bool
	}{
		{"", Filters{Values: map[Field][]string{}}, true},
		{"lang:az,ru level:none after:2026-03-01 after:2026-03-02 before:2026-03-09 before:2026-03-08 versions:latest", Filters{
			Values: map[Field][]string{FieldLanguage: {"az", "ru"}, FieldLevel: {""}},
			After:  day(2), Before: day(8),
		}, true},
		{"a", Filters{}, false},
		{"lang:az a", Filters{}, false},
		{"-lang:az", Filters{}, false},
		{"lang:az lang:ru", Filters{}, false},
		{"lang:az OR source:x", Filters{}, false},
		{"versions:all", Filters{}, false},
	} {
		n, err := Parse(tt.in, now)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := AsFilters(n)
		if diff := cmp.Diff(tt.want, got); ok != tt.ok || diff != "" {
			t.Errorf("%q: %t\n%s", tt.in, ok, diff)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", `a (b OR "c d") -e f*`, "lang:az,ru after:7d", `source:"x y",(z) «q»`, "NOT--a", "versions:all x:y",
		"level:(none OR signal, critical)", "((((", "AND OR NOT ", "AND )", "\xff:\x00*",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		n, err := Parse(in, now)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset < 0 || syntax.Offset > len([]rune(in)) {
				t.Fatalf("%q: %v", in, err)
			}
			return
		}
		AsFilters(n)
		written := String(n)
		again, err := Parse(written, now)
		if len([]rune(written)) > MaxLength {
			return // parentheses that were left out can make it too long
		}
		if err != nil {
			t.Fatalf("%q is written %q: %v", in, written, err)
		}
		if diff := cmp.Diff(n, again); diff != "" {
			t.Fatalf("%q is written %q: %s", in, written, diff)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse(`seçki (saxta OR "yalan xəbər") lang:az,ru -source:x level:incident,critical after:7d`, now); err != nil {
			b.Fatal(err)
		}
	}
}
