package standing

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/report"
)

// TestLacking names the folders that are not there, and nothing else.
func TestLacking(t *testing.T) {
	dir := t.TempDir()
	page := filepath.Join(dir, report.HTML.TemplateFile())
	if err := os.WriteFile(page, []byte("{{.Title}}"), 0o600); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(dir, "gone")
	for _, tt := range []struct {
		report Report
		want   string
	}{
		{Report{Name: "mailed", As: report.PDF}, ""},
		{Report{Name: "there", As: report.HTML, Folder: dir, Templates: dir}, ""},
		{Report{Name: "no-template-taken", As: report.PDF, Folder: dir, Templates: gone}, ""},
		{Report{Name: "week", As: report.PDF, Folder: gone}, "The folder " + gone + " of the report week is not there"},
		{Report{Name: "week", As: report.PDF, Folder: page}, "is not there"},
		{Report{Name: "own", As: report.HTML, Templates: gone}, "The report own has no template " + filepath.Join(gone, "report.html")},
	} {
		lacks := Lacking([]Report{tt.report})
		if (len(lacks) > 0) != (tt.want != "") || !strings.Contains(strings.Join(lacks, "\n"), tt.want) {
			t.Errorf("%+v: %q", tt.report, lacks)
		}
	}
}
