package duplicate

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/index/analysis"
)

// Credited reports whether an item says in its byline, or where outlets say it
// (the beginning and the end of the text), that the text is an agency's, a
// press release, or another site's ("Source: agency.example"). Many print such
// texts by right and at the same time, and whom they name need not be watched,
// or was not read yet.
func Credited(item qalxan.Item) bool {
	beginning, end := edges(item.Text)
	return agencies.MatchString(analysis.Fold(item.Author)) ||
		agencies.MatchString(beginning) || agencies.MatchString(end) ||
		mentions.MatchString(beginning) || mentions.MatchString(end) ||
		elsewhere(beginning, item) || elsewhere(end, item)
}

// Agency is the name of an agency that stands in a label, as a part of the
// label; empty where none does.
func Agency(label string) string {
	words := strings.Fields(label)
	for size := 1; size <= min(len(words), 3); size++ {
		for i := range len(words) - size + 1 {
			if part := strings.Join(words[i:i+size], " "); agencies.MatchString(analysis.Fold(part)) {
				return part
			}
		}
	}
	return ""
}

// elsewhere reports whether a source is given that is another site.
func elsewhere(text string, item qalxan.Item) bool {
	found := source.FindStringSubmatch(text)
	if found == nil {
		return false
	}
	there := voice("https://" + found[1])
	return there != "" && there != voice(item.URL)
}

// How much of a text is its beginning and its end, in code points.
const (
	beginningLength = 200
	endLength       = 60
)

// edges are the beginning and the end of a text, folded.
func edges(text string) (beginning, end string) {
	first, last := []rune(text[:min(len(text), beginningLength*utf8.UTFMax)]), []rune(text[max(0, len(text)-endLength*utf8.UTFMax):])
	return analysis.Fold(string(first[:min(len(first), beginningLength)])), analysis.Fold(string(last[max(0, len(last)-endLength):]))
}

// The patterns are matched with folded text.
var (
	// agencies are names that mean nothing else, and what is called a press
	// release wherever it stands.
	agencies = regexp.MustCompile(begin + `(?:` +
		`reuters|reyters|рейтер|associated press|agence france|bloomberg|xinhua|синьхуа|` +
		`azərtac|azertac|azertag|азертадж|интерфакс|interfaks|interfax|ria novosti|риа новости|` +
		`anadolu (?:agency|ajans)|anadolu agentliy|анадолу|armenpress|арменпресс|արմենպրես|ukrinform|укринформ|kazinform|казинформ|` +
		`press[- ]?release|пресс[- ]?релиз|press[- ]?reliz|basin bülteni|mətbuat (?:xidmət|relizi)|пресс[- ]?служб|press (?:service|office)|` +
		`(?:afp|афп|tass|тасс|irna|ирна|belta|белта)` + ending + `)`)
	// mentions are names that are words, too, where they are given as a source.
	mentions = regexp.MustCompile(begin + `(?:` + ambiguous + `)["”»]?(?:[-'’]?\pL{1,4})? (?:xəbər verir|bildirir|məlumat|informasiya|istinad)` +
		`|(?:source|mənbə|источник|kaynak|mənbəyi)\s*:\s*["“«]?(?:` + ambiguous + `)` + ending +
		`|(?:передает|сообщает|со ссылкой на|according to|citing)(?: агентство| информагентство| the agency)? ["“«]?(?:` + ambiguous + `)` + ending +
		`|\((?:` + ambiguous + `)\)`)
	// source is a site that is given as one.
	source = regexp.MustCompile(begin + `(?:source|mənbə|mənbəyi|источник|kaynak|via)\s*:\s*(?:https?://)?([\pL\pN-]+(?:\.[\pL\pN-]+)*\.\pL{2,})`)
)

const (
	begin     = `(?:^|[^\pL\pN])`
	ending    = `(?:$|[^\pL\pN])`
	ambiguous = `report|trend|apa|turan|ap|aa|dha|iha|dpa|day\.az|апа|тренд|туран|репорт`
)
