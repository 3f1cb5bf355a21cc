package desk

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report"
	"github.com/qalxan/qalxan/report/timeline"
)

//go:embed templates
var templates embed.FS

// parse reads the templates: each page inside the layout.
func (d *desk) parse() (map[string]*template.Template, error) {
	base, err := template.New("layout.html").Funcs(d.functions()).ParseFS(templates, "templates/layout.html", "templates/parts.html", "templates/verdict.html", "templates/office.html", "templates/brief.html", "templates/writing.html", "templates/translation.html")
	if err != nil {
		return nil, fmt.Errorf("read the layout of the desk: %w", err)
	}
	pages := make(map[string]*template.Template)
	for _, name := range []string{
		"inbox", "review", "search", "since", "coverage", "quality", "findings", "finding", "item", "campaigns", "campaign", "sources", "source", "narratives", "error",
		"write-brief", "write-narrative", "write-source",
		"login", "setup", "account", "audit", "users", "user", "searches", "rulings", "learning", "alerts", "privacy",
		"reports", "packs", "pack", "pack-new",
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
		"because":  d.words.because,
		"claim":    func(id string) string { return d.words.voice.Claim(id) },
		"titled":   func(c qalxan.Campaign) string { return cmp.Or(d.words.voice.Title(c), c.ID) },
		"fault":    func(sentence string) string { return d.words.voice.Fault(sentence) },
		"platform": func(name string) string { return d.words.voice.Word("platform", name) },
		"leading":  leading,
		"means":    d.words.means,
		"folded":   folded,
		"tick":     d.words.tick,
		"ago":      func(t time.Time) (string, error) { return d.words.ago(d.library.Now(), t) },
		"breakout": func(category int) string { return d.words.voice.Word("breakout", strconv.Itoa(category)) },
		"choices":  spoken,
		"day":      d.words.day,
		"delay":    func(seconds int64) string { return d.words.voice.Duration(time.Duration(seconds) * time.Second) },
		"itself":   itself,
		"known":    d.words.known,
		"int":      func(n *int) int { return *n },
		"lane":     d.lane,
		"language": d.words.language,
		"lines":    func(text string) []string { return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }) },
		"link":     report.Link,
		"locale":   d.words.tag.String,
		"machine":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"menu":     d.menu,
		"said":     said,
		"seconds":  func(span time.Duration) string { return d.words.decimal(span.Seconds()) },
		"few":      few,
		"slot":     newSlot,
		"minute":   d.words.minute,
		"now":      d.library.Now,
		"n":        d.words.number,
		"number":   func(n *float64) string { return d.words.decimal(*n) },
		"percent":  percent,
		"reason":   d.words.reason,
		"score":    d.words.score,
		"t":        d.words.say,
	}
}

// lane is the name beside a lane of a drawing.
func (d *desk) lane(l timeline.Lane) string {
	return l.Label(func(n int) string {
		text, _ := d.words.say("campaign.more", "count", n)
		return text
	})
}
