package desk

import (
	"testing"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/classify/criteria"
)

func TestMeans(t *testing.T) {
	said := map[string]string{"en": "a claim is spread", "az": "iddia yayılır"}
	for _, tt := range []struct {
		lang string
		f    qalxan.ExplainedFeature
		want string
	}{
		{"en", qalxan.ExplainedFeature{Means: said, Text: "“claim” does not hold; it would mean: a claim is spread"}, "a claim is spread"},
		{"az", qalxan.ExplainedFeature{Means: said}, "iddia yayılır"},
		{"ru", qalxan.ExplainedFeature{Means: said}, "a claim is spread"},
		{"ru", qalxan.ExplainedFeature{Text: "of before they were kept"}, "of before they were kept"},
	} {
		w, err := newWords(tt.lang)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.means(tt.f); got != tt.want {
			t.Errorf("%s: %+v means %q, want %q", tt.lang, tt.f, got, tt.want)
		}
	}
}

func TestBecause(t *testing.T) {
	w, err := newWords("ru")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		why  qalxan.Reason
		want string
	}{
		{qalxan.Reason{Code: criteria.CodeNone, Facts: map[string]string{"rules": "it calls to violence"}}, ""},
		{
			qalxan.Reason{Code: criteria.CodeShortfall, Facts: map[string]string{"have": "1", "want": "2", "seen": "edit", "without": "another", "families": "claim, burst"}},
			"Независимых признаков: 1 из 2. Замечено: скрытая правка. Не хватает ещё одного, например: отслеживаемое утверждение, внезапный рост.",
		},
		{qalxan.Reason{Code: criteria.CodeIncident}, "критическим может быть только инцидент"},
	} {
		if got := w.because(qalxan.ExplainedLevel{Why: tt.why}); got != tt.want {
			t.Errorf("%s became %q, want %q", tt.why.Code, got, tt.want)
		}
	}
}

// TestRefusalsAreSaid: every rule of review that forbids a decision has words.
func TestRefusalsAreSaid(t *testing.T) {
	codes, err := spoken()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range codes {
		w, err := newWords(code)
		if err != nil {
			t.Fatal(err)
		}
		for _, refusal := range qalxan.RefusalCodes() {
			key := forbids(&qalxan.Refusal{Reason: qalxan.Reason{Code: refusal}, Err: qalxan.ErrReview})
			if _, err := w.say("review.why." + key); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestTick(t *testing.T) {
	w, err := newWords("az")
	if err != nil {
		t.Fatal(err)
	}
	for label, want := range map[string]string{"03-04 12:00": "04.03 12:00", "2026-03-04": "04.03.2026", "later": "later"} {
		if got := w.tick(label); got != want {
			t.Errorf("%q became %q, want %q", label, got, want)
		}
	}
}

func TestReasonsFold(t *testing.T) {
	for all, want := range map[int]int{0: 0, 3: 0, 4: 0, 5: 2} {
		reasons := make([]why, all)
		if got := len(folded(reasons)); got != want || len(leading(reasons)) != all-want {
			t.Errorf("of %d reasons %d are folded, want %d", all, got, want)
		}
	}
}
