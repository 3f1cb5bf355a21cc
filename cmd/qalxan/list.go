package main

import (
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// list prints an answer as JSON, or as a table.
func list[T any](a *app, path string, asJSON bool, print func(*tabwriter.Writer, T)) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.close()
	if asJSON {
		return s.copyJSON(a, path)
	}
	var answer T
	if err := s.get(a, path, &answer); err != nil {
		return err
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	print(w, answer)
	return w.Flush()
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// paragraphs keeps the lines of a text and makes each safe for a terminal.
func paragraphs(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = plain(l)
	}
	return strings.Join(lines, "\n")
}
