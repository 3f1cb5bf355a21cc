package privacy

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/qalxan/qalxan/store"
)

// passage is a passage without the names, and how many there were.
func (n *needles) passage(p store.Passage) (store.Passage, int) {
	switch {
	case p.Place == store.PlaceAuthor:
		return n.author(p)
	case !p.JSON:
		text, found := n.wipe(p.Text)
		p.Text = text
		return p, found
	}
	decoder := json.NewDecoder(strings.NewReader(p.Text))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return p, 0
	}
	v, found := n.value(v)
	if found == 0 {
		return p, 0
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(v) != nil {
		return p, 0
	}
	p.Text = strings.TrimSuffix(b.String(), "\n")
	return p, found
}

// value blanks the strings of a value that came out of JSON.
func (n *needles) value(v any) (any, int) {
	found := 0
	switch v := v.(type) {
	case string:
		return n.wipe(v)
	case []any:
		for i := range v {
			var one int
			v[i], one = n.value(v[i])
			found += one
		}
	case map[string]any:
		for name := range v {
			var one int
			v[name], one = n.value(v[name])
			found += one
		}
	}
	return v, found
}

// author takes a person out of an author's label that is kept: a pseudonym, or
// the name where names are kept.
func (n *needles) author(p store.Passage) (store.Passage, int) {
	parts := strings.Split(p.Text, ", ")
	kept := slices.DeleteFunc(slices.Clone(parts), n.signs)
	p.Text = strings.Join(kept, ", ")
	return p, len(parts) - len(kept)
}
