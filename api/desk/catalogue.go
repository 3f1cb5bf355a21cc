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
	"golang.org/x/text/message"
	digits "golang.org/x/text/number"

	"github.com/qalxan/qalxan"
	"github.com/qalxan/qalxan/report/say"
)

//go:embed catalogue/*.yaml
var catalogues embed.FS

// words are what the desk says in one language.
type words struct {
	tag      language.Tag
	messages map[string]entry
	names    display.Namer // of languages, in this language
	printer  *message.Printer
	voice    *say.Voice // of reports: reasons, durations
}

// entry is a text, or a text for each plural form.
type entry struct {
	text  string
	forms map[string]string
}

// UnmarshalYAML reads a text, or a mapping from plural forms to texts.
func (m *entry) UnmarshalYAML(decode func(any) error) error {
	if err := decode(&m.text); err == nil {
		return nil
	}
	return decode(&m.forms)
}

// newWords reads the catalogue of a language.
func newWords(lang string) (*words, error) {
	voices, err := say.New()
	if err != nil {
		return nil, err
	}
	return readWords(lang, voices)
}

func readWords(lang string, voices *say.Catalogue) (*words, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("the desk's language %q is no language code: %w", lang, err)
	}
	data, err := catalogues.ReadFile("catalogue/" + tag.String() + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("the desk does not speak %q: %w", lang, err)
	}
	w := &words{tag: tag, names: display.Languages(tag), printer: message.NewPrinter(tag)}
	if err := yaml.Unmarshal(data, &w.messages); err != nil {
		return nil, fmt.Errorf("read the catalogue of %s: %w", tag, err)
	}
	w.voice, err = voices.For(tag.String())
	return w, err
}

// spoken lists the languages that have a catalogue, by their codes.
func spoken() ([]string, error) {
	files, err := catalogues.ReadDir("catalogue")
	if err != nil {
		return nil, fmt.Errorf("list the languages of the desk: %w", err)
	}
	var codes []string
	for _, f := range files {
		codes = append(codes, strings.TrimSuffix(f.Name(), ".yaml"))
	}
	return codes, nil
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
		value := fmt.Sprint(args[i+1])
		if n, ok := args[i+1].(int); ok {
			value = w.number(n)
			if args[i] == "count" && m.forms != nil {
				text = w.form(m, n)
			}
		}
		pairs = append(pairs, fmt.Sprintf("{%v}", args[i]), value)
	}
	return strings.NewReplacer(pairs...).Replace(text), nil
}

// form chooses the text for a number by the rules of the language (CLDR).
func (w *words) form(m entry, n int) string {
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

// number writes a whole number as the language groups its digits.
func (w *words) number(n int) string { return w.printer.Sprintf("%d", n) }

// score writes a measure of 0 to 1 with two digits after the language's mark.
func (w *words) score(s float64) string { return w.printer.Sprintf("%.2f", s) }

// decimal writes a number with as many digits as it has, three at most after
// the language's mark.
func (w *words) decimal(n float64) string {
	return w.printer.Sprint(digits.Decimal(n, digits.MaxFractionDigits(3)))
}

// minute writes a moment in UTC, in the order in which the language writes
// days, months and years in numbers.
func (w *words) minute(t time.Time) string {
	return t.UTC().Format(w.known("form", "minute"))
}

// day writes a date in numbers.
func (w *words) day(t time.Time) string { return t.UTC().Format(w.known("form", "day")) }

// reason says why, in this language where the catalogue of reports knows the
// reason.
func (w *words) reason(r qalxan.Reason) string { return w.voice.Reason(r) }

// language is the name of a language, by its code.
func (w *words) language(code string) string {
	tag, err := language.Parse(code)
	if err != nil || tag == language.Und || w.names == nil {
		return w.known("language", "none")
	}
	if name := w.names.Name(tag); name != "" {
		return name
	}
	return code
}

// itself is the name of a language in that language, for choosing it.
func itself(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	return display.Self.Name(tag)
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
