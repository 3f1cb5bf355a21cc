package say

import (
	"strings"

	"github.com/qalxan/qalxan"
)

// Claims looks up what a watched narrative claims when something is said about
// it, so that records hold ids and readers see sentences.
type Claims interface {
	// Claim is the sentence of a narrative in a language, by its ISO 639-1 code,
	// or as it was written; empty where the narrative is not known.
	Claim(id, language string) string
}

// Watched are narratives as Claims.
type Watched []qalxan.Narrative

var _ Claims = Watched(nil)

// Claim implements [Claims].
func (w Watched) Claim(id, language string) string {
	for _, n := range w {
		if n.ID == id {
			return n.In(language)
		}
	}
	return ""
}

// With returns the voice with claims that it says in place of ids.
func (v *Voice) With(c Claims) *Voice {
	with := *v
	with.claims = c
	return &with
}

// Claim is what a narrative claims, in this language where it can be; its id
// where it is not known.
func (v *Voice) Claim(id string) string {
	if said := v.known(id); said != "" {
		return said
	}
	return id
}

func (v *Voice) known(id string) string {
	if v.claims == nil || id == "" {
		return ""
	}
	return v.claims.Claim(id, v.Code())
}

// Title is the title of a campaign: what the first of its narratives claims, or
// the title that it was given.
func (v *Voice) Title(c qalxan.Campaign) string {
	for _, id := range c.Narratives {
		if said := v.known(id); said != "" {
			return said
		}
	}
	return c.Title
}

// quoted says claims, by their ids, in the quotation marks of the language.
// Ids that are not known stand as they are.
func (v *Voice) quoted(ids []string) string {
	var said []string
	for _, id := range ids {
		text := id
		if claim := v.known(id); claim != "" {
			text = v.Say("form.quote", "text", strings.TrimSuffix(claim, "."))
		}
		said = append(said, text)
	}
	return strings.Join(said, ", ")
}
