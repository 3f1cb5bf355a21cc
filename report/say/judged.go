package say

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qalxan/qalxan"
)

// judged says why the criteria gave a level: the claims, the behaviour beside
// them, and what makes it critical. English needs it only where an id can be
// said as a sentence.
func (v *Voice) judged(r qalxan.Reason) string {
	claims, clauses := fields(r.Facts["narratives"]), v.clausesOf(r.Facts)
	if v.Code() == "en" && r.Text != "" && !v.tellsMore(claims) {
		return r.Text
	}
	text, beside := "", strings.Join(clauses, "; ")
	switch {
	case len(claims) > 0 && beside != "":
		text = v.put("judged.beside", "claim", v.spread(claims), "clauses", beside)
	case len(claims) > 0:
		text = v.put("judged.alone", "claim", v.spread(claims))
	case beside != "":
		text = v.capital(beside) + "."
	default:
		rules, known := v.own("rules", r.Facts)
		if !known {
			return r.Text
		}
		text = v.capital(rules) + "."
	}
	if rules, critical := v.own("critical", r.Facts); critical {
		text += " " + v.put("judged.critical", "rules", v.behaviours(rules))
	}
	return text
}

func (v *Voice) spread(claims []string) string {
	said := v.form(v.messages["judged.claims"], len(claims))
	return strings.ReplaceAll(said, "{claims}", v.quoted(claims))
}

// put fills the text of a key with what was said already: Say would set it apart
// as foreign text once more.
func (v *Voice) put(key string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(v.messages[key].text)
}

// tellsMore reports whether a claim is known by more than its id.
func (v *Voice) tellsMore(claims []string) bool {
	for _, id := range claims {
		if v.known(id) != "" {
			return true
		}
	}
	return false
}

// maxClauses bounds the clauses of one reason.
const maxClauses = 9

// clausesOf says what behaviour was seen, without full stops. Reasons of before
// clauses were kept have only its names.
func (v *Voice) clausesOf(facts map[string]string) []string {
	var said []string
	for n := 1; n <= maxClauses; n++ {
		prefix := "clause." + strconv.Itoa(n) + "."
		r := qalxan.Reason{Code: facts[prefix+"code"], Text: facts[prefix+"text"], Facts: map[string]string{}}
		if r.Text == "" {
			break
		}
		for name, value := range facts {
			if name, of := strings.CutPrefix(name, prefix+"fact."); of {
				r.Facts[name] = value
			}
		}
		said = append(said, strings.TrimSuffix(v.Reason(r), "."))
	}
	if behaviour := facts["behaviour"]; len(said) == 0 && behaviour != "" {
		said = append(said, v.put("judged.behaviour", "names", v.behaviours(behaviour)))
	}
	return said
}

// own is a fact in this language where it stands there as name.LANGUAGE, and in
// English otherwise.
func (v *Voice) own(name string, facts map[string]string) (string, bool) {
	if text := facts[name+"."+v.Code()]; text != "" {
		return text, true
	}
	text, there := facts[name]
	return text, there
}

// behaviours says the names of behaviours, parted by commas.
func (v *Voice) behaviours(list string) string {
	var names []string
	for _, name := range fields(list) {
		names = append(names, v.Word("behaviour", name))
	}
	return strings.Join(names, ", ")
}

// capital begins a sentence; in Azerbaijani i becomes İ.
func (v *Voice) capital(text string) string {
	_, size := utf8.DecodeRuneInString(text)
	if v.Code() == "az" {
		return strings.ToUpperSpecial(unicode.AzeriCase, text[:size]) + text[size:]
	}
	return strings.ToUpper(text[:size]) + text[size:]
}

func fields(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ", ")
}
