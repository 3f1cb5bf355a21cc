package narrative

import (
	"testing"

	"github.com/qalxan/qalxan"
)

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
