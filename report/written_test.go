package report

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/qalxan/qalxan"
)

// TestBriefSaysWhatAPersonWrote: in the reader's language where there is a text,
// with the name, and with what filled itself below.
func TestBriefSaysWhatAPersonWrote(t *testing.T) {
	hostile := "Effect <script>alert(1)</script> \u202e"
	d := Document{
		Title: "t", Kind: KindBrief, Languages: []string{"az", "ru"}, Generated: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
		Campaigns: []qalxan.Campaign{{ID: "c-1", Title: "The bridge"}},
		Briefs: map[string][]qalxan.BriefText{"c-1": {
			{Part: qalxan.BriefActors, Texts: map[string]string{"az": "Birinci.\n\nİkinci."}, By: "Leyla", Time: time.Date(2026, 11, 21, 8, 30, 0, 0, time.UTC)},
			{Part: qalxan.BriefEffect, Texts: map[string]string{"en": hostile}, By: "=cmd()"},
		}},
	}
	for _, as := range []Format{HTML, Markdown} {
		var out bytes.Buffer
		if err := Write(&out, as, d); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Leyla", "Birinci", "İkinci", "edilməyib"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s does not say %q", as, want)
			}
		}
		if strings.Contains(out.String(), "<script>alert") || strings.Contains(out.String(), "\u202e") {
			t.Errorf("%s: a hostile text got through", as)
		}
	}
	if err := Write(io.Discard, PDF, d); err != nil {
		t.Error(err)
	}
	var book bytes.Buffer
	if err := Write(&book, XLSX, d); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(book.Bytes()), int64(book.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Open("xl/worksheets/sheet5.xml"); err != nil {
		t.Errorf("the workbook has no sheet of briefs: %v", err)
	}
}
