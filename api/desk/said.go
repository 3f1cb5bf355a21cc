package desk

import (
	"encoding/json"
	"strings"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/store"
)

// field is one thing that a version says, under the name that it has in forms.
type field struct {
	Name  string
	Lines []string
}

// said lists what a version of a narrative or a source says; empty fields are
// left out.
func said(k store.Kept) []field {
	var all []field
	add := func(name, text string) {
		if lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }); len(lines) > 0 {
			all = append(all, field{name, lines})
		}
	}
	switch k.Kind {
	case store.KeptNarrative:
		var n qalxan.Narrative
		if json.Unmarshal(k.Doc, &n) != nil {
			return nil
		}
		t := typed(n)
		add("claim", t.Claim)
		add("titles", t.Titles)
		add("wordings", t.Wordings)
		add("rebuttals", t.Rebuttals)
		add("references", t.References)
		add("parent", t.Parent)
	case store.KeptSource:
		var s qalxan.Source
		if json.Unmarshal(k.Doc, &s) != nil {
			return nil
		}
		add("url", s.URL)
		add("name", s.Name)
		add("kind", string(s.Kind))
		add("articles", strings.Join(s.Articles, "\n"))
		add("schedule", s.Schedule)
		add("languages", strings.Join(s.Languages, " "))
		add("grade", string(s.Grade))
		add("delay", s.Policy.Delay.String())
		add("terms", s.Policy.Terms)
	}
	return all
}

// few are the first of some addresses.
func few(all []string) []string { return all[:min(len(all), 10)] }
