package qalxan

import (
	"cmp"
	"fmt"
)

// Narrative is a claim that is watched for.
type Narrative struct {
	ID    string `yaml:"id" json:"id"`       // as a source's id
	Claim string `yaml:"claim" json:"claim"` // one sentence, for people
	// Titles are the same sentence in other languages, by ISO 639-1 code.
	Titles map[string]string `yaml:"titles,omitempty" json:"titles,omitempty"`
	// Parent is the id of the narrative that this one is a part or a variant
	// of; empty where there is none.
	Parent string `yaml:"parent,omitempty" json:"parent,omitempty"`
	// Wordings are ways the claim is put, by ISO 639-1 language.
	Wordings map[string][]string `yaml:"wordings" json:"wordings"`
	// Rebuttals are what is known to be true instead, by language.
	Rebuttals  map[string][]string `yaml:"rebuttals,omitempty" json:"rebuttals,omitempty"`
	References []string            `yaml:"references,omitempty" json:"references,omitempty"`
}

// In is the claim in a language, or as it was written where it has none there.
func (n Narrative) In(language string) string { return cmp.Or(n.Titles[language], n.Claim) }

// Validate reports the first rule that the narrative breaks.
func (n Narrative) Validate() error {
	if !sourceID.MatchString(n.ID) {
		return fmt.Errorf("narrative id %q: use 1 to 64 lower-case letters, digits and dashes", n.ID)
	}
	if n.Claim == "" {
		return fmt.Errorf("narrative %s: claim is empty", n.ID)
	}
	if n.Parent != "" && !sourceID.MatchString(n.Parent) {
		return fmt.Errorf("narrative %s: parent %q is no id of a narrative", n.ID, n.Parent)
	}
	for lang, title := range n.Titles {
		if title == "" {
			return fmt.Errorf("narrative %s: an empty title under %s", n.ID, lang)
		}
	}
	for lang, wordings := range n.Wordings {
		for _, w := range wordings {
			if w == "" {
				return fmt.Errorf("narrative %s: an empty wording under %s", n.ID, lang)
			}
		}
	}
	if len(n.Wordings) == 0 {
		return fmt.Errorf("narrative %s: wordings are missing; give at least one language", n.ID)
	}
	return nil
}

// CheckParents reports the first narrative whose parent is not among them, or
// is the narrative itself, be it over others.
func CheckParents(narratives []Narrative) error {
	parent := make(map[string]string, len(narratives))
	for _, n := range narratives {
		parent[n.ID] = n.Parent
	}
	for _, n := range narratives {
		if _, ok := parent[n.Parent]; n.Parent != "" && !ok {
			return fmt.Errorf("narrative %s: its parent %s does not exist", n.ID, n.Parent)
		}
		steps := 0
		for at := n.Parent; at != "" && steps <= len(narratives); at = parent[at] {
			if steps++; at == n.ID {
				return fmt.Errorf("narrative %s: it is its own parent, directly or over others", n.ID)
			}
		}
	}
	return nil
}
