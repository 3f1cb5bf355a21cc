package pdf

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/qalxan/qalxan/report/paper"
)

var update = flag.Bool("update", false, "write the golden files")

// hard are texts with what is hard in each script: digits, Latin names, brackets and
// dates among letters from right to left, marks over letters, ligatures, letters
// that the font lacks, words without an end.
var hard = []struct{ lang, text string }{
	{"az", "Şəhər suyu zəhərlənib? “Su Həqiqəti” 3 mart 2026-cı ildə saat 05:20-də yazdı (7 dərc, 91 %)."},
	{"hy", "Քաղաքի ջուրը թունավորվա՞ծ է. «Լուր» կայքը գրեց 2026 թ. մարտի 3-ին (7 հրապարակում), և Reuters-ը հերքեց։"},
	{"ka", "ქალაქის წყალი მოწამლულია? „ამბები“ წერს: 2026 წლის 3 მარტს (7 პუბლიკაცია) ᲡᲐᲘᲜᲤᲝᲠᲛᲐᲪᲘᲝ TV24."},
	{"ru", "Вода в городе отравлена? «Берег Инфо» написал 3 марта 2026 года (7 публикаций), ещё раньше — подъём цен."},
	{"fa", "آیا آب شهر مسموم است؟ وب‌سایت «BBC فارسی» در ۳ مارس ۲۰۲۶ (ساعت 05:20) نوشت: می‌گویند ۹۱٪ متن در Telegram کپی شده [منبع ۷]."},
	{"ar", "هل مياه المدينة مسمومة؟ كتب موقع (Reuters) في 3 مارس 2026، الساعة 05:20: «الماءُ مُلوَّثٌ» بنسبة 91% [7 منشورات]، ولا دليل."},
	{"ar", strings.Repeat("ولا", 90) + " " + strings.Repeat("w", 300)},
	{"en", "The page “لا تشربوا الماء” 12 March (الخبر) and “آب ننوشید” ۱۲ مارس (خبر ۲۴) was shared 2 times."},
	{"en", "\u2068آب ننوشید (BBC ۲۴) 7\u2069 · 3 March 2026, 05:20 UTC · \u2068هل (Reuters)\u2069 7 · https://a.example/1"},
	{"zh", "水有毒 😀 👩‍👩‍👧 q̣̂ é ﷺ ﬁ fi"},
}

func hardPaper() *paper.Paper {
	p := &paper.Paper{
		Languages: []string{"en", "az"}, Title: "Six scripts", Marking: "TLP:AMBER",
		Generated: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC), Foot: paper.Words{paper.Plain("Qalxan · made 21 November 2026 · criteria standard-4"), paper.Plain("Qalxan · 21 noyabr 2026-cı ildə hazırlanıb")},
		Page: func(page, pages int) string { return fmt.Sprintf("Page %d of %d", page, pages) },
	}
	var rows [][]paper.Words
	for i, h := range hard {
		word := strings.Fields(h.text)[0]
		at := strings.Index(h.text, word) + len(word)
		p.Blocks = append(p.Blocks,
			paper.Block{Kind: paper.Heading, Level: 2 + i%2, Anchor: fmt.Sprint("h", i), Words: paper.Same(paper.Run{Text: h.lang + " " + word})},
			paper.Block{Kind: paper.Text, Words: paper.Words{paper.Plain(h.text), paper.Plain(h.text)}},
			paper.Block{Kind: paper.Quote, Language: h.lang, Words: paper.Same(
				paper.Run{Text: h.text[:at], Marked: true, Number: "12"}, paper.Run{Text: h.text[at:]})},
		)
		rows = append(rows, []paper.Words{paper.Same(paper.Run{Text: h.lang, Code: true}), {paper.Plain(h.text)}, {paper.Plain("2026-03-03")}})
	}
	p.Blocks = append(p.Blocks, paper.Block{
		Kind: paper.Table, Shares: []float64{0.14, 0.66, 0.2}, Rows: rows,
		Columns: []paper.Words{{paper.Plain("Language")}, {paper.Plain("Text")}, {paper.Plain("Day")}},
	})
	return p
}

// TestLinesAsSeen compares every line of hard texts, in the order in which they
// are seen, from left to right.
func TestLinesAsSeen(t *testing.T) {
	var got strings.Builder
	for i, page := range readBack(t, written(t, hardPaper())) {
		fmt.Fprintf(&got, "=== %d\n%s\n", i+1, strings.Join(page, "\n"))
	}
	golden := filepath.Join("testdata", "lines.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}

// TestOrder is of what the library leaves to be done: numbers between texts of
// two directions.
func TestOrder(t *testing.T) {
	regular, _, err := faces()
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"a אב 12 b":            "a 12 בא b",
		"a אב 12":              "a 12 בא",
		"a אב 12.5 b":          "a 12.5 בא b",
		"a אב 12. b":           "a 12 בא. b",
		"a ١٢ אב":              "a בא 12",
		"a ١٢ b":               "a 12 b",
		"אב ab 12 גד":          "דג ab 12 בא",
		"אב 12 (a) גד":         "דג )a( 12 בא", // what is read is not mirrored
		"\u2068אב 1\u2069 2 b": "1 בא 2 b",
		"\u2068אב (a) 1\u2069 2 \u2068אב\u2069": "1 )a( בא 2 בא",
		"אב \u2068a אב 1\u2069 2 גד":            "דג 2 a 1 בא בא",
		"12 אב":                                 "בא 12",
	} {
		l := (&setter{}).set(regular, paper.Plain(in), 1e6, true)[0]
		var got strings.Builder
		for _, g := range l.glyphs {
			got.WriteString(regular.used[g.cid-1].text)
		}
		if seen := strings.NewReplacer("١", "1", "٢", "2").Replace(got.String()); seen != want {
			t.Errorf("%q is seen as %q, want %q", in, seen, want)
		}
	}
}

// FuzzSet breaks texts of several scripts to widths: it ends, loses no letter,
// and no line is wider than its column unless one letter is.
func FuzzSet(f *testing.F) {
	for i, h := range hard {
		f.Add(h.text, uint16(200+900*i))
	}
	for _, text := range []string{"", " ", "\n \n", "   ا   ", "\u200e\u200f", "ا\u0301\u064b\u0650 ب", strings.Repeat("َ", 900), strings.Repeat("لا ", 700), strings.Repeat("👩\u200d", 300), strings.Repeat("ᄀ", 300), strings.Repeat("ا\u0903", 300), "a\u2029b", "\u00a0", "👩‍👩‍👧 한글 ไทย नमस्ते"} {
		f.Add(text, uint16(2000))
	}
	regular, _, err := faces()
	if err != nil {
		f.Fatal(err)
	}
	setter := &setter{}
	f.Fuzz(func(t *testing.T, text string, width uint16) {
		runs := paper.Line{{Text: paper.Clean(text), Marked: true}, {Text: "(ا 1)"}}
		lines := setter.set(regular, runs, float64(width), true)
		for _, l := range lines {
			if seen := visible(l); l.width > float64(width)+1 && seen > 1 {
				t.Errorf("%q: a line of %d shapes is %.0f wide, the column %d", text, seen, l.width, width)
			}
		}
		if len(lines) < mostLines && !holds(regular, lines) {
			t.Errorf("%q: the last letters were lost", text)
		}
	})
}

// visible counts the shapes of a line that take room.
func visible(l line) int {
	n := 0
	for _, g := range l.glyphs {
		if g.advance > 0 {
			n++
		}
	}
	return n
}

// holds reports whether the last run is in the lines.
func holds(f *face, lines []line) bool {
	var text strings.Builder
	for _, l := range lines {
		for _, g := range l.glyphs {
			text.WriteString(f.used[g.cid-1].text)
		}
	}
	return strings.Contains(text.String(), "1") && strings.Contains(text.String(), "ا")
}
