package analysis

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestTokens(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"azerbaijani", "İstanbulda ISI, ısı və Şuşa-Xankəndi!", "istanbulda isi isi və şuşa xankəndi"},
		{"armenian", "Ի՞նչ է սա։ Եվ Երևան, ԵՒ", "ինչ է սա եվ երեւան եւ"},
		{"georgian", "ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ და თბილისი", "საქართველო და თბილისი"},
		{"uzbek", "Oʻzbekiston O‘zbekiston O'zbekiston O`zbekiston gʻalaba", "o'zbekiston o'zbekiston o'zbekiston o'zbekiston g'alaba"},
		{"ukrainian", "м’ята, їжак", "м'ята їжак"},
		{"kazakh", "Қазақстан ӘҢГІМЕ", "қазақстан әңгіме"},
		{"russian", "Ёлка за́мок", "елка замок"},
		{"persian", "می\u200cخواهم كتاب‌های", "میخواهم کتابهای"},
		{"arabic", "الأُمَّةُ إلى مـــصر ٢٠٢٦", "الامه الی مصر 2026"},
		{"english", "Trump's 'quoted' don't U.S. 3.14 1,000 F-16", "trump's quoted don't u s 3.14 1,000 f 16"},
		{"dates", "21.11.2026 12:30 2026-11-21", "21.11.2026 12 30 2026 11 21"},
		{"invisible", "dez\u00adinfor\u200bmasi\u2060ya\u202e", "dezinformasiya"},
		{"alone", "' ʻ \u0301 ـ \u200d · _", ""},
		{"ideographs", "北京a", "北 京 a"},
		{"bytes", "ab\xffcd\xc3", "ab cd"},
		{"address", "https://t.me/a_b?x=1", "https t me a b x 1"},
		{"long", strings.Repeat("a", 130), strings.Repeat("a", 64) + " " + strings.Repeat("a", 64) + " aa"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, texts(Tokens(tt.text))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func texts(tokens []Token) string {
	var all []string
	for _, tok := range tokens {
		all = append(all, tok.Text)
	}
	return strings.Join(all, " ")
}

func TestTokenPlaces(t *testing.T) {
	text := "«İlham», ЁЛКА"
	for i, want := range []string{"İlham", "ЁЛКА"} {
		tok := Tokens(text)[i]
		if got := text[tok.From:tok.To]; got != want {
			t.Errorf("token %d stands at %q, want %q", i, got, want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"", "Şuşa'nın 3.14", "می\u200cخواهم", "a\u0301\u0327", "\xff\u02bb", "ﷺ ½ ﬓ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, tok := range Tokens(text) {
			if tok.From < end || tok.To <= tok.From || tok.To > len(text) {
				t.Fatalf("token %+v after byte %d of %d", tok, end, len(text))
			}
			if tok.Text == "" || !utf8.ValidString(tok.Text) || Fold(tok.Text) != tok.Text {
				t.Fatalf("token text %q is empty, not UTF-8 or not folded", tok.Text)
			}
			end = tok.To
		}
	})
}

const page = "Azərbaycan Respublikasının Xarici İşlər Nazirliyi bildirib ki, «dezinformasiya» yayılır. " +
	"Министерство иностранных дел заявило, что ещё одна публикация не соответствует действительности. " +
	"Հայաստանի Հանրապետության արտաքին գործերի նախարարությունը և կառավարությունը։ "

func BenchmarkTokens(b *testing.B) {
	text := strings.Repeat(page, 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Tokens(text)
	}
}
