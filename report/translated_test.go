package report

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/qalxan/qalxan"
)

// TestTranslationsAreMarked: a translation into a language of the report stands
// in the finding's section, and says that a machine made it.
func TestTranslationsAreMarked(t *testing.T) {
	d := document()
	e := &d.Findings[1] // its claim points at the first lines of the text
	e.Translations = []qalxan.Translation{
		{Target: "en", Server: "mt.example<b>", Time: morning, Title: "A bridge <script>", Parts: []qalxan.TranslatedPart{
			{From: 0, To: 6, Text: "Beginning."}, {From: 7, To: 60, Text: strings.Repeat("x", 600)}, {From: 9000, To: 9001, Text: "far off"}, {From: -5, To: 1 << 30, Text: "\u202eall"},
		}},
		{Target: "ru", Server: "mt.example", Time: morning, Title: "Мост"},
	}
	d.Languages = []string{"az", "en"}
	text := string(written(t, HTML, d))
	for want, is := range map[string]bool{
		"Translated by a machine (mt.example&lt;b&gt;)": true, "Maşın tərcüməsi": true, "A bridge &lt;script&gt;": true, strings.Repeat("x", 500) + "…": true,
		strings.Repeat("x", 501): false, "far off": false, "Мост": false, "<script>": false,
	} {
		if strings.Contains(text, want) != is {
			t.Errorf("%.60q: want %t", want, is)
		}
	}
	d.Languages = []string{"az"}
	if text := string(written(t, HTML, d)); strings.Contains(text, "A bridge") {
		t.Error("a report in another language quotes the translation")
	}
}

// rows is a sheet of the workbook of a document.
func rows(t *testing.T, d Document, sheet string) [][]string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(written(t, XLSX, d)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	all, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestWorkbookInTwoLanguages reads one back: heads and sentences in both, and
// each column once.
func TestWorkbookInTwoLanguages(t *testing.T) {
	one, two := document(), document()
	one.Languages, two.Languages = []string{"ru"}, []string{"az", "ru"}
	for _, sheet := range []string{"findings", "signals", "campaigns", "about"} {
		single, both := rows(t, one, sheet), rows(t, two, sheet)
		if len(single) != len(both) || len(single[0]) != len(both[0]) {
			t.Fatalf("%s: %d rows of %d columns, in one language %d of %d", sheet, len(both), len(both[0]), len(single), len(single[0]))
		}
		if text := fmt.Sprint(both); strings.Contains(text, "⟦") {
			t.Errorf("%s lacks words: %s", sheet, text)
		}
	}
	findings := rows(t, two, "findings")
	if diff := fmt.Sprintf("%q %q", findings[0][:4], findings[0][17]); diff != `["Tapıntı\nНаходка" "Səviyyə\nУровень" "Baxış\nПроверка" "Niyə\nПочему"] "SHA-256"` {
		t.Error(diff)
	}
	if decision := findings[1][16]; strings.Count(decision, "Aysel: ") != 2 || strings.Count(decision, "\n") != 1 {
		t.Errorf("%q", decision)
	}
	if id := findings[1][0]; strings.Contains(id, "\n") {
		t.Errorf("data is doubled: %q", id)
	}
	if about := rows(t, two, "about"); !strings.Contains(about[8][1], "\n") || about[1][0] != "Başlıq\nЗаголовок" {
		t.Errorf("%q", about[8])
	}
	if head := rows(t, one, "findings")[0][0]; head != "finding" {
		t.Errorf("in one language the head is %q, and CSV has finding", head)
	}
}

// TestOwnMarkdown: an agency's template takes the place of the standard form,
// and one that cannot be used is a wrong request.
func TestOwnMarkdown(t *testing.T) {
	d := document()
	d.Template = "Agency: {{.Title}}\n"
	if text := string(written(t, Markdown, d)); !strings.HasPrefix(text, "Agency: ") || strings.Count(text, "\n") != 1 {
		t.Errorf("%.80q", text)
	}
	d.Template = "{{print .Title}}"
	if err := Write(&bytes.Buffer{}, Markdown, d); !errors.Is(err, ErrRequest) {
		t.Errorf("%v", err)
	}
}
