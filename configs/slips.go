package configs

import (
	"fmt"
	"iter"
	"maps"
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"github.com/qalxan/qalxan"
)

// noDuration is what the parser says of a number in the place of a duration.
var noDuration = regexp.MustCompile(`cannot unmarshal \w+ into Go struct field \S+ of type time\.Duration`)

// What the parser says of words in the place of a duration, of another shape in
// the place of a list or of keys, and of one kind of value in that of another.
var (
	badDuration = regexp.MustCompile(`time: (?:invalid duration|unknown unit ".*" in duration|missing unit in duration) (".*")`)
	noList      = regexp.MustCompile(`\w+ was used where sequence is expected`)
	noKeys      = regexp.MustCompile(`\w+ was used where mapping is expected`)
	otherType   = regexp.MustCompile(`cannot unmarshal \w+ into Go (?:struct field \S+|value) of type (\S+)`)
)

// plainly says in our words what the parser says in those of its language.
func plainly(text string) string {
	text = noDuration.ReplaceAllLiteralString(text, "a duration needs its unit: write it like 5s, 10m or 24h")
	text = badDuration.ReplaceAllString(text, "$1 is no duration: write it like 5s, 10m or 24h; a week is 168h")
	text = noList.ReplaceAllLiteralString(text, "a list has to stand here, like [a, b]")
	text = noKeys.ReplaceAllLiteralString(text, "keys with values have to stand here, like key: value")
	return otherType.ReplaceAllStringFunc(text, func(said string) string {
		return formNeeded(otherType.FindStringSubmatch(said)[1])
	})
}

// formNeeded says what has to stand in the place of a type.
func formNeeded(goType string) string {
	switch {
	case strings.HasPrefix(goType, "int"), strings.HasPrefix(goType, "uint"):
		return "a whole number has to stand here"
	case strings.HasPrefix(goType, "float"):
		return "a number has to stand here"
	case goType == "bool":
		return "true or false has to stand here"
	}
	return "one value has to stand here"
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
