package analysis

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/qalxan/qalxan/internal/shareddata"
)

// The words of each row share a stem.
func TestStem(t *testing.T) {
	for _, tt := range []struct{ language, words string }{
		{"az", "seçki Seçkilər seçkilərdə SEÇKİNİN seçkidən"},
		{"az", "Azərbaycan Azərbaycanın Azərbaycanda Azərbaycandan"},
		{"az", "Bakı Bakıda Bakının BAKIDAN"},
		{"az", "uşaq uşağı uşaqlar uşağa"},
		{"az", "NATO NATO'nun"},
		{"ru", "выборы выборов ВЫБОРАМИ выборах"},
		{"tr", "seçimler SEÇİMLERDE seçimlere"},
		{"tr", "Kıbrıs Kıbrıs'ta KIBRIS’IN"},
		{"en", "election elections Election's"},
		{"de", "Wahlen Wahl wahlen"},
		{"fr", "élections ÉLECTION"},
		{"ar", "كتاب الكتاب"},
	} {
		words := strings.Fields(tt.words)
		want, _ := Stem(tt.language, words[0])
		for _, w := range words {
			if got, ok := Stem(tt.language, w); got != want || !ok {
				t.Errorf("Stem(%s, %s) = %s, %t; want %s", tt.language, w, got, ok, want)
			}
		}
	}
}

func TestStemOfOtherLanguage(t *testing.T) {
	if got, ok := Stem("ka", "ᲗᲑᲘᲚᲘᲡᲘ"); got != "თბილისი" || ok {
		t.Errorf("got %q, %t; want the folded word and false", got, ok)
	}
}

// A five-letter prefix reaches recall 0.759 and conflation 0.028 on these
// forms. Recall is the share of forms that get their lemma's stem, conflation
// the share of forms in a group of one stem that mixes lemmas.
func TestStemAzerbaijaniForms(t *testing.T) {
	recall, conflation := azerbaijaniForms(t)
	t.Logf("recall %.3f, conflation %.3f", recall, conflation)
	if recall < 0.93 || conflation > 0.035 {
		t.Errorf("recall %.3f and conflation %.3f; want at least 0.93 and at most 0.035", recall, conflation)
	}
}

func azerbaijaniForms(t *testing.T) (recall, conflation float64) {
	groups := map[string]map[string]int{} // stem, lemma, forms
	forms, kept := 0, 0
	for _, row := range unimorph(t) {
		lemma, _ := Stem("az", row[0])
		stem, _ := Stem("az", row[1])
		if groups[stem] == nil {
			groups[stem] = map[string]int{}
		}
		groups[stem][row[0]]++
		forms++
		if stem == lemma {
			kept++
		}
	}
	mixed := 0
	for _, lemmas := range groups {
		for _, n := range lemmas {
			if len(lemmas) > 1 {
				mixed += n
			}
		}
	}
	return float64(kept) / float64(forms), float64(mixed) / float64(forms)
}

// unimorph reads lemma and form of each row.
func unimorph(t *testing.T) [][]string {
	f, err := os.Open(filepath.Join(shareddata.Folder(t, "unimorph-aze"), "aze.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows [][]string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if row := strings.Split(lines.Text(), "\t"); len(row) == 3 {
			rows = append(rows, row)
		}
	}
	return rows
}

func FuzzStem(f *testing.F) {
	for _, language := range Stemmed() {
		for _, seed := range []string{"", "seçkilərin", "выборов", "'s", "\xff", "الانتخابات", "İI\u0307"} {
			f.Add(language, seed)
		}
	}
	f.Fuzz(func(t *testing.T, language, word string) {
		stem, _ := Stem(language, word)
		if !utf8.ValidString(stem) || Fold(stem) != stem || (stem == "") != (Fold(word) == "") {
			t.Fatalf("Stem(%s, %q) = %q", language, word, stem)
		}
	})
}

func BenchmarkStemAzerbaijani(b *testing.B) {
	for b.Loop() {
		Stem("az", "respublikalarımızdakıların")
	}
}
