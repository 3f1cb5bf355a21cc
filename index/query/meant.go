package query

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/qalxan/qalxan"
)

// otherNames are what people type for a field, in the languages of the desk.
var otherNames = map[string]Field{
	"language": FieldLanguage, "dil": FieldLanguage, "yazyk": FieldLanguage,
	"outlet": FieldSource, "menbe": FieldSource, "feed": FieldSource,
	"claim": FieldNarrative, "iddia": FieldNarrative,
	"severity": FieldLevel, "seviyye": FieldLevel,
	"state": FieldStatus, "review": FieldStatus, "veziyyet": FieldStatus,
	"kampaniya": FieldCampaign, "cluster": FieldCampaign,
	"site": FieldHost, "domain": FieldHost, "url": FieldHost, "sayt": FieldHost,
	"since": fieldAfter, "from": fieldAfter, "until": fieldBefore, "till": fieldBefore, "to": fieldBefore,
}

// otherLevels and otherStatuses are what people type for a value, in the
// languages of the desk.
var (
	otherLevels = map[string]string{
		"siqnal": "signal", "сигнал": "signal", "low": "signal", "insident": "incident", "инцидент": "incident",
		"medium": "incident", "kritik": "critical", "критический": "critical", "high": "critical", "yoxdur": None, "нет": None,
	}
	otherStatuses = map[string]string{
		"yeni": "new", "новая": "new", "новый": "new", "open": "new", "waiting": "new", "təsdiqlənib": "confirmed",
		"подтверждена": "confirmed", "true": "confirmed", "rədd": "dismissed", "отклонена": "dismissed", "rejected": "dismissed",
		"false": "dismissed", "closed": "dismissed", "передана": "escalated", "yoxdur": None, "нет": None,
	}
)

// meantField is the field that somebody may have meant, with its colon; empty
// where nobody can tell.
func meantField(name string) string {
	if f, known := otherNames[name]; known {
		return f.colon()
	}
	var names []string
	for _, f := range fields {
		names = append(names, string(f))
	}
	if near := nearest(name, names); near != "" {
		return near + ":"
	}
	return otherNames[nearest(name, slices.Sorted(maps.Keys(otherNames)))].colon()
}

// colon is the field as it is typed; empty for none.
func (f Field) colon() string {
	if f == "" {
		return ""
	}
	return string(f) + ":"
}

func meantValue[T ~string](value string, all []T, others map[string]string) string {
	if other, known := others[value]; known {
		return other
	}
	names := []string{None}
	for _, v := range all {
		names = append(names, string(v))
	}
	return nearest(value, names)
}

func meantLevel(value string) string  { return meantValue(value, qalxan.Levels(), otherLevels) }
func meantStatus(value string) string { return meantValue(value, qalxan.Statuses(), otherStatuses) }

// guessed are the languages whose names are recognised.
var guessed = strings.Fields("az en ru tr fa ar hy ka uk uz kk ky tk tg ku he de fr es it pt pl ro bg el zh ja ko hi ur")

// meantLanguage is the code of a language that was named in words: in English,
// Azerbaijani, Russian or itself, whole or by its beginning.
func meantLanguage(value string) string {
	if len(value) == 3 {
		if base, err := language.ParseBase(value); err == nil && len(base.String()) == 2 {
			return base.String()
		}
	}
	if len([]rune(value)) < 3 || len(value) > maxGuess {
		return ""
	}
	tags := []language.Tag{language.English, language.Azerbaijani, language.Russian}
	for _, code := range guessed {
		tag := language.MustParse(code)
		names := []string{display.Self.Name(tag)}
		for _, in := range tags {
			names = append(names, display.Languages(in).Name(tag))
		}
		for _, name := range names {
			if name = strings.ToLower(name); strings.HasPrefix(name, string([]rune(value)[:3])) && alike(value, name) {
				return code
			}
		}
	}
	return ""
}

// alike reports whether a value is the beginning of a name, or begins like it
// and differs in its end.
func alike(value, name string) bool {
	return strings.HasPrefix(name, value) || strings.HasPrefix(value, name) || distance([]rune(value), []rune(name)) <= 2 ||
		strings.HasPrefix(name, string([]rune(value)[:len([]rune(value))-1]))
}

// maxGuess bounds what is compared, in bytes.
const maxGuess = 40

// nearest is the name that differs in the fewest letters, and in few enough;
// empty for none. A beginning of three letters is enough as well.
func nearest(value string, names []string) string {
	letters, best, least := []rune(value), "", 3
	if len(value) > maxGuess || len(letters) < 2 {
		return ""
	}
	least = min(least, (len(letters)+2)/2)
	for _, name := range names {
		if len(letters) >= 3 && strings.HasPrefix(name, value) {
			return name
		}
		if d := distance(letters, []rune(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

// distance counts the letters that have to be added, taken away or exchanged
// (V. Levenshtein 1965).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		before := row[0]
		row[0] = i + 1
		for j, y := range b {
			next := min(row[j+1], row[j]) + 1
			if x == y {
				next = min(next, before)
			} else {
				next = min(next, before+1)
			}
			before, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
