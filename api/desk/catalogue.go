package desk

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/qalxan/qalxan"
)

//go:embed catalogue/*.yaml
var catalogues embed.FS

// words are what the desk says in one language.
type words struct {
	tag      language.Tag
	messages map[string]message
	names    display.Namer // of languages, in this language
}

// message is a text, or a text for each plural form.
type message struct {
	text  string
	forms map[string]string
}

// UnmarshalYAML reads a text, or a mapping from plural forms to texts.
func (m *message) UnmarshalYAML(decode func(any) error) error {
	if err := decode(&m.text); err == nil {
		return nil
	}
	return decode(&m.forms)
}

// newWords reads the catalogue of a language.
func newWords(lang string) (*words, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("the desk's language %q is no language code: %w", lang, err)
	}
	data, err := catalogues.ReadFile("catalogue/" + tag.String() + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("the desk does not speak %q: %w", lang, err)
	}
	w := &words{tag: tag, names: display.Languages(tag)}
	if err := yaml.Unmarshal(data, &w.messages); err != nil {
		return nil, fmt.Errorf("read the catalogue of %s: %w", tag, err)
	}
	return w, nil
}

// say returns the text of a key with its arguments, given as name, value,
// name, value. The argument count chooses the plural form. A key that the
// catalogue does not have is an error: a page must not lack words.
func (w *words) say(key string, args ...any) (string, error) {
	m, known := w.messages[key]
	if !known {
		return "", fmt.Errorf("the catalogue of %s lacks %s", w.tag, key)
	}
	text := m.text
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		if n, ok := args[i+1].(int); ok && args[i] == "count" && m.forms != nil {
			text = w.form(m, n)
		}
		pairs = append(pairs, fmt.Sprintf("{%v}", args[i]), fmt.Sprint(args[i+1]))
	}
	return strings.NewReplacer(pairs...).Replace(text), nil
}

// form chooses the text for a number by the rules of the language (CLDR).
func (w *words) form(m message, n int) string {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}
	chosen := plural.Cardinal.MatchPlural(w.tag, n, 0, 0, 0, 0)
	if text, ok := m.forms[names[chosen]]; ok {
		return text
	}
	return m.forms["other"]
}

// known says a key made of a group and a value that may be from outside: the
// value itself where the catalogue has no word for it.
func (w *words) known(group, value any) string {
	text, err := w.say(fmt.Sprintf("%v.%v", group, value))
	if err != nil {
		return fmt.Sprint(value)
	}
	return text
}

// reason says why, in this language where the catalogue knows the reason.
func (w *words) reason(r qalxan.Reason) string {
	args := make([]any, 0, 2*len(r.Facts))
	for name, value := range r.Facts {
		args = append(args, name, value)
	}
	text, err := w.say("reason."+r.Code, args...)
	if err != nil {
		return r.Text
	}
	return text
}

// language is the name of a language, by its code.
func (w *words) language(code string) string {
	tag, err := language.Parse(code)
	if err != nil || tag == language.Und || w.names == nil {
		return w.known("language", "none")
	}
	return w.names.Name(tag)
}

// ago says how long before now a time was.
func (w *words) ago(now, t time.Time) (string, error) {
	switch d := now.Sub(t); {
	case d < time.Minute:
		return w.say("ago.now")
	case d < time.Hour:
		return w.say("ago.minutes", "count", int(d/time.Minute))
	case d < 48*time.Hour:
		return w.say("ago.hours", "count", int(d/time.Hour))
	default:
		return w.say("ago.days", "count", int(d/(24*time.Hour)))
	}
}

// percent is a share in whole hundredths.
func percent(share float64) string { return strconv.Itoa(int(share*100 + 0.5)) }
