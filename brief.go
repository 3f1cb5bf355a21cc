package qalxan

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
)

// BriefPart is a part of a campaign's brief in the order of the ABCDE framework
// (J. Pamment, The EU's Role in Fighting Disinformation, Carnegie 2020).
type BriefPart string

// The parts of a brief.
const (
	BriefActors    BriefPart = "actors"
	BriefBehaviour BriefPart = "behaviour"
	BriefContent   BriefPart = "content"
	BriefDegree    BriefPart = "degree"
	BriefEffect    BriefPart = "effect"
)

// BriefParts lists the parts in order.
func BriefParts() []BriefPart {
	return []BriefPart{BriefActors, BriefBehaviour, BriefContent, BriefDegree, BriefEffect}
}

// Validate reports that a brief has no such part.
func (p BriefPart) Validate() error {
	if !slices.Contains(BriefParts(), p) {
		return fmt.Errorf("a brief has no part %.100q: use actors, behaviour, content, degree or effect", string(p))
	}
	return nil
}

// BriefText is what a person wrote for a part of a brief.
type BriefText struct {
	Part BriefPart `json:"part" enum:"actors,behaviour,content,degree,effect"`
	// Texts are plain, by the code of their language, each up to 2,000 code
	// points.
	Texts map[string]string `json:"texts"`
	// Facts is the digest of what the record knew when it was written; empty
	// where that is not known.
	Facts string `json:"facts,omitempty"`
	// By and Time are filled in when it is kept.
	By   string    `json:"by"`
	Time time.Time `json:"time"`
}

// Bounds of a text of a brief.
const (
	MaxBriefText      = 2000 // code points
	maxBriefLanguages = 8
	maxDigest         = 64 // bytes
)

// Validate reports why the text cannot be kept.
func (t BriefText) Validate() error {
	if err := t.Part.Validate(); err != nil {
		return err
	}
	switch {
	case len(t.Texts) == 0:
		return errors.New("a brief needs a text in at least one language")
	case len(t.Texts) > maxBriefLanguages:
		return fmt.Errorf("a part of a brief is in at most %d languages", maxBriefLanguages)
	case len(t.Facts) > maxDigest:
		return errors.New("the digest of the facts is too long")
	}
	for lang, text := range t.Texts {
		if len(lang) < 2 || len(lang) > 3 || strings.Trim(lang, "abcdefghijklmnopqrstuvwxyz") != "" {
			return fmt.Errorf("%q is no code of a language: write az, en or ru", lang)
		}
		if n := len([]rune(text)); n > MaxBriefText {
			return fmt.Errorf("the text in %s has %d letters and signs; shorten it to %d", lang, n, MaxBriefText)
		}
		if strings.TrimSpace(text) == "" || strings.ContainsFunc(text, unprintable) {
			return fmt.Errorf("the text in %s is empty or holds signs that no text has", lang)
		}
	}
	return nil
}

// unprintable are signs that plain text with lines does not have.
func unprintable(r rune) bool {
	return r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\n' && r != '\t'
}

// Languages lists the codes of the languages of the text in order.
func (t BriefText) Languages() []string { return slices.Sorted(maps.Keys(t.Texts)) }

// In is the text in a language, or in the first other one that it has: English,
// then by code. It says which.
func (t BriefText) In(language string) (text, in string) {
	for _, code := range []string{language, "en"} {
		if text, ok := t.Texts[code]; ok {
			return text, code
		}
	}
	for _, in := range t.Languages() {
		return t.Texts[in], in
	}
	return "", ""
}
