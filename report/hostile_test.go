package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"

	"github.com/xuri/excelize/v2"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/internal/hostile"
)

// attacked is a document with a text in every field that can be foreign.
func attacked(s string) Document {
	i := item("https://first.example/1", "first", s, s+"\n"+s, s, morning)
	i.Identity, i.URL, i.Author, i.Site, i.Canonical, i.CaptureID = s, s, s, s, s, s
	i.Dates[0].Origin = s
	i.Withheld = &qalxan.Withheld{By: qalxan.WithheldNoCopy, Rule: s, Place: s}
	g := qalxan.Signal{
		ID: s, ItemID: i.ID, Detector: qalxan.DetectNarrative, Key: s, Score: 0.5, Stance: qalxan.StanceSpreads, Techniques: []string{s},
		Spans:  []qalxan.Span{{Field: qalxan.FieldTitle, From: 1, To: 4}, {Field: qalxan.FieldText, From: 2, To: 9}, {Field: qalxan.FieldText, From: -5, To: 1 << 30}},
		Reason: qalxan.Reason{Code: "narrative.spreads", Facts: map[string]string{"claim": s, "passage": s, "wording": s}, Text: s},
	}
	f := finding(i, qalxan.LevelCritical, "c-1", g)
	f.ID, f.Reason.Text, f.Criteria = s, s, s
	f.Decisions[0].By, f.Decisions[0].Reason = s, s
	campaign := qalxan.Campaign{
		ID: "c-1", Title: s, Narratives: []string{s},
		Breakout: qalxan.Breakout{Category: 4, SetBy: s, Why: s, Steps: []qalxan.BreakoutStep{{Category: 2, Item: s, Why: s}}},
	}
	k := capture(i)
	k.Location.File, k.SHA256 = s, s
	src := source("first", s)
	src.ID, src.Kind, src.Reach, src.Grade = s, qalxan.Kind(s), qalxan.Reach(s), qalxan.Grade(s)
	return Document{
		Title: s, Generated: morning, Query: s, Criteria: s, Marking: s, Campaigns: []qalxan.Campaign{campaign},
		Findings: []Entry{{Finding: f, Item: i, Source: src, Captures: []qalxan.Capture{k}, Compared: []qalxan.Item{i}, Campaign: &campaign}},
	}
}

// TestHostileTexts puts every hostile text in every field of every form.
func TestHostileTexts(t *testing.T) {
	texts := append(hostile.Texts(), hostile.Huge()...)
	var tool string
	if path, err := exec.LookPath("pdfinfo"); err == nil {
		tool = path
	} else {
		t.Log("pdfinfo is not installed (poppler-utils); the PDF files are not read by another program")
	}
	for n, s := range texts {
		d := attacked(s)
		d.Kind = Kinds()[n/3%3]
		d.Languages = []string{[]string{"en", "az", "ru"}[n%3]}
		checkPage(t, n, written(t, HTML, d))
		checkTable(t, n, written(t, CSV, d))
		checkMarkdown(t, n, written(t, Markdown, d))
		if n%2 == 0 { // setting every letter takes its time
			checkPDF(t, n, written(t, PDF, d), tool)
		}
		checkWorkbook(t, n, written(t, XLSX, d))
	}
}

func written(t testing.TB, as Format, d Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, as, d); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var elements = " html head meta title style body header h1 h2 h3 h4 p main footer div ol ul li table thead tbody tr th td blockquote svg line rect circle text a bdi mark sup code span "

func checkPage(t *testing.T, n int, page []byte) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	metas := 0
	for node := range root.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		if !strings.Contains(elements, " "+node.Data+" ") {
			t.Errorf("text %d became <%s>", n, node.Data)
		}
		if node.Data == "meta" {
			metas++
		}
		for _, a := range node.Attr {
			checkAttribute(t, node.Data, a)
		}
	}
	if metas != 5 {
		t.Errorf("text %d: %d meta elements, want 5", n, metas)
	}
}

// genuine is a link that a paper may hold: to an address that report.Link lets
// through, with an escaped text.
var genuine = regexp.MustCompile(`\[((?:\\.|[^\]\\])*)\]\(<https?://[^<>\s\\|]*>\)`)

// checkMarkdown looks for signs that are not escaped: after the signs of the
// form itself nothing may be left that means something.
func checkMarkdown(t *testing.T, n int, text []byte) {
	t.Helper()
	for number, line := range strings.Split(string(text), "\n") {
		line = genuine.ReplaceAllString(line, "$1")
		bare := strings.NewReplacer("**", "", "| --- |", "", " --- |", "", " | ", " ").Replace(line)
		bare = strings.TrimLeft(strings.TrimRight(bare, "| "), "#>|-0123456789. ")
		escaped := false
		for _, r := range bare {
			if !escaped && strings.ContainsRune("<>`*_![](~@:$", r) {
				t.Fatalf("text %d, line %d: %q stands unescaped in %q", n, number+1, r, line)
			}
			escaped = r == '\\' && !escaped
		}
	}
}

func checkPDF(t *testing.T, n int, file []byte, tool string) {
	t.Helper()
	if !bytes.HasPrefix(file, []byte("%PDF-1.7")) || !bytes.HasSuffix(file, []byte("%%EOF\n")) || len(file) > 4<<20 {
		t.Fatalf("text %d: no PDF of a sane size (%d bytes)", n, len(file))
	}
	for _, active := range []string{"/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/EmbeddedFile", "/SubmitForm"} {
		if outside := bytes.Contains(file, []byte("<<"+active)); outside {
			t.Errorf("text %d: the file holds %s", n, active)
		}
	}
	if tool == "" || n%10 != 9 {
		return
	}
	name := filepath.Join(t.TempDir(), "hostile.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(tool, name).CombinedOutput(); err != nil || bytes.Contains(out, []byte("Error")) {
		t.Errorf("text %d: pdfinfo: %v\n%s", n, err, out)
	}
}

// checkTable looks for cells that a spreadsheet would take for a formula, and for
// signs that command a terminal.
func checkTable(t *testing.T, n int, table []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table, []byte(byteOrderMark)))).ReadAll()
	if err != nil {
		t.Fatalf("text %d: %v", n, err)
	}
	for _, row := range rows {
		for i, cell := range row {
			bare := strings.TrimLeftFunc(cell, unicode.IsSpace)
			if bare != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(bare)[0]) || len(row) != len(columns) {
				t.Errorf("text %d: cell %d of %d begins with %.20q", n, i, len(row), cell)
			}
			if strings.ContainsFunc(cell, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }) {
				t.Errorf("text %d: cell %d commands: %.40q", n, i, cell)
			}
		}
	}
}

func checkWorkbook(t *testing.T, n int, file []byte) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatalf("text %d: %v", n, err)
	}
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		for dec := xml.NewDecoder(r); ; {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("text %d: %s: %v", n, part.Name, err)
			}
			if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "f" || e.Name.Local == "hyperlink") {
				t.Errorf("text %d: %s holds <%s>", n, part.Name, e.Name.Local)
			}
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("text %d: %v", n, err)
	}
	if names := fmt.Sprint(book.GetSheetList()); names != "[findings signals campaigns about]" {
		t.Errorf("text %d: sheets %s", n, names)
	}
}

// many is a document of n findings of the same campaign.
func many(n int) Document {
	d := document()
	entries := d.Findings
	d.Findings = nil
	for i := range n {
		e := entries[i%len(entries)]
		e.Finding.ID = fmt.Sprintf("f-%016x", i)
		e.Item.Text = strings.Repeat(e.Item.Text+" ", 5)
		d.Findings = append(d.Findings, e)
	}
	return d
}

// TestManyFindings bounds what a large report costs; only its size is asserted.
func TestManyFindings(t *testing.T) {
	d := many(1000)
	for _, as := range []Format{HTML, PDF, XLSX} {
		began := time.Now()
		size := len(written(t, as, d))
		t.Logf("%s: 1,000 findings in %v, %d KB", as, time.Since(began).Round(time.Millisecond), size>>10)
		if size > 64<<20 {
			t.Errorf("%s is %d bytes", as, size)
		}
	}
}

func BenchmarkWritePDF(b *testing.B) {
	d := many(1000)
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, PDF, d); err != nil {
			b.Fatal(err)
		}
	}
}

// TestSameDocumentSameBytes writes every form twice.
func TestSameDocumentSameBytes(t *testing.T) {
	for _, as := range Formats() {
		if !bytes.Equal(written(t, as, document()), written(t, as, document())) {
			t.Errorf("%s: the same document gave other bytes", as)
		}
	}
}
