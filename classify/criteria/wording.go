package criteria

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// wording says in words what an indicator or a rule means.
type wording struct {
	Means string            `yaml:"means"` // in English
	Say   map[string]string `yaml:"say"`   // in other languages, by ISO 639-1 code
}

// The most that is said of an indicator or a rule.
const (
	maxSaid     = 300 // letters of a sentence
	maxLanguage = 40
)

var languageCode = regexp.MustCompile(`^[a-z]{2}$`)

func (w wording) check(at, id string) error {
	if w.Means == "" {
		return faultf(at, "say in words what %s means", id)
	}
	if len(w.Say) > maxLanguage {
		return faultf(at+".say", "%s is said in %d languages; %d are the most", id, len(w.Say), maxLanguage)
	}
	for language, text := range w.Say {
		switch {
		case !languageCode.MatchString(language):
			return faultf(at+".say", "%q is no language; use a code of two letters such as az", language)
		case text == "" || utf8.RuneCountInString(text) > maxSaid:
			return faultf(at+".say", "what %s means in %s has to have 1 to %d letters", id, language, maxSaid)
		}
	}
	return nil
}

// all is what is said, by language; English with it.
func (w wording) all() map[string]string {
	said := map[string]string{"en": w.Means}
	for language, text := range w.Say {
		said[language] = text
	}
	return said
}

// tell puts what wordings say together into a fact: in English under its name,
// in every language that all of them have under name.LANGUAGE.
func tell(facts map[string]string, name string, said []wording) {
	if len(said) == 0 {
		return
	}
	facts[name] = strings.Join(meanings(said), "; ")
	for language := range said[0].Say {
		var texts []string
		for _, w := range said {
			if text := w.Say[language]; text != "" {
				texts = append(texts, text)
			}
		}
		if len(texts) == len(said) {
			facts[name+"."+language] = strings.Join(texts, "; ")
		}
	}
}

func meanings(said []wording) []string {
	var all []string
	for _, w := range said {
		all = append(all, w.Means)
	}
	return all
}
