package wikitext

import (
	"html"
	"regexp"
	"strings"
)

var (
	emphasis = strings.NewReplacer("'''''", "", "'''", "", "''", "")
	switches = regexp.MustCompile(`__\p{Lu}[\p{Lu}_]*__`) // __TOC__ and its kind
)

// tidy removes the marks that stand within and before lines, and squeezes
// space.
func tidy(s string) string {
	var kept []string
	for line := range strings.SplitSeq(emphasis.Replace(s), "\n") {
		line = html.UnescapeString(unmark(switches.ReplaceAllString(line, "")))
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// unmark takes the marks of headings, rules and lists off a line.
func unmark(line string) string {
	line = strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(line, "=") && strings.HasSuffix(line, "="):
		return strings.Trim(line, "= ")
	case strings.HasPrefix(line, "----"):
		return strings.TrimLeft(line, "-")
	}
	return strings.TrimLeft(line, "*#:; ")
}
