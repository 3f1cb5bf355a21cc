package privacy

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// Bounds of what is shown around a name.
const (
	around      = 60 // letters on each side
	maxExcerpts = 5  // of one passage
)

// around is a passage with only the words around the names.
func (n *needles) around(p store.Passage) string {
	if p.Place == store.PlaceAuthor {
		return n.own(p.Text)
	}
	texts := []string{p.Text}
	if p.JSON {
		var v any
		if json.Unmarshal([]byte(p.Text), &v) == nil {
			texts = strung(nil, v)
		}
	}
	var all []string
	for _, text := range texts {
		all = n.excerpts(all, text)
	}
	return strings.Join(all, " … ")
}

// strung adds the strings in a value that came out of JSON, in a set order.
func strung(all []string, v any) []string {
	switch v := v.(type) {
	case string:
		all = append(all, v)
	case []any:
		for _, one := range v {
			all = strung(all, one)
		}
	case map[string]any:
		var names []string
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			all = strung(all, v[name])
		}
	}
	return all
}

func (n *needles) excerpts(all []string, text string) []string {
	end := 0
	for _, s := range n.find(text) {
		if len(all) == maxExcerpts {
			return all
		}
		if s.From < end {
			continue // shown with the one before
		}
		from := back(text, s.From)
		end = ahead(text, s.To)
		all = append(all, text[from:end])
	}
	for label := range n.labels {
		if strings.Contains(text, label) && len(all) < maxExcerpts {
			all = append(all, label)
		}
	}
	return all
}

func back(text string, at int) int {
	for range around {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

func ahead(text string, at int) int {
	for range around {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// own are the parts of an author's label that are the person's.
func (n *needles) own(label string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(label, ", "), func(part string) bool { return !n.signs(part) }), ", ")
}

// signs reports whether a part of an author's label is a person's: the
// pseudonym, or the name where names are kept.
func (n *needles) signs(part string) bool {
	return n.gone(part) || !qalxan.IsPseudonym(part) && n.gone(n.key.pseudonym(normal(part))) || len(n.find(part)) > 0
}
