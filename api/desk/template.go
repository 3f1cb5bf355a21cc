package desk

import (
	"embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/report/timeline"
)

//go:embed templates
var templates embed.FS

// parse reads the templates: each page inside the layout.
func (d *desk) parse() (map[string]*template.Template, error) {
	base, err := template.New("layout.html").Funcs(d.functions()).ParseFS(templates, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, fmt.Errorf("read the layout of the desk: %w", err)
	}
	pages := make(map[string]*template.Template)
	for _, name := range []string{
		"search", "findings", "finding", "item", "campaigns", "campaign", "sources", "source", "narratives", "error",
	} {
		page, err := base.Clone()
		if err == nil {
			page, err = page.ParseFS(templates, "templates/"+name+".html")
		}
		if err != nil {
			return nil, fmt.Errorf("read the page %s of the desk: %w", name, err)
		}
		pages[name] = page
	}
	return pages, nil
}

// functions are what templates can call.
func (d *desk) functions() template.FuncMap {
	return template.FuncMap{
		"ago":      func(t time.Time) (string, error) { return d.words.ago(d.library.Now(), t) },
		"delay":    func(seconds int64) string { return timeline.Delay(time.Duration(seconds) * time.Second) },
		"known":    d.words.known,
		"int":      func(n *int) int { return *n },
		"language": d.words.language,
		"lines":    func(text string) []string { return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }) },
		"link":     report.Link,
		"locale":   d.words.tag.String,
		"machine":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"menu":     func() []string { return []string{"search", "findings", "campaigns", "narratives", "sources"} },
		"minute":   func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") },
		"number":   func(n *float64) string { return strconv.FormatFloat(*n, 'g', -1, 64) },
		"percent":  percent,
		"reason":   d.words.reason,
		"score":    func(s float64) string { return strconv.FormatFloat(s, 'f', 2, 64) },
		"t":        d.words.say,
	}
}
