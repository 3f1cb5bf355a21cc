package pdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan/report/drawing"
	"github.com/qalxan/qalxan/report/paper"
)

// scripts are a sentence in each language that reports quote.
var scripts = map[string]string{
	"az": "Bütün ekspertlər deyir ki, körpü sabah bağlanacaq və heç kim bunu yazmır: “Ğığışöç”.",
	"hy": "Բոլոր մարդիկ ծնվում են ազատ ու հավասար իրենց արժանապատվությամբ։",
	"ka": "ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებით.",
	"ru": "Всё население объезжает подъём, ёлки и щёточки 2026 года.",
	"uk": "Ґанок її їжака з'їв у Києві щойно.",
	"kk": "Барлық адамдар тумысынан азат және қадір-қасиеті мен құқықтары тең ұһғөіңү.",
	"uz": "Barcha odamlar erkin, qadr-qimmat va huquqlarda teng bo‘lib tug‘iladilar.",
	"fa": "تمام افراد بشر آزاد به دنیا می‌آیند و در سال ۱۴۰۵ (2026) از BBC News پرسیدند: چرا گچ و ژاله؟",
	"ar": "يولد جميع الناس أحراراً ومتساوين في الكرامة، وفي 20 نوفمبر 2026 قالت (Reuters) إن الجسر سيغلق لا محالة.",
}

func sample() *paper.Paper {
	p := &paper.Paper{
		Languages: []string{"en", "az"}, Title: "All scripts, one page", Marking: "TLP:AMBER",
		Generated: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC), Foot: paper.Words{paper.Plain("Qalxan · made 21 November 2026 · criteria 1")},
		Page: func(page, pages int) string { return fmt.Sprintf("Page %d of %d", page, pages) },
	}
	p.Blocks = append(p.Blocks, paper.Block{Kind: paper.Heading, Level: 2, Words: paper.Words{paper.Plain("Summary"), paper.Plain("Xülasə")}})
	p.Blocks = append(p.Blocks, paper.Block{Kind: paper.Text, Words: paper.Words{paper.Plain(strings.Repeat("One two three four five. ", 12)), paper.Plain(strings.Repeat("Bir iki üç dörd beş altı. ", 14))}})
	for _, lang := range []string{"az", "hy", "ka", "ru", "uk", "kk", "uz", "fa", "ar"} {
		half := len([]rune(scripts[lang])) / 3
		letters := []rune(scripts[lang])
		p.Blocks = append(p.Blocks,
			paper.Block{Kind: paper.Heading, Level: 3, Tone: "incident", Words: paper.Same(paper.Run{Text: lang + ": " + string(letters[:half])})},
			paper.Block{Kind: paper.Quote, Language: lang, Words: paper.Same(
				paper.Run{Text: string(letters[:half])}, paper.Run{Text: string(letters[half : 2*half]), Marked: true, Number: "12"},
				paper.Run{Text: string(letters[2*half:]) + " " + scripts[lang]})})
	}
	p.Blocks = append(p.Blocks,
		paper.Block{Kind: paper.List, Ordered: true, Items: []paper.Words{paper.Same(paper.Run{Text: "see "}, paper.Run{Text: "https://a.example/x", Link: "https://a.example/x"}), {paper.Plain("two")}}},
		paper.Block{
			Kind: paper.Table, Shares: []float64{0.3, 0.7}, Columns: []paper.Words{{paper.Plain("Time"), paper.Plain("Vaxt")}, {paper.Plain("Title")}},
			Rows: [][]paper.Words{{{paper.Plain("08:00")}, {paper.Plain(scripts["ar"])}}, {{paper.Plain(strings.Repeat("x", 200))}, {paper.Plain(scripts["fa"])}}},
		},
		paper.Block{Kind: paper.Picture, Drawing: drawing.Bars("levels", []drawing.Count{{Name: "Kritik hal", N: 3, Said: "3"}, {Name: "حادثة", N: 10, Said: "10"}})},
	)
	return p
}

func written(t testing.TB, p *paper.Paper) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSameBytes(t *testing.T) {
	if !bytes.Equal(written(t, sample()), written(t, sample())) {
		t.Error("the same paper gave other bytes")
	}
}

// TestTextComesBack reads every sentence back with pdftotext.
func TestTextComesBack(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed (poppler-utils); the text of the file is not read back")
	}
	file := filepath.Join(t.TempDir(), "sample.pdf")
	if err := os.WriteFile(file, written(t, sample()), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-enc", "UTF-8", file, "-").CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("Error")) {
		t.Fatalf("%v: %s", err, out)
	}
	got := bare(string(out))
	for lang, sentence := range scripts {
		for _, word := range strings.Fields(sentence) {
			if !strings.Contains(got, bare(word)) {
				t.Errorf("%s: %q is not in the text", lang, word)
			}
		}
	}
}

// bare leaves out what a reader of a PDF puts in or moves: marks of direction, and
// signs at the border of directions.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\u200e\u200f\u202a\u202b\u202c()،؟:.", r) {
			return -1
		}
		return r
	}, text)
}

func FuzzWrite(f *testing.F) {
	for _, seed := range []string{"", "\n\n", "لا", "لَا", "\u0301x", "(a) [ب] 12", "\u200d\u200c", strings.Repeat("لا (1) ", 300), strings.Repeat("w", 3000), "한글 🇦🇿"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := sample()
		p.Title, p.Marking = text, text
		p.Blocks = append(p.Blocks, paper.Block{Kind: paper.Quote, Words: paper.Same(paper.Run{Text: text, Marked: true, Number: text})})
		if !bytes.HasSuffix(written(t, p), []byte("%%EOF\n")) {
			t.Error("the file does not end")
		}
	})
}
