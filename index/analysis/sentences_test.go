package analysis

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSentences(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"plain", "Bir. İki! Üç?  ", []string{"Bir.", "İki!", "Üç?"}},
		{"lines", "Başlıq\nMətn.\n\n\"Sitat\" budur", []string{"Başlıq", "Mətn.", "\"Sitat\" budur"}},
		{"numbers", "3.14 faiz. 21. yüzyıl", []string{"3.14 faiz.", "21. yüzyıl"}},
		{"initials", "И. Иванов сказал. Всё…", []string{"И. Иванов сказал.", "Всё…"}},
		{"quotes", "«Он ушёл.» Она нет.", []string{"«Он ушёл.»", "Она нет."}},
		{"armenian", "Սա մեկն է։ Իսկ սա: Վերջ", []string{"Սա մեկն է։", "Իսկ սա:", "Վերջ"}},
		{"georgian", "ერთი. ორი.", []string{"ერთი.", "ორი."}},
		{"persian", "خوبی؟ بله۔ باشد.", []string{"خوبی؟", "بله۔", "باشد."}},
		{"addresses", "qalxan.az saytı t.me/a.b", []string{"qalxan.az saytı t.me/a.b"}},
		{"no words", "... !? \n *** ", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range Sentences(tt.text) {
				got = append(got, tt.text[s.From:s.To])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("A. B! «C.»\nd")
	f.Add(strings.Repeat(".", 50) + "a")
	f.Add("\xff.\xc3 ։")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, s := range Sentences(text) {
			if s.From < end || s.To <= s.From || s.To > len(text) {
				t.Fatalf("sentence %+v after byte %d of %d", s, end, len(text))
			}
			end = s.To
		}
	})
}
