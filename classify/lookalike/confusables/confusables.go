// Package confusables holds which characters are taken for which: the part of
// the data of Unicode Technical Standard #39 that matters for host names.
//
// The data, table.txt, is Unicode's and stands under the licence beside it. It
// was made by generate.go from Unicode 16.0.0.
package confusables

import (
	_ "embed"
	"strings"
)

// Version is the version of Unicode that the table is from.
const Version = "16.0.0"

//go:generate go run generate.go -from tables.rs -to table.txt

//go:embed table.txt
var table string

// Table maps a character to its prototype, one or more characters (UTS #39,
// section 4). It is read-only and safe for concurrent use.
type Table map[rune]string

// New reads the table: each line is a prototype, a space, and the characters
// that are taken for it.
func New() Table {
	t := make(Table, 4096)
	for line := range strings.Lines(table) {
		prototype, sources, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, r := range sources {
			t[r] = prototype
		}
	}
	return t
}
