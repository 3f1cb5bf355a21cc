package cue

import (
	"regexp"
	"strings"
)

// negativeEnding is what stands after the stem of a negated verb, passive or
// not, in the Turkic languages here. The verbal noun in -ma is not negative.
var negativeEnding = map[string]*regexp.Regexp{
	"az": regexp.MustCompile(`^(?:[iuü]?[ln])?m(?:[aə]y|[aə]d[iuü]|[aə]m[iuü]ş|[iuü]r|[aə]z|[aə]s[iuü]n)`),
	"tr": regexp.MustCompile(`^(?:[iuü]?[ln])?m(?:[ae]y|[ae]d[iuü]|[ae]m[iuü]ş|[iuü]yor|[ae]z|[ae]s[iuü]n)`),
	"uz": regexp.MustCompile(`^(?:[iu]?[ln])?ma(?:gan|di|y|s)`),
	"kk": regexp.MustCompile(`^(?:[ыі]?[лн])?[мбп][ае](?:ған|ген|ды|ді|й)`),
}

// negativeBeginning is what stands before a negated verb.
var negativeBeginning = map[string]string{"fa": "ن", "hy": "չ"}

// minVerb is the shortest beginning, in bytes, that two forms of a verb share.
const minVerb = 4

// sameVerb is how many letters two forms of a verb have in common behind a
// negative beginning.
const sameVerb = 5

// NegatedVerb reports whether a folded word is the negative of another, in a
// language that says no inside the verb: zəhərlənib, zəhərlənməyib.
func NegatedVerb(code, verb, word string) bool {
	if prefix, ok := negativeBeginning[code]; ok {
		rest, negative := strings.CutPrefix(word, prefix)
		return negative && !strings.HasPrefix(verb, prefix) && sameBeginning(rest, verb)
	}
	ending, ok := negativeEnding[code]
	stem := len(common(verb, word))
	return ok && stem >= minVerb && ending.MatchString(word[stem:]) && !ending.MatchString(verb[stem:])
}

// sameBeginning reports whether two words begin with the same five letters, or
// are the same.
func sameBeginning(a, b string) bool {
	return a == b || len([]rune(common(a, b))) >= sameVerb
}

// common is the beginning that two words share, in whole letters.
func common(a, b string) string {
	for i, r := range a {
		if !strings.HasPrefix(b[min(i, len(b)):], string(r)) {
			return a[:i]
		}
	}
	return a
}
