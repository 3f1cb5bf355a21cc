package qalxan

import "fmt"

// Narrative is a claim that is watched for.
type Narrative struct {
	ID    string `yaml:"id" json:"id"`       // as a source's id
	Claim string `yaml:"claim" json:"claim"` // one sentence, for people
	// Wordings are ways the claim is put, by ISO 639-1 language.
	Wordings map[string][]string `yaml:"wordings" json:"wordings"`
	// Rebuttals are what is known to be true instead, by language.
	Rebuttals  map[string][]string `yaml:"rebuttals,omitempty" json:"rebuttals,omitempty"`
	References []string            `yaml:"references,omitempty" json:"references,omitempty"`
}

// Validate reports the first rule that the narrative breaks.
func (n Narrative) Validate() error {
	if !sourceID.MatchString(n.ID) {
		return fmt.Errorf("narrative id %q: use 1 to 64 lower-case letters, digits and dashes", n.ID)
	}
	if n.Claim == "" {
		return fmt.Errorf("narrative %s: claim is empty", n.ID)
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
