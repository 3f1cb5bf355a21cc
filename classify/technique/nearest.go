package technique

import (
	"strings"

	"github.com/qalxan/qalxan"
)

// unsure is below which a guess at the language of a text in Cyrillic gives
// way to its letters.
const unsure = 0.9

// Nearest is the code of the language to analyse a text in: the one found, but
// Ukrainian or Russian, by their letters, where a text in Cyrillic was taken
// for something near them, as mixed and short posts are.
func Nearest(text string, found qalxan.Language) string {
	if found.Script != "Cyrl" || found.Code == "uk" || found.Code == "ru" {
		return found.Code
	}
	if found.Confidence >= unsure || strings.ContainsAny(text, "әғқңөұүһҳҷӣӯўћђљњџј") {
		return found.Code
	}
	if strings.ContainsAny(text, "іїєґІЇЄҐ") {
		return "uk"
	}
	return "ru"
}
