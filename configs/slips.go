package configs

import (
	"fmt"
	"iter"
	"maps"
	"regexp"

	"golang.org/x/text/language"

	"github.com/qalxan/qalxan"
)

// noDuration is what the parser says of a number in the place of a duration.
var noDuration = regexp.MustCompile(`cannot unmarshal \w+ into Go struct field \S+ of type time\.Duration`)

// plainly says in our words what the parser says in those of its language.
func plainly(text string) string {
	return noDuration.ReplaceAllLiteralString(text, "a duration needs its unit: write it like 5s, 10m or 24h")
}

func validateNarrative(n qalxan.Narrative) error {
	if err := n.Validate(); err != nil {
		return err
	}
	for _, words := range []map[string][]string{n.Wordings, n.Rebuttals} {
		if err := knownLanguages(maps.Keys(words)); err != nil {
			return fmt.Errorf("narrative %s: %w", n.ID, err)
		}
	}
	return nil
}

// knownLanguages refuses what is no code of a language: a slip of the hand
// would look for words in a language that nobody writes.
func knownLanguages(codes iter.Seq[string]) error {
	for code := range codes {
		if _, err := language.Parse(code); err != nil {
			return fmt.Errorf("%q is no language; write its ISO 639 code, such as az, en or ru", code)
		}
	}
	return nil
}
