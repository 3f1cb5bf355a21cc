package cue

import (
	"testing"

	"github.com/qalxan/qalxan/index/analysis"
)

func none(int) bool { return false }

func TestFind(t *testing.T) {
	for _, test := range []struct{ code, text, want string }{
		{"en", "This is fake.", "fake"},
		{"en", "There is NO truth in it", "no truth"},
		{"en", "This is not fake.", ""},
		{"en", "A fakir walked by the lieutenant.", ""},
		{"az", "Bu xəbər yalandır", "yalandir"},
		{"az", "Bu, yalan deyil", ""},
		{"az", "Həqiqətə uyğun deyildir", "həqiqətə uyğun deyildir"},
		{"ru", "Это не соответствует действительности", "не соответствует"},
		{"ru", "Это не фейк", ""},
		{"tr", "Gerçeği yansıtmıyor", "gerçeği yansitmiyor"},
		{"fa", "این خبر بی\u200cاساس است", "بیاساس"},
		{"xx", "fake", ""},
	} {
		s := Of(test.code)
		if got := s.Find(s.Verdict, analysis.Tokens(test.text), none); got != test.want {
			t.Errorf("%s %q: found %q, want %q", test.code, test.text, got, test.want)
		}
	}
	s := Of("en")
	if got := s.Find(s.Verdict, analysis.Tokens("fake news, a hoax"), func(at int) bool { return at == 0 }); got != "hoax" {
		t.Errorf("a word that is skipped is found: %q", got)
	}
}

func TestNegatedVerb(t *testing.T) {
	for _, test := range []struct {
		code, verb, word string
		want             bool
	}{
		{"az", "zəhərlənib", "zəhərlənməyib", true},
		{"az", "töküblər", "tökülməyib", true},
		{"az", "zəhərlənib", "zəhərlənməsi", false}, // the noun
		{"az", "zəhərlənib", "zəhərlənmişdir", false},
		{"az", "zəhərlənməyib", "zəhərlənməmişdi", false}, // both are
		{"az", "su", "sumu", false},
		{"tr", "döktüler", "dökülmedi", true},
		{"tr", "görüyor", "görmüyor", true},
		{"fa", "شده", "نشده", true},
		{"hy", "թունավորվել", "չթունավորվել", true},
		{"en", "poisoned", "unpoisoned", false},
	} {
		if got := NegatedVerb(test.code, analysis.Fold(test.verb), analysis.Fold(test.word)); got != test.want {
			t.Errorf("%s: %s is the negative of %s: %t", test.code, test.word, test.verb, got)
		}
	}
}

// A list that repeats or swallows an entry is a slip.
func TestLists(t *testing.T) {
	for _, code := range Languages() {
		s := Of(code)
		for name, phrases := range map[string][]Phrase{
			"verdict": s.Verdict, "denial": s.Denial, "distance": s.Distance, "attribution": s.Attribution, "vague": s.Vague,
		} {
			if len(phrases) == 0 {
				t.Errorf("%s has no cues of %s", code, name)
			}
			for _, p := range phrases {
				if len(p) == 1 && len([]rune(p[0].text)) < 2 {
					t.Errorf("%s: %s %q is too short", code, name, p[0].text)
				}
			}
		}
		if len(s.negation) == 0 {
			t.Errorf("%s has no words of negation", code)
		}
	}
}

func FuzzNegatedVerb(f *testing.F) {
	f.Add("az", "zəhərlənib", "zəhərlənməyib")
	f.Add("fa", "شده", "\xffن")
	f.Fuzz(func(t *testing.T, code, verb, word string) {
		if verb == word && NegatedVerb(code, verb, word) {
			t.Fatalf("%s: %q negates itself", code, verb)
		}
	})
}
