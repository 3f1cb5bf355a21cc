package hostile

import (
	"archive/zip"
	"bytes"
	"testing"
)

// TestFileFaults holds files that came alive, and some that did not.
func TestFileFaults(t *testing.T) {
	var book bytes.Buffer
	archive := zip.NewWriter(&book)
	part, err := archive.Create("xl/worksheets/sheet1.xml")
	if err == nil {
		_, err = part.Write([]byte("<worksheet><c><f>1+1</f></c></worksheet>"))
	}
	if err != nil || archive.Close() != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		media, data string
		faults      int
	}{
		{"text/csv", "a,=1+1\r\n, @x\r\n", 2},
		{"text/csv", "a,'=1+1\r\n", 0},
		{"text/csv", "a,\"b\r\n", 1},
		{"application/jsonl", "{}\n{\n", 1},
		{"application/jsonl", "{}\n[]\n", 0},
		{"text/markdown", `[x](<https://a.example/>) \<b\> \[x\](y)`, 0},
		{"text/markdown", "<b>", 1},
		{"text/markdown", "[x](javascript:1)", 1},
		{"application/pdf", "%PDF-1.7\n%%EOF\n", 0},
		{"application/pdf", "%PDF-1.7 <</OpenAction 1 0 R>>\n%%EOF\n", 1},
		{"application/pdf", "x", 1},
		{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book.String(), 1},
		{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK", 1},
		{"text/plain", "<script>", 0},
	} {
		if got := FileFaults(one.media, []byte(one.data)); len(got) != one.faults {
			t.Errorf("%s %.40q: %q, want %d faults", one.media, one.data, got, one.faults)
		}
	}
}
