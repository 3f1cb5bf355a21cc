package markdown

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/qalxan/qalxan/report/paper"
)

func hostilePaper() *paper.Paper {
	evil := "[x](javascript:alert(1)) <b> `c`\n# y"
	return &paper.Paper{
		Title: evil, Marking: "TLP:RED", Foot: paper.Words{paper.Plain(evil)}, Languages: []string{"az", "en"},
		Blocks: []paper.Block{
			{Kind: paper.Heading, Level: 2, Words: paper.Words{paper.Plain("az"), paper.Plain("en")}},
			{Kind: paper.Table, Columns: []paper.Words{{paper.Plain("h")}}, Rows: [][]paper.Words{{{paper.Plain(evil)}}}},
			{Kind: paper.Picture},
			{Kind: paper.List, Items: []paper.Words{{paper.Plain(evil)}}},
		},
	}
}

func TestOwnTemplate(t *testing.T) {
	own := "# {{.Title}}\n{{with .Marking}}**{{.}}**{{end}}{{with .Criteria}}no{{end}}\n{{range .Blocks}}{{if eq .Kind \"heading\"}}" +
		"## {{range $i, $l := .Words}}{{if $i}} / {{end}}{{$l}}{{end}}\n{{end}}{{range .Rows}}{{range .}}{{range .}}| {{.}} |{{end}}{{end}}\n{{end}}{{range .Items}}{{range .}}- {{.}}\n{{end}}{{end}}{{end}}"
	var out bytes.Buffer
	if err := WriteOwn(&out, hostilePaper(), own); err != nil {
		t.Fatal(err)
	}
	evil := `\[x\]\(javascript&#58;alert\(1\)\) &#60;b&#62; \` + "`c\\`" + ` \# y`
	want := "# " + evil + "\n**TLP&#58;RED**\n## az / en\n| " + evil + " |\n- " + evil + "\n"
	if out.String() != want {
		t.Errorf("got  %q\nwant %q", out.String(), want)
	}
}

// TestHostileTemplates: none undoes an escape, reaches a raw text or runs on.
func TestHostileTemplates(t *testing.T) {
	for name, own := range map[string]string{
		"syntax":     "{{",
		"field":      "{{.Secret}}",
		"inside":     "{{.Title.markdown}}",
		"cut":        "{{slice .Title.String 1}}",
		"printed":    `{{printf "%q" .Title}}`,
		"joined":     "{{print .Title}}",
		"js":         "{{js .Title}}",
		"html":       "{{.Title | html}}",
		"letters":    "{{index .Title.String 0}}",
		"address":    "[x]({{.Title}})",
		"reference":  "[x]: {{.Title}}",
		"tag":        "<a\n href='{{.Title}}'>",
		"code":       "`{{.Title}}`",
		"endless":    `{{define "x"}}{{template "x"}}{{end}}{{template "x"}}`,
		"long":       "{{range 1000000000000}}{{end}}",
		"longer":     "{{range 100000}}{{range 100000}}{{end}}{{end}}",
		"else":       "{{range .Languages}}{{end}}{{range $x := .Blocks}}{{if false}}{{else}}{{range 1000000000000}}{{end}}{{end}}{{end}}",
		"in a part":  `{{define "x"}}{{range 1000000000000}}{{end}}{{end}}{{template "x"}}`,
		"variable":   "{{$n := 1000000000000}}{{if true}}{{range $n}}{{end}}{{end}}",
		"many bytes": "{{range 1000000}}" + strings.Repeat("x", 1<<20) + "{{end}}",
	} {
		var out bytes.Buffer
		if err := writeOwn(&out, hostilePaper(), own, 100_000); !errors.Is(err, ErrTemplate) || out.Len() > 0 {
			t.Errorf("%s: %v and %d bytes", name, err, out.Len())
		}
	}
}
