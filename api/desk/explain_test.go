package desk

import (
	"testing"

	"github.com/qalxan/qalxan"
)

func TestMeans(t *testing.T) {
	for _, tt := range []struct{ lang, text, want string }{
		{"en", "“claim” does not hold; it would mean: a claim is spread", "a claim is spread"},
		{"az", "“claim” does not hold; it would mean: a claim is spread", "iddia yayılır"},
		{"ru", "it calls to violence", "призывает к насилию"},
		{"ru", "a rule of our own", "a rule of our own"},
	} {
		w, err := newWords(tt.lang)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.means(tt.text); got != tt.want {
			t.Errorf("%s: %q means %q, want %q", tt.lang, tt.text, got, tt.want)
		}
	}
}

func TestBecause(t *testing.T) {
	w, err := newWords("ru")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"incident: no — none of this is so: it calls to violence.":                                    "",
		"incident: no — one of two independent indicators: edit; missing: another indicator (claim).": "Не хватает независимых признаков.",
		"critical: no — only an incident can be critical.":                                            "критическим может быть только инцидент",
	} {
		if got := w.because(qalxan.ExplainedLevel{Text: text}); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
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
