package span

import (
	"slices"
	"strings"
	"testing"
)

func TestQuotations(t *testing.T) {
	for text, want := range map[string][]string{
		`He said: "it is so".`:             {"it is so"},
		`He said “it is so” and „not so“.`: {"it is so", "not so"},
		`Он сказал: «вода отравлена».`:     {"вода отравлена"},
		`A lone " mark`:                    nil,
		`«never closed`:                    nil,
		``:                                 nil,
		`""`:                               {""},
	} {
		var got []string
		for _, s := range Quotations(text) {
			got = append(got, text[s.From:s.To])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q holds %q, want %q", text, got, want)
		}
	}
}

// TestQuotationsAreBounded holds that marks that are never closed are looked
// for once.
func TestQuotationsAreBounded(t *testing.T) {
	if got := Quotations(strings.Repeat("“«„\"“", 200_000) + "x"); len(got) != 200_000 {
		t.Errorf("%d quotations", len(got))
	}
}
