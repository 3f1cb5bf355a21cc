// Package hostile holds what attackers write into what is crawled, and a record
// that is full of it, so that every way out of the program can be held to one
// rule: a foreign text is shown as text, or not at all.
//
// A text that comes alive sets window.__owned, asks the host evil.example, or
// becomes an element, a formula, a header, a link or a command to the terminal.
package hostile

import (
	"fmt"
	"slices"
	"strings"
)

// Family is texts that attack the same reader of them.
type Family struct {
	Name  string
	Texts []string
}

// Families lists every family.
func Families() []Family {
	return slices.Concat(markup(), forms(), signs())
}

// Texts lists the texts of every family, each once.
func Texts() []string {
	var out []string
	for _, f := range Families() {
		out = append(out, f.Texts...)
	}
	return out
}

// Harmless is a text that stands in place of the text with this number in a
// record that is otherwise the same: it has as many lines, and nothing in it.
func Harmless(number int) string {
	lines := strings.Split(Texts()[number], "\n")
	for i, line := range lines {
		if strings.TrimSpace(line) != "" {
			lines[i] = fmt.Sprintf("sakit%dx%d", number, i)
		}
	}
	return strings.Join(lines, "\n")
}

// Huge are texts of a megabyte, for what is bounded by what it shows.
func Huge() []string {
	return []string{
		strings.Repeat("<&\"'>", 200_000), strings.Repeat("a", 1<<20), strings.Repeat("\u202e", 1<<19),
		strings.Repeat("ə\u0301", 1<<18), strings.Repeat("<b>=a\u202e ", 1<<17),
	}
}
