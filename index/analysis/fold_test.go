package analysis

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Every word of a line folds to the first.
func TestFold(t *testing.T) {
	for _, line := range []string{
		"istanbul İSTANBUL Istanbul ISTANBUL ıstanbul i̇stanbul",
		"çəşgöü ÇƏŞGÖÜ c\u0327ə\u015fgo\u0308u\u0308 çə\u0219göü",
		"ağ AĞ ag\u0306",
		"hala hâlâ Hálà",
		"елка ёлка ЁЛКА е\u0308лка",
		"замок за\u0301мок",
		"йод ЙОД и\u0306од",
		"їжак ЇЖАК і\u0308жак",
		"երեւան երևան ԵՐԵՒԱՆ Երևան",
		"մն ﬓ",
		"ინი ᲘᲜᲘ",
		"علی علي على",
		"کتاب كتاب کتـاب كِتَاب",
		"امه أمة إمة آمه",
		"میخواهم می\u200cخواهم مي\u200dخواهم",
		"2026 ٢٠٢٦ ۲۰۲۶ ２０２６",
		"o'z oʻz o‘z o’z o`z oʼz o´z",
		"fi ﬁ ＦＩ",
		"қоғам ҚОҒАМ",
	} {
		words := strings.Fields(line)
		for _, w := range words {
			if got := Fold(w); got != words[0] {
				t.Errorf("Fold(%q) = %q, want %q", w, got, words[0])
			}
		}
	}
}

func TestFoldKeepsApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"aç", "ac"},
		{"şən", "sən"},
		{"dağ", "dag"},
		{"öl", "ol"},
		{"üz", "uz"},
		{"ət", "et"},
		{"й", "и"},
		{"ї", "і"},
		{"қ", "к"},
		{"ғ", "г"},
		{"a", "а"},
	} {
		if Fold(pair[0]) == Fold(pair[1]) {
			t.Errorf("%q and %q fold to one form", pair[0], pair[1])
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"İ", "ё", "և", "ﬓ", "s\u0326\u0327", "ǖ", "ŉ", "ﷺ", "が", "\xff", "ᲘᲜᲘ", "a" + strings.Repeat("\u0301", 40)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, word string) {
		once := Fold(word)
		if !utf8.ValidString(once) {
			t.Fatalf("Fold(%q) is not UTF-8", word)
		}
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %+q, folded again %+q", word, once, twice)
		}
	})
}
