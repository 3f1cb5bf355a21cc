package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"strconv"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

//go:embed report.html
var pageSource string

//go:embed report.css
var style string

var pageTemplate = template.Must(template.New("report").Funcs(template.FuncMap{
	"day":      func(t time.Time) string { return form(t, time.DateOnly) },
	"hash":     func() string { return styleHash },
	"language": languageName,
	"link":     Link,
	"minute":   func(t time.Time) string { return form(t, "2006-01-02 15:04 UTC") },
	"percent":  func(p float64) string { return strconv.Itoa(int(p*100+0.5)) + " %" },
	"score":    func(s float64) string { return strconv.FormatFloat(s, 'f', 2, 64) },
	"second":   func(t time.Time) string { return form(t, "2006-01-02 15:04:05 UTC") },
	"style":    func() template.CSS { return template.CSS(style) },
}).Parse(pageSource))

// styleHash lets the page's own style sheet through its Content Security
// Policy, and nothing else (CSP Level 3, 2.3.1).
var styleHash = func() string {
	sum := sha256.Sum256([]byte(style))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}()

// writeHTML writes one page that needs nothing else: no script, no request.
func writeHTML(w io.Writer, d Document) error {
	page, err := newPage(d)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := pageTemplate.Execute(&out, page); err != nil {
		return err
	}
	_, err = out.WriteTo(w)
	return err
}

func form(t time.Time, layout string) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}

// languageName is the English name of a language, or its code.
func languageName(code string) string {
	tag, err := language.Parse(code)
	if err != nil || tag == language.Und {
		return "language not determined"
	}
	return display.English.Tags().Name(tag)
}
