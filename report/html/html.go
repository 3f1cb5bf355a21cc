// Package html writes a paper as one page that stands alone: no script, no
// request to anywhere, and nothing of a foreign text becomes an element. An
// agency may give a template of its own in place of the one that comes with the
// program.
package html

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"

	"github.com/qalxan/qalxan/report/leash"
	"github.com/qalxan/qalxan/report/paper"
)

//go:embed page.html
var standard string

//go:embed page.css
var sheet string

// ErrTemplate: the template cannot be read, or fails on the paper.
var ErrTemplate = errors.New("the report's template cannot be used")

// Bounds of what a template makes.
const (
	mostBytes = 256 << 20
	mostSteps = 20_000_000 // turns of loops and calls of parts
)

// Write writes the paper with a template, which is html/template and escapes
// all it shows by where it stands; with the standard one where own is empty. A
// template sees the paper and the functions of functions, and nothing else: no
// file, no network, no time. One that makes more than 256 MB, or that does not
// end, is an error.
func Write(w io.Writer, p *paper.Paper, own string) error {
	return write(w, p, cmp.Or(own, standard), mostSteps)
}

func write(w io.Writer, p *paper.Paper, source string, steps int) error {
	out := leash.New(mostBytes, steps)
	t, err := template.New("report").Funcs(functions()).Funcs(template.FuncMap(out.Functions())).Parse(source)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTemplate, err)
	}
	for _, part := range t.Templates() {
		out.Hold(part.Tree)
	}
	if err := t.Execute(out, p); err != nil {
		return fmt.Errorf("%w: %w", ErrTemplate, err)
	}
	_, err = out.WriteTo(w)
	return err
}

func functions() template.FuncMap {
	sum := sha256.Sum256([]byte(sheet))
	hash := "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
	return template.FuncMap{
		"style":     func() template.CSS { return template.CSS(sheet) },
		"styleHash": func() string { return hash }, // CSP Level 3, 2.3.1
		"language": func(p *paper.Paper, words paper.Words, i int) string {
			if len(words) < 2 || i >= len(p.Languages) {
				return ""
			}
			return p.Languages[i]
		},
		"in": func(p *paper.Paper, b any) map[string]any { return map[string]any{"Paper": p, "Value": b} },
	}
}
