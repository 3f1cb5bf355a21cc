package paper

import (
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"Su\tzəhərlidir\u200b":               "Su zəhərlidir",
		"a\x00\u202eb\xff":                   "a��b�",
		"\u2068a\u2069 b":                    "\u2068a\u2069 b",
		"\u2068a b":                          "\u2068a b\u2069",
		"a\u2069 \u2067b":                    "a� �b",
		"\u2068\u2068\u2068\u2068\u2068a":    "\u2068\u2068\u2068\u2068�a\u2069\u2069\u2069\u2069",
		strings.Repeat("a", 2001):            strings.Repeat("a", 2000) + "…",
		"\u2068" + strings.Repeat("a", 2001): "\u2068" + strings.Repeat("a", 1999) + "…\u2069",
	} {
		if got := Clean(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
		if got := Clean(Clean(in)); len(in) < 2000 && got != want {
			t.Errorf("%q cleaned twice is %q", in, got)
		}
	}
}

func TestIsolated(t *testing.T) {
	for in, want := range map[string]string{
		"":                  "",
		"Вода 7 (a)":        "Вода 7 (a)",
		"هل (Reuters) 7":    "\u2068هل (Reuters) 7\u2069",
		"هل\u2069\u2068 12": "\u2068هل�\u2068 12\u2069\u2069", // what is foreign cannot end it
	} {
		if got := Isolated(in); got != want || Clean(got) != got {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}
