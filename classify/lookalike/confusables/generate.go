//go:build ignore

// Generate makes table.txt. It reads src/tables.rs of the Rust crate
// unicode-security 0.1.2, which holds the confusables of Unicode 16.0.0:
//
//	go run generate.go -from tables.rs -to table.txt
//
// Kept are letters, marks and digits that a host name can hold, with their
// prototypes in lower case.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"log"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

var (
	entry = regexp.MustCompile(`\('\\u\{([0-9a-f]+)\}',\s+&\[([^\]]+)\]\)`)
	point = regexp.MustCompile(`\\u\{([0-9a-f]+)\}`)
)

func main() {
	from := flag.String("from", "tables.rs", "the crate's table")
	to := flag.String("to", "table.txt", "what is written")
	flag.Parse()
	source, err := os.ReadFile(*from)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*to, []byte(derive(string(source))), 0o644); err != nil {
		log.Fatal(err)
	}
}

// derive is the table: a line a prototype, with the characters taken for it.
func derive(source string) string {
	groups := map[string][]rune{}
	for _, m := range entry.FindAllStringSubmatch(source, -1) {
		r, prototype := decode(m[1]), points(m[2])
		if inHost(r) && prototype != string(r) && isWord(prototype) {
			groups[prototype] = append(groups[prototype], r)
		}
	}
	lines := make([]string, 0, len(groups))
	for prototype, runes := range groups {
		slices.SortFunc(runes, func(a, b rune) int { return cmp.Compare(a, b) })
		lines = append(lines, fmt.Sprintf("%s %s\n", prototype, string(slices.Compact(runes))))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// inHost reports whether a host name in lower case can hold the character.
func inHost(r rune) bool {
	return unicode.ToLower(r) == r && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// isWord leaves out prototypes with spaces and marks, which lines cannot hold.
func isWord(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func points(list string) string {
	var b strings.Builder
	for _, m := range point.FindAllStringSubmatch(list, -1) {
		b.WriteRune(unicode.ToLower(decode(m[1])))
	}
	return b.String()
}

func decode(hex string) rune {
	n, err := strconv.ParseInt(hex, 16, 32)
	if err != nil {
		log.Fatal(err)
	}
	return rune(n)
}
