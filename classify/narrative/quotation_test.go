package narrative

import (
	"slices"
	"testing"

	"github.com/qalxan/qalxan"
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
		for _, s := range quotations(text) {
			got = append(got, text[s.From:s.To])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q holds %q, want %q", text, got, want)
		}
	}
}

func TestQuotedClaimIsReported(t *testing.T) {
	d, err := New([]qalxan.Narrative{{
		ID: "water", Claim: "The water of Marjan is poisoned.",
		Wordings: map[string][]string{
			"en": {"people in Marjan are drinking poisoned water"},
			"ru": {"жители Марджана пьют отравленную воду"},
		},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		language, text string
		want           qalxan.Stance
	}{
		{"en", `The post reads: "People in Marjan are drinking poisoned water".`, qalxan.StanceReports},
		{"ru", `В тексте написано: «Жители Марджана пьют отравленную воду».`, qalxan.StanceReports},
		{"en", `People in Marjan are drinking poisoned water, and nobody "cares".`, qalxan.StanceSpreads},
		{"en", `"People in Marjan are drinking poisoned water".`, qalxan.StanceSpreads},
		{"en", `People in Marjan are drinking poisoned water. A post reads: "People in Marjan are drinking poisoned water".`, qalxan.StanceSpreads},
	} {
		signals := d.Detect(qalxan.Item{Text: tt.text, Language: qalxan.Language{Code: tt.language}})
		if len(signals) != 1 || signals[0].Stance != tt.want {
			t.Errorf("%s: %+v, want one signal that %s", tt.text, signals, tt.want)
		}
	}
}
